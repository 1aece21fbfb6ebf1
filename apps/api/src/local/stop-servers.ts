import { waitForExit } from '@purser/local-services/process-identity';
import type { DataDirectory } from './data-directory.ts';
import { lockHolder } from './instance-lock.ts';
import { LocalError } from './local-error.ts';
import { listServers } from './running-server.ts';

/** Requests under way are answered and the database writes a last checkpoint. */
const stopTimeoutMs = 30_000;

/** Asks every server of an instance to stop, waits until they are gone, and answers their process ids. */
export async function stopServers(directory: DataDirectory): Promise<number[]> {
  const pids = runningPids(directory);
  for (const pid of pids) await stopServer(pid);
  return pids;
}

/** The processes that serve or are starting to. */
export function runningPids(directory: DataDirectory): number[] {
  const holder = lockHolder(directory);
  const pids = listServers(directory).map(({ pid }) => pid);
  return [...new Set(holder === undefined ? pids : [holder, ...pids])];
}

async function stopServer(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ESRCH') return;
    throw new LocalError(`Purser runs as another user (process ${pid}): stop it as that user.`, {
      cause,
    });
  }
  if (await waitForExit(pid, stopTimeoutMs)) return;
  throw new LocalError(
    `Purser (process ${pid}) did not stop within ${stopTimeoutMs / 1000} s: end it with "kill -9 ${pid}"; the next start repairs what is left.`,
  );
}
