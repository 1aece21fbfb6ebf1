import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import {
  commandLineOf,
  identifyProcess,
  isSameProcessRunning,
  type ProcessIdentity,
} from '@purser/local-services/process-identity';

/** `npx pnpm start` is npx, a shell, pnpm and a shell above this process. */
const ancestorsMax = 8;

const runner = /(^|\/)(npm|npx|pnpm)(\.c?js)?( |$)/;
const shell = /^(\/\S*\/)?sh -c /;

/**
 * The package manager's processes that run this one. They pass Ctrl-C on, so when one of them is killed nobody could stop
 * this process any more; a shell or a test that started Purser itself is none of them.
 */
export function findStarters(): ProcessIdentity[] {
  const chain = [];
  for (let pid = process.ppid; pid > 1 && chain.length < ancestorsMax; pid = parentOf(pid)) {
    const line = commandLineOf(pid);
    const isRunner = runner.test(line.split(' ').slice(0, 3).join(' '));
    if (!isRunner && !shell.test(line)) break;
    chain.push({ isRunner, identity: identifyProcess(pid) });
  }
  const last = chain.findLastIndex(({ isRunner }) => isRunner);
  return chain.slice(0, last + 1).map(({ identity }) => identity);
}

/** Whether a process lost one of its starters. */
export function isAbandoned(starters: readonly ProcessIdentity[]): boolean {
  return starters.some((starter) => !isSameProcessRunning(starter));
}

/** Calls back once when a starter is gone; the answer ends the watch. */
export function watchStarters(
  starters: readonly ProcessIdentity[],
  onAbandoned: () => void,
): () => void {
  const timer = setInterval(() => {
    if (!isAbandoned(starters)) return;
    clearInterval(timer);
    onAbandoned();
  }, 500);
  timer.unref();
  return () => clearInterval(timer);
}

function parentOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^PPid:\s*(\d+)/m.exec(status)?.[1] ?? 0);
  } catch {
    return parentFromPs(pid);
  }
}

function parentFromPs(pid: number): number {
  if (process.platform === 'win32') return 0;
  try {
    return Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }));
  } catch {
    return 0;
  }
}
