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

/** Keeps the world in a file: a moment after it changed, and at the end. Without a file nothing is kept. */
export function createKeeper(world: World, file: string | undefined, scheduler: Scheduler): Keeper {
  if (file === undefined) return { noteChange: () => undefined, stop: () => undefined };
  loadState(world, file);
  freeOrphanedKeys(world);
  let isChanged = false;
  const writeChange = () => {
    if (!isChanged) return;
    isChanged = false;
    saveState(world, file);
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
