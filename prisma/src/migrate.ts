import { Client, type ClientBase, DatabaseError } from 'pg';
import { type MigrationFile, migrationsFolder, readMigrationFiles } from './migration-files.ts';
import { type RecordedMigration, readHistory, recordMigration } from './migration-history.ts';

/** The key `prisma migrate` locks as well: the two never run at the same time. */
const advisoryLockKey = 72_707_369;

/** The database cannot be brought to the schema of this checkout; the message is one sentence for the operator. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

export type MigrateOptions = {
  readonly folder?: string;
  /** Called before each migration is applied. */
  readonly onMigration?: (name: string) => void;
};

/**
 * Applies the migrations that the database lacks, each in a transaction of its own, and returns their names.
 * Callers that run at the same time wait for each other.
 */
export async function migrate(
  database: string | ClientBase,
  options: MigrateOptions = {},
): Promise<string[]> {
  if (typeof database !== 'string') return migrateLocked(database, options);
  const client = new Client({ connectionString: database, application_name: 'purser-migrate' });
  await client.connect();
  try {
    return await migrateLocked(client, options);
  } finally {
    await client.end();
  }
}

async function migrateLocked(client: ClientBase, options: MigrateOptions): Promise<string[]> {
  const files = await readMigrationFiles(options.folder ?? migrationsFolder);
  await client.query('SELECT pg_advisory_lock($1)', [advisoryLockKey]);
  try {
    const pending = findPending(files, await readHistory(client));
    for (const migration of pending) {
      options.onMigration?.(migration.name);
      await apply(client, migration);
    }
    return pending.map((migration) => migration.name);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [advisoryLockKey]);
  }
}

/** The migrations still to apply; refuses a history that this checkout cannot continue. */
export function findPending(
  files: readonly MigrationFile[],
  history: readonly RecordedMigration[],
): MigrationFile[] {
  const byName = new Map(files.map((file) => [file.name, file]));
  for (const { name, finished, checksum } of history) {
    if (!finished) {
      throw new MigrationError(
        `Migration ${name} was started by another tool and never finished: repair the database, then run "prisma migrate resolve".`,
      );
    }
    const file = byName.get(name);
    if (file === undefined) {
      throw new MigrationError(
        `The database has migration ${name}, which this version of Purser does not know: start a newer version.`,
      );
    }
    if (file.checksum !== checksum) {
      throw new MigrationError(
        `Migration ${name} was changed after it was applied: restore the file, or use a fresh database.`,
      );
    }
  }
  const applied = new Set(history.map(({ name }) => name));
  return files.filter((file) => !applied.has(file.name));
}

async function apply(client: ClientBase, migration: MigrationFile): Promise<void> {
  const startedAt = new Date();
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await recordMigration(client, migration, startedAt);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new MigrationError(
      `Migration ${migration.name} failed and was rolled back: ${describe(error, migration.sql)}.`,
      { cause: error },
    );
  }
}

/** Adds the line of the SQL file to the server's message: the server counts characters. */
function describe(error: unknown, sql: string): string {
  if (!(error instanceof Error)) return String(error);
  if (!(error instanceof DatabaseError) || error.position === undefined) return error.message;
  const line = sql.slice(0, Number(error.position)).split('\n').length;
  return `${error.message} (line ${line})`;
}
