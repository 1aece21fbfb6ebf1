import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cacheFolder, checkout } from './checkout.ts';
import { isFresh, runStamped, type StampedStep } from './stamp.ts';

const folder = join(cacheFolder, `stamp-test-${process.pid}`);
const within = (name: string) => relative(checkout, join(folder, name));
const step: StampedStep = {
  name: `stamp-test-${process.pid}`,
  inputs: [within('in')],
  outputs: [within('out')],
};
const make = async () => writeFileSync(join(folder, 'out'), 'made');

beforeEach(() => {
  mkdirSync(join(folder, 'in/generated'), { recursive: true });
  writeFileSync(join(folder, 'in/a'), '1');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  rmSync(`${folder}.stamp`, { force: true });
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
  await expect(runStamped(step, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(isFresh(step)).toBe(false);
});
