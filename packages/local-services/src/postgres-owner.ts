import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { PostgresDirectory } from './postgres-directory.ts';
import { identifyProcess, isSameProcessRunning, type ProcessIdentity } from './process-identity.ts';
import { ServiceError } from './service-error.ts';

/** Notes that this process runs the server of a directory; refuses while another one does. */
export function claimDirectory(directory: PostgresDirectory): void {
  const owner = readOwner(directory);
  if (owner !== undefined && (owner.pid === process.pid || !isSameProcessRunning(owner))) {
    rmSync(directory.owner, { force: true });
  }
  try {
    writeFileSync(directory.owner, JSON.stringify(identifyProcess(process.pid)), { flag: 'wx' });
  } catch (cause) {
    const pid = readOwner(directory)?.pid ?? 'unknown';
    throw new ServiceError(
      `The data directory ${directory.root} is in use by another Purser (process ${pid}): stop it first.`,
      { cause },
    );
  }
}

/** Gives a directory up, if it is still this process's. */
export function releaseDirectory(directory: PostgresDirectory): void {
  if (readOwner(directory)?.pid === process.pid) rmSync(directory.owner, { force: true });
}

/** The process that runs the server of a directory, or that ran it when it was killed. */
export function readOwner(directory: PostgresDirectory): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(directory.owner, 'utf8'));
  } catch {
    return undefined;
  }
}
