import { startEmbeddedPostgres } from '@purser/local-services/embedded-postgres';
import { withConnection } from '@purser/local-services/postgres-connection';
import { isRunning } from '@purser/local-services/process-identity';
import { migrate } from '@purser/prisma/migrate';
import type { Config } from '../config/config.ts';
import { maskSecret } from '../config/mask.ts';
import type { DataDirectory } from './data-directory.ts';
import { LocalError } from './local-error.ts';
import type { Progress } from './progress.ts';

/** The oldest major version whose SQL the migrations use. */
const oldestVersion = 15;

export type Database = {
  readonly url: string;
  /** What it is, for people. */
  readonly name: string;
  readonly isEmbedded: boolean;
  readonly stop: () => Promise<void>;
};

/** Opens the database of an instance: the operator's own, or the embedded one, started for it. */
export async function openDatabase(
  config: Config,
  directory: DataDirectory,
  progress: Progress,
): Promise<Database> {
  if (config.databaseUrl === undefined) return startEmbedded(directory, progress);
  const url = config.databaseUrl;
  const version = await progress.step('Connecting to PostgreSQL', () => readVersion(url));
  const name = `PostgreSQL ${version} at ${new URL(url).host}`;
  return { url, name, isEmbedded: false, stop: async () => {} };
}

/** Brings the database to the schema of this checkout. Callers at the same time wait for each other. */
export async function migrateDatabase(url: string, progress: Progress): Promise<string[]> {
  return progress.step('Migrating the database', () => migrate(url));
}

async function startEmbedded(directory: DataDirectory, progress: Progress): Promise<Database> {
  const start = (port?: number) =>
    startEmbeddedPostgres({
      dataDir: directory.postgres,
      database: 'purser',
      log: progress.note,
      ...(port === undefined ? {} : { port }),
    });
  let server = await progress.step('Starting PostgreSQL', () => start());
  const stopWatching = watch(
    () => server.pid,
    async () => {
      progress.note('PostgreSQL ended unexpectedly: starting it again.');
      server = await start(server.port);
    },
    progress,
  );
  const stop = async () => {
    await stopWatching();
    await server.stop();
  };
  return { url: server.url, name: `embedded, port ${server.port}`, isEmbedded: true, stop };
}

/** A killed server is noticed within this. */
const watchIntervalMs = 1_000;

/** Looks after a server that may be killed; the answer ends it and waits for a revival under way. */
function watch(pid: () => number, revive: () => Promise<void>, progress: Progress) {
  let reviving: Promise<void> | undefined;
  const timer = setInterval(() => {
    if (reviving !== undefined || isRunning(pid())) return;
    reviving = revive()
      .catch((error: unknown) => progress.note(`PostgreSQL did not start again: ${String(error)}`))
      .finally(() => {
        reviving = undefined;
      });
  }, watchIntervalMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await reviving;
  };
}

async function readVersion(url: string): Promise<string> {
  const version = await withConnection(url, async (client) => {
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return rows[0]?.server_version ?? '';
  }).catch((cause: Error) => {
    const reason = cause.message || ('code' in cause ? String(cause.code) : cause.name);
    throw new LocalError(
      `PostgreSQL at ${maskSecret(url)} cannot be used (${reason}): start it, or correct DATABASE_URL.`,
      { cause },
    );
  });
  const major = Number.parseInt(version, 10);
  if (major >= oldestVersion) return version.split(' ')[0] ?? version;
  throw new LocalError(
    `PostgreSQL at ${maskSecret(url)} is version ${version}: Purser needs ${oldestVersion} or newer.`,
  );
}
