import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import {
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from '@purser/local-services/embedded-postgres';
import { withConnection } from '@purser/local-services/postgres-connection';
import { migrate } from '@purser/prisma/migrate';

/** Durable as in production; only the log is given room, so that no checkpoint falls on one side alone. */
export const durableSettings = {
  fsync: 'on',
  synchronous_commit: 'on',
  shared_buffers: '512MB',
  max_wal_size: '8GB',
  checkpoint_timeout: '30min',
  max_connections: '200',
};

export type BenchPostgres = {
  readonly url: string;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** A PostgreSQL of the benchmark's own with a migrated database, deleted afterwards. */
export async function startBenchPostgres(log: (line: string) => void): Promise<BenchPostgres> {
  const name = `${process.pid}-${randomBytes(4).toString('hex')}`;
  const dataDir = resolve(import.meta.dirname, '../../../.purser/bench', name);
  const { url } = await startEmbeddedPostgres({
    dataDir,
    database: 'purser',
    settings: durableSettings,
    log,
  });
  await migrate(url);
  return { url, [Symbol.asyncDispose]: () => removeEmbeddedPostgres(dataDir) };
}

/** Runs one statement outside any measured pool. */
export async function runSql(url: string, text: string, values: unknown[] = []): Promise<void> {
  await withConnection(url, (client) => client.query(text, values));
}

/** An empty database beside the migrated one; answers its address. */
export async function createDatabase(url: string, name: string): Promise<string> {
  await runSql(url, `CREATE DATABASE ${name}`);
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}
