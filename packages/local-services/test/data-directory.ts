import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeEmbeddedPostgres } from '../src/embedded-postgres.ts';

/** A data directory that the server's account can reach, removed with its server at the end of the test. */
export function temporaryDataDirectory() {
  const parent = mkdtempSync(join(tmpdir(), 'purser-postgres-'));
  chmodSync(parent, 0o755);
  const dataDir = join(parent, 'postgres');
  const remove = async () => {
    await removeEmbeddedPostgres(dataDir);
    rmSync(parent, { recursive: true, force: true });
  };
  return { dataDir, [Symbol.asyncDispose]: remove };
}
