import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createKeeper } from '../src/state/keeper.ts';
import { createWorld } from '../src/world/world.ts';

const writingMs = 100;
const dunning = { retryDays: [], ending: 'canceled' } as const;

it('spends at most a twentieth of the time on writing, and loses no change by it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stripe-simulator-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'stripe.json');
  let nowMs = 0;
  const world = createWorld({ seed: 'test', nowMs: () => 0, dunning });
  const { dump } = world;
  world.dump = () => {
    nowMs += writingMs;
    return dump();
  };
  let tick = (): void => undefined;
  const scheduler = {
    every: (_ms: number, task: () => void) => {
      tick = task;
      return () => undefined;
    },
    soon: () => undefined,
  };
  const keeper = createKeeper(world, file, scheduler, () => nowMs);
  /** Whether a change at this instant is written at once. */
  const isWrittenAt = (ms: number): boolean => {
    nowMs = ms;
    rmSync(file, { force: true });
    keeper.noteChange();
    tick();
    return existsSync(file);
  };
  expect(isWrittenAt(0)).toBe(true);
  expect(isWrittenAt(250)).toBe(false);
  expect(isWrittenAt(20 * writingMs - 1)).toBe(false);
  nowMs = 20 * writingMs;
  tick();
  expect(existsSync(file)).toBe(true);
  expect(isWrittenAt(20 * writingMs + 250)).toBe(false);
  keeper.stop();
  expect(existsSync(file)).toBe(true);
});
