import { rmSync } from 'node:fs';
import {
  identifyProcess,
  isSameProcessRunning,
  type ProcessIdentity,
  waitForExit,
} from '@purser/local-services/process-identity';
import { readLock, takeLock } from '@purser/local-services/process-lock';
import type { DataDirectory } from './data-directory.ts';
import { LocalError } from './local-error.ts';
import { listServers } from './running-server.ts';
import { isAbandoned } from './starters.ts';

/** Who holds an instance, and the package manager's processes that it does not outlive. */
type Holder = ProcessIdentity & { readonly starters: readonly ProcessIdentity[] };

/** How long a server takes to stop when the program that ran it is gone, with the database's last checkpoint. */
const stopTimeoutMs = 20_000;

/**
 * Makes this process the only one that runs an instance; the answer gives it up. A lock whose process is gone is
 * cleared. Throws a LocalError when another process holds it.
 */
export async function lockInstance(
  directory: DataDirectory,
  starters: readonly ProcessIdentity[],
): Promise<() => void> {
  await clearStale(directory);
  const mine: Holder = { ...identifyProcess(process.pid), starters };
  if (!takeLock(directory.lock, mine)) throw taken(directory, readHolder(directory)?.pid);
  return () => {
    if (readHolder(directory)?.pid === process.pid) rmSync(directory.lock, { force: true });
  };
}

/** A server whose own starter was killed is stopping by itself, so it is waited for. */
async function clearStale(directory: DataDirectory): Promise<void> {
  const holder = readHolder(directory);
  if (holder !== undefined && isSameProcessRunning(holder)) {
    if (!isAbandoned(holder.starters) || !(await waitForExit(holder.pid, stopTimeoutMs))) {
      throw taken(directory, holder.pid);
    }
  }
  rmSync(directory.lock, { force: true });
}

function taken(directory: DataDirectory, pid: number | undefined): LocalError {
  const url = listServers(directory).find((server) => server.pid === pid)?.url;
  const place = url === undefined ? 'is starting' : `already runs at ${url}`;
  return new LocalError(
    `Purser ${place} on this data directory (process ${pid ?? 'unknown'}): stop it with "purser stop", or set PURSER_DATA_DIR for a second one.`,
  );
}

/** A lock that nobody can read is nobody's. */
function readHolder(directory: DataDirectory): Holder | undefined {
  try {
    return readLock<Holder>(directory.lock);
  } catch {
    return undefined;
  }
}

/** The process that runs an instance or is starting to, if one does. */
export function lockHolder(directory: DataDirectory): number | undefined {
  const holder = readHolder(directory);
  return holder !== undefined && isSameProcessRunning(holder) ? holder.pid : undefined;
}
