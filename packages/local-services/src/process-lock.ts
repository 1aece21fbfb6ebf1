import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identifyProcess, isSameProcessRunning, type ProcessIdentity } from './process-identity.ts';

/**
 * Waits until nobody holds the lock `file`, then runs `work` with it. A lock whose process is gone is cleared. Calls of
 * one process exclude each other as well. `signal` ends the wait.
 */
export async function withProcessLock<T>(
  file: string,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  while (!tryLock(file)) await sleep(20, undefined, signal && { signal });
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function tryLock(file: string): boolean {
  const holder = readLock(file);
  if (holder === undefined) return takeLock(file, identifyProcess(process.pid));
  if (!isSameProcessRunning(holder)) rmSync(file, { force: true });
  return false;
}

/** Takes a lock for its holder, unless it is held. It is linked into place whole: nobody ever reads half a lock. */
export function takeLock<Holder extends ProcessIdentity>(file: string, holder: Holder): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Who holds a lock; undefined when nobody does. */
export function readLock<Holder extends ProcessIdentity>(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
