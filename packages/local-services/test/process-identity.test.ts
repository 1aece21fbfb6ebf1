import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import {
  commandLineOf,
  identifyProcess,
  isRunning,
  isSameProcessRunning,
  waitForExit,
} from '../src/process-identity.ts';

test('a process is recognised, and a later one with its id is not', () => {
  const self = identifyProcess(process.pid);
  expect(isSameProcessRunning(self)).toBe(true);
  expect(isSameProcessRunning({ ...self, startMark: 'another time' })).toBe(false);
  expect(commandLineOf(process.pid)).not.toBe('');
});

test('the end of a process is seen', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  expect(isRunning(pid)).toBe(true);
  expect(await waitForExit(pid, 20)).toBe(false);
  child.kill('SIGKILL');
  expect(await waitForExit(pid, 5_000)).toBe(true);
  expect(isSameProcessRunning({ pid, startMark: '' })).toBe(false);
});
