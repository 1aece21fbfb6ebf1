import { createHash, randomBytes } from 'node:crypto';
import { migrate } from '@purser/prisma/migrate';
import { readMigrationFiles } from '@purser/prisma/migration-files';
import { Client } from 'pg';

export type TestDatabase = {
  readonly url: string;
  readonly drop: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Any constant: test files of one run that need the template at the same time wait on it for the first to make it. */
const templateLockKey = 4_815_162_342;

/** What databases of a kind hold at first; written once, into the template they are copied from. */
export type TestContent = {
  /** In lower-case letters, digits and underscores; other content has another name. */
  readonly name: string;
  /** Closes every connection it opens. */
  readonly write: (url: string) => Promise<unknown>;
};

/**
 * A fresh database with every migration applied, copied from a template that is made once for a set of
 * migrations; with content, from one that holds it.
 */
export async function createTestDatabase(content?: TestContent): Promise<TestDatabase> {
  const key = content?.name ?? '';
  const made = templates.get(key) ?? ensureTemplate(content);
  templates.set(key, made);
  // Copied as files: that takes less than half the time of a copy through the log.
  return createDatabase(`TEMPLATE ${await made} STRATEGY FILE_COPY`);
}

/** Templates that this process has made or found. */
const templates = new Map<string, Promise<string>>();

/** A fresh database without a schema, for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return createDatabase('TEMPLATE template0');
}

async function createDatabase(options: string): Promise<TestDatabase> {
  const name = `purser_test_${randomBytes(8).toString('hex')}`;
  await asAdmin((admin) => admin.query(`CREATE DATABASE ${name} ${options}`));
  const drop = async () => {
    await asAdmin(async (admin) => {
      await untilLeft(admin, name);
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    });
  };
  return { url: databaseUrl(name), drop, [Symbol.asyncDispose]: drop };
}

/** Looks so often, a hundredth of a second apart. */
const looksMax = 100;

/**
 * Waits for connections that have said goodbye to be gone: one that is cut off while it leaves tells its client of
 * a fault that no test has. Whoever stays all the same is cut off.
 */
async function untilLeft(admin: Client, name: string): Promise<void> {
  for (let look = 0; look < looksMax; look += 1) {
    const { rowCount } = await admin.query(
      'SELECT pg_sleep(0.01) FROM pg_stat_activity WHERE datname = $1 LIMIT 1',
      [name],
    );
    if (rowCount === 0) return;
  }
}

/** Its name holds a digest of the migrations, so that a changed set gets a template of its own. */
async function ensureTemplate(content?: TestContent): Promise<string> {
  const checksums = (await readMigrationFiles()).map((file) => file.checksum).join();
  const digest = createHash('sha256').update(checksums).digest('hex').slice(0, 16);
  const migrated = `purser_template_${digest}`;
  return asAdmin(async (admin) => {
    await admin.query('SELECT pg_advisory_lock($1)', [templateLockKey]);
    await ensureMade(admin, migrated, 'template0', migrate);
    if (content === undefined) return migrated;
    // Content comes from code, which may have changed since an earlier run on the same server.
    const filled = `${migrated}_${runName()}_${content.name}`;
    await ensureMade(admin, filled, migrated, content.write);
    return filled;
  });
}

async function ensureMade(
  admin: Client,
  name: string,
  from: string,
  write: (url: string) => Promise<unknown>,
): Promise<void> {
  const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (rowCount !== 0) return;
  // Written under another name and renamed, so that a run that was killed leaves no half-made template.
  const partial = `${name}_p`;
  await admin.query(`DROP DATABASE IF EXISTS ${partial} WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${partial} TEMPLATE ${from}`);
  await write(databaseUrl(partial));
  await admin.query(`ALTER DATABASE ${partial} RENAME TO ${name}`);
}

/** Names this run of a suite. */
function runName(): string {
  return process.env.PURSER_TEST_RUN ?? String(process.pid);
}

/** The server that the test runner, or else the global setup of the suite, has started. */
function adminUrl(): string {
  const url = process.env.PURSER_TEST_DATABASE_URL;
  if (url === undefined) throw new Error('PURSER_TEST_DATABASE_URL is not set: run pnpm test.');
  return url;
}

function databaseUrl(name: string): string {
  const url = new URL(adminUrl());
  url.pathname = `/${name}`;
  return url.href;
}

async function asAdmin<T>(work: (admin: Client) => Promise<T>): Promise<T> {
  const admin = new Client({ connectionString: adminUrl() });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
