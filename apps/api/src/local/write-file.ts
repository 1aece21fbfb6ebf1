import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';

/**
 * Writes a file that only its owner may read. It is there whole or not at all, also after a kill or a power cut.
 */
export function writePrivateFile(path: string, content: string): void {
  const partial = `${path}.${process.pid}`;
  const descriptor = openSync(partial, 'w', 0o600);
  writeSync(descriptor, content);
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(partial, path);
}
