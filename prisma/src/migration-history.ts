import { randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { MigrationFile } from './migration-files.ts';

/** Where Prisma keeps its books, and so this runner. */
export const historyTable = '_prisma_migrations';

/** A row of `_prisma_migrations` that was not rolled back. */
export type RecordedMigration = {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
};

/**
 * The bookkeeping table, column for column as Prisma makes it, so that `prisma migrate deploy` works on the same
 * database. Its default is Prisma's own: this table records real time, never the virtual clock.
 */
const createTable = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id varchar(36) PRIMARY KEY NOT NULL,
    checksum varchar(64) NOT NULL,
    finished_at timestamptz,
    migration_name varchar(255) NOT NULL,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(),
    applied_steps_count integer NOT NULL DEFAULT 0
  )`;

/** Reads what was applied so far, oldest first; makes the table in a fresh database. */
export async function readHistory(client: ClientBase): Promise<RecordedMigration[]> {
  await client.query(createTable);
  const { rows } = await client.query<RecordedMigration>(`
    SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
    FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name`);
  return rows;
}

/** Records an applied migration. Runs in the transaction that applied it. */
export async function recordMigration(
  client: ClientBase,
  migration: MigrationFile,
  startedAt: Date,
): Promise<void> {
  await client.query(
    `INSERT INTO _prisma_migrations
       (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, $4, $5, 1)`,
    [randomUUID(), migration.checksum, migration.name, startedAt, new Date()],
  );
}
