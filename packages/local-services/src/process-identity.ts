import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { platform } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** Process ids are reused: the start mark tells a process from a later one with the same id. */
export type ProcessIdentity = { readonly pid: number; readonly startMark: string };

/** Describes a running process so that it can be recognised later. */
export function identifyProcess(pid: number): ProcessIdentity {
  return { pid, startMark: startMarkOf(pid) ?? '' };
}

/** Whether the process that was described is still the one running under its id. */
export function isSameProcessRunning(identity: ProcessIdentity): boolean {
  return isRunning(identity.pid) && startMarkOf(identity.pid) === identity.startMark;
}

/** Whether any process has this id; one that has ended but was not yet collected does not count. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return linuxStat(pid)?.state !== 'Z';
}

/** The command line of a process, or an empty text when it cannot be read. */
export function commandLineOf(pid: number): string {
  try {
    if (platform() === 'linux') {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    }
    return ps(pid, 'command=');
  } catch {
    return '';
  }
}

/** The processes that work in a directory, where the system tells; PostgreSQL's children do in their cluster's. */
export function processesIn(directory: string): readonly number[] {
  if (platform() !== 'linux') return [];
  const ids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return ids.filter((pid) => workingDirectoryOf(pid) === directory);
}

function workingDirectoryOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

/** Waits until a process is gone; answers whether it is. */
export async function waitForExit(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (isRunning(pid)) {
    if (performance.now() > deadline) return false;
    await sleep(10);
  }
  return true;
}

function startMarkOf(pid: number): string | undefined {
  try {
    return platform() === 'linux' ? linuxStat(pid)?.startTicks : ps(pid, 'lstart=');
  } catch {
    return undefined;
  }
}

/** The name in the second field may hold spaces and brackets, so the fields are counted from the last bracket. */
function linuxStat(pid: number): { state: string; startTicks: string } | undefined {
  if (platform() !== 'linux') return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', startTicks: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

function ps(pid: number, column: string): string {
  return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim();
}
