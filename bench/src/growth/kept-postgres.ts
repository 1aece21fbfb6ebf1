import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '@purser/local-services/embedded-postgres';
import { withConnection } from '@purser/local-services/postgres-connection';
import { readMigrationFiles } from '@purser/prisma/migration-files';
import { createDatabase, durableSettings, runSql } from '../services/bench-postgres.ts';

/** The PostgreSQL whose databases are built once; other migrations have another one. */
export async function startKeptPostgres(log: (line: string) => void): Promise<EmbeddedPostgres> {
  const hash = createHash('sha256');
  for (const { name, checksum } of await readMigrationFiles()) hash.update(`${name} ${checksum}\n`);
  const name = `growth-${hash.digest('hex').slice(0, 12)}`;
  const dataDir = resolve(import.meta.dirname, '../../../.purser/bench', name);
  return startEmbeddedPostgres({ dataDir, database: 'purser', settings: durableSettings, log });
}

/** A whole database by its name, built when it is not there; one whose building broke off is built anew. */
export async function keptDatabase(
  postgres: EmbeddedPostgres,
  name: string,
  build: (url: string) => Promise<void>,
): Promise<string> {
  const address = new URL(postgres.url);
  address.pathname = `/${name}`;
  const known = await withConnection(postgres.url, (client) =>
    client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]),
  );
  if (known.rowCount === 1) return address.href;
  const draft = `${name}_draft`;
  await runSql(postgres.url, `DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
  await build(await createDatabase(postgres.url, draft));
  await runSql(postgres.url, `ALTER DATABASE ${draft} RENAME TO ${name}`);
  return address.href;
}
