import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { identifyProcess } from './process-identity.ts';
import { isFresh, runStamped, type StampedStep } from './stamped-step.ts';

let folder: string;
let step: StampedStep;
const make = async () => writeFileSync(join(folder, 'out'), 'made');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'purser-step-'));
  step = {
    inputs: [join(folder, 'in')],
    outputs: [join(folder, 'out')],
    stamp: join(folder, 'stamp'),
  };
  mkdirSync(join(folder, 'in/generated'), { recursive: true });
  writeFileSync(join(folder, 'in/a'), '1');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('runs a step once for its inputs', async () => {
  expect(isFresh(step)).toBe(false);
  await runStamped(step, make);
  expect(isFresh(step)).toBe(true);
});

it.each([
  ['an input changed', () => writeFileSync(join(folder, 'in/a'), '22')],
  ['an input was added', () => writeFileSync(join(folder, 'in/b'), '')],
  ['an output was deleted', () => rmSync(join(folder, 'out'))],
])('runs it again when %s', async (_what, change) => {
  await runStamped(step, make);
  change();
  expect(isFresh(step)).toBe(false);
});

it('does not count what other steps generate', async () => {
  await runStamped(step, make);
  writeFileSync(join(folder, 'in/generated/a'), '');
  expect(isFresh(step)).toBe(true);
});

it('forgets a step that failed or was killed', async () => {
  await runStamped(step, make);
  writeFileSync(join(folder, 'in/a'), 'other');
  await expect(runStamped(step, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  writeFileSync(join(folder, 'in/a'), '1');
  expect(isFresh(step)).toBe(false);
});

it('is run by one alone of many that want it at once', async () => {
  let runs = 0;
  let running = 0;
  const work = async () => {
    expect(++running).toBe(1);
    runs += 1;
    await new Promise(setImmediate);
    await make();
    running -= 1;
  };
  await Promise.all(Array.from({ length: 8 }, () => runStamped(step, work)));
  expect(runs).toBe(1);
});

it('clears the lock of a process that was killed, and waits for one that runs', async () => {
  const lock = `${step.stamp}.lock`;
  writeFileSync(lock, JSON.stringify({ pid: process.pid, startMark: 'of an earlier process' }));
  await runStamped(step, make);
  expect(isFresh(step)).toBe(true);

  writeFileSync(join(folder, 'in/a'), 'other');
  writeFileSync(lock, JSON.stringify(identifyProcess(process.pid)));
  const stop = new AbortController();
  const waiting = runStamped(step, make, stop.signal);
  stop.abort();
  await expect(waiting).rejects.toThrow('aborted');
  expect(isFresh(step)).toBe(false);
});

it('knows a copy of its inputs and outputs', async () => {
  await runStamped(step, make);
  writeFileSync(join(folder, 'in/a'), readFileSync(join(folder, 'in/a')));
  expect(isFresh(step)).toBe(true);
});
