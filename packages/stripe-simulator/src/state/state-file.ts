import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { World, WorldDump } from '../world/world.ts';

/** Another shape of what is kept is another version; a file of another version is not read. */
const version = 1;

/** Puts the world back to what a file keeps; a file that is not there changes nothing. */
export function loadState(world: World, file: string): void {
  const text = readIfThere(file);
  if (text === null) return;
  const kept = JSON.parse(text) as { readonly version: number; readonly world: WorldDump };
  if (kept.version !== version) {
    throw new Error(`${file} was written by another version of the simulator: delete it.`);
  }
  world.restore(kept.world);
}

/** Writes the whole state beside the file and moves it into place, so that nobody ever reads half of it. */
export function saveState(world: World, file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, JSON.stringify({ version, world: world.dump() }), { mode: 0o600 });
  renameSync(draft, file);
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
