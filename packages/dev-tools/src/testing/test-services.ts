import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from '@purser/local-services/embedded-postgres';
import {
  identifyProcess,
  isSameProcessRunning,
  type ProcessIdentity,
} from '@purser/local-services/process-identity';
import { ensureRedis } from '@purser/local-services/redis';

export type TestServices = {
  /** The variables by which the suites find the services. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
};

export type TestServicesOptions = {
  readonly withRedis: boolean;
  readonly log?: (line: string) => void;
};

const testFolder = resolve(import.meta.dirname, '../../../../.purser/test');

/** A process of a test run, kept on disk so that a later run can end it after a kill. */
type RunRecord = { readonly runner: ProcessIdentity; readonly redis?: ProcessIdentity };

/** Starts one PostgreSQL and one Redis for all suites of a run; `PURSER_TEST_*` of the environment take their place. */
export async function startTestServices(options: TestServicesOptions): Promise<TestServices> {
  if (isEverythingGiven(options)) return { environment: {}, stop: async () => {} };
  await sweepKilledRuns();
  const folder = join(testFolder, `${process.pid}-${randomBytes(4).toString('hex')}`);
  mkdirSync(folder, { recursive: true });
  const runner = identifyProcess(process.pid);
  writeRecord(folder, { runner });
  const postgres = await startTestPostgres(folder, options.log);
  const redis = options.withRedis ? await startTestRedis(options.log) : undefined;
  if (redis?.pid !== undefined) writeRecord(folder, { runner, redis: identifyProcess(redis.pid) });
  const stop = async () => {
    await Promise.all([redis?.stop(), removeEmbeddedPostgres(join(folder, 'postgres'))]);
    rmSync(folder, { recursive: true, force: true });
  };
  const redisUrl = redis === undefined ? {} : { PURSER_TEST_REDIS_URL: redis.url };
  return { environment: { PURSER_TEST_DATABASE_URL: postgres, ...redisUrl }, stop };
}

/** A suite inside a whole run finds the servers of that run. */
function isEverythingGiven({ withRedis }: TestServicesOptions): boolean {
  const { PURSER_TEST_DATABASE_URL: postgres, PURSER_TEST_REDIS_URL: redis } = process.env;
  return postgres !== undefined && (redis !== undefined || !withRedis);
}

async function startTestPostgres(folder: string, log?: (line: string) => void): Promise<string> {
  const given = process.env.PURSER_TEST_DATABASE_URL;
  if (given !== undefined) return given;
  const { url } = await startEmbeddedPostgres({
    dataDir: join(folder, 'postgres'),
    durable: false,
    settings: {
      max_connections: '300',
      shared_buffers: '256MB',
      max_wal_size: '4GB',
      // Most of the log would be copies of templates.
      wal_level: 'minimal',
      max_wal_senders: '0',
    },
    ...(log === undefined ? {} : { log }),
  });
  return url;
}

async function startTestRedis(log?: (line: string) => void) {
  const given = process.env.PURSER_TEST_REDIS_URL;
  if (given !== undefined) return { url: given, pid: undefined, stop: async () => {} };
  return ensureRedis(log === undefined ? {} : { log });
}

/** A run that was killed leaves its servers running and its folder behind. */
async function sweepKilledRuns(): Promise<void> {
  mkdirSync(testFolder, { recursive: true });
  for (const name of readdirSync(testFolder)) {
    const folder = join(testFolder, name);
    const record = readRecord(folder);
    if (record === undefined || isSameProcessRunning(record.runner)) continue;
    if (record.redis !== undefined && isSameProcessRunning(record.redis)) {
      process.kill(record.redis.pid, 'SIGTERM');
    }
    await removeEmbeddedPostgres(join(folder, 'postgres'));
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeRecord(folder: string, record: RunRecord): void {
  writeFileSync(join(folder, 'run.json'), JSON.stringify(record));
}

function readRecord(folder: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
  } catch {
    return undefined;
  }
}
