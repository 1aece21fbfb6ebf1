import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** One folder of `prisma/migrations`, read whole. */
export type MigrationFile = {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the SQL in hexadecimal, as `prisma migrate deploy` computes it. */
  readonly checksum: string;
};

/** The migrations of this checkout. */
export const migrationsFolder = resolve(import.meta.dirname, '../migrations');

/** Reads `<time>_<name>/migration.sql` folders in the order in which they apply. */
export async function readMigrationFiles(folder = migrationsFolder): Promise<MigrationFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return Promise.all(names.map((name) => readMigrationFile(folder, name)));
}

async function readMigrationFile(folder: string, name: string): Promise<MigrationFile> {
  const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}
