import { freeOrphanedKeys } from '../http/idempotency.ts';
import type { World } from '../world/world.ts';
import type { Scheduler } from './scheduler.ts';
import { loadState, saveState } from './state-file.ts';

export type Keeper = {
  readonly noteChange: () => void;
  readonly stop: () => void;
};

/** A burst of requests is written once. */
const writeEveryMs = 250;
/** A world that takes long to write is written more seldom: writing takes at most a twentieth of the time. */
const pauseByWriting = 19;

/** Keeps the world in a file: a moment after it changed, and at the end. Without a file nothing is kept. */
export function createKeeper(
  world: World,
  file: string | undefined,
  scheduler: Scheduler,
  elapsedMs: () => number = () => performance.now(),
): Keeper {
  if (file === undefined) return { noteChange: () => undefined, stop: () => undefined };
  loadState(world, file);
  freeOrphanedKeys(world);
  let isChanged = false;
  let nextWriteMs = 0;
  const writeChange = () => {
    const startedMs = elapsedMs();
    if (!isChanged || startedMs < nextWriteMs) return;
    isChanged = false;
    saveState(world, file);
    const endedMs = elapsedMs();
    nextWriteMs = endedMs + (endedMs - startedMs) * pauseByWriting;
  };
  const stopWriting = scheduler.every(writeEveryMs, writeChange);
  return {
    noteChange: () => {
      isChanged = true;
    },
    stop: () => {
      stopWriting();
      saveState(world, file);
    },
  };
}
