import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { migrationsFolder } from './migration-files.ts';
import { diffSchemas } from './schema-diff.ts';

/** The schema as the newest migration leaves it: the starting point of the next diff. */
const snapshotPath = join(migrationsFolder, 'schema.snapshot.prisma');
const schemaPath = resolve(import.meta.dirname, '../schema.prisma');

/** Writes `<time>_<name>/migration.sql` with what changed in schema.prisma since the newest migration. */
async function writeMigration(name: string): Promise<string> {
  const schema = await readFile(schemaPath, 'utf8');
  const previous = existsSync(snapshotPath) ? await readFile(snapshotPath, 'utf8') : null;
  const sql = await diffSchemas(previous, schema);
  const time = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const folder = join(migrationsFolder, `${time}_${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'migration.sql'), sql);
  await writeFile(snapshotPath, schema);
  return join(folder, 'migration.sql');
}

const name = process.argv.slice(2).find((argument) => argument !== '--');
if (name === undefined || !/^[a-z0-9]+(_[a-z0-9]+)*$/.test(name)) {
  process.stderr.write('Name the migration in snake_case: pnpm migration:new add_wallet_limits\n');
  process.exitCode = 1;
} else {
  process.stdout.write(`Wrote ${await writeMigration(name)}. Add what Prisma cannot express.\n`);
}
