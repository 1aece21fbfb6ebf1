import { existsSync, rmSync, writeFileSync } from 'node:fs';
import type { DataDirectory } from '../data-directory.ts';

/** Whether somebody paused the demo app: a file, so that a command can tell a server of another process. */
export function isDemoPaused(directory: DataDirectory): boolean {
  return existsSync(directory.demoPause);
}

/** Pauses or resumes the demo app, for this start and the next ones. */
export function setDemoPaused(directory: DataDirectory, paused: boolean): void {
  if (paused) writeFileSync(directory.demoPause, '');
  else rmSync(directory.demoPause, { force: true });
}
