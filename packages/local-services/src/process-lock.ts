import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identifyProcess, isSameProcessRunning, type ProcessIdentity } from './process-identity.ts';

/**
 * Waits until no other process holds the lock `file`, then runs `work` with it. A lock whose process is gone is
 * cleared. Calls of one process exclude each
 * other as well. `signal` ends the wait.
 */
export async function withProcessLock<T>(
  file: string,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  while (!take(file)) await sleep(20, undefined, signal && { signal });
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** Linked into place whole, so that nobody ever reads half a lock. */
function take(file: string): boolean {
  const holder = readHolder(file);
  if (holder !== undefined) {
    if (!isSameProcessRunning(holder)) rmSync(file, { force: true });
    return false;
  }
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(identifyProcess(process.pid)));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readHolder(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
