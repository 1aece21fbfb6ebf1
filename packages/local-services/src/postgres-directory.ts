import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { ServerAccount } from './postgres-account.ts';
import { type PostgresBinaries, postgresMajorVersion } from './postgres-binaries.ts';
import { ServiceError } from './service-error.ts';

/** Where everything of one embedded server lies. */
export type PostgresDirectory = {
  readonly root: string;
  /** What PostgreSQL calls its data directory. */
  readonly cluster: string;
  readonly log: string;
  readonly owner: string;
  readonly password: string;
};

/** Names the parts of a data directory without touching the disk. */
export function postgresDirectory(root: string): PostgresDirectory {
  return {
    root,
    cluster: join(root, 'cluster'),
    log: join(root, 'postgres.log'),
    owner: join(root, 'owner.json'),
    password: join(root, 'password'),
  };
}

export type InitialiseOptions = {
  readonly directory: PostgresDirectory;
  readonly binaries: PostgresBinaries;
  readonly account: ServerAccount;
  readonly durable: boolean;
  readonly log: (line: string) => void;
};

/**
 * Makes the cluster unless it is there. It is made in a draft of its own and renamed into place when it is whole: the
 * initdb of a killed start goes on writing for a moment, and what it writes must never meet the cluster of the next one.
 */
export async function ensureCluster(options: InitialiseOptions): Promise<void> {
  const { directory, log } = options;
  mkdirSync(directory.root, { recursive: true });
  removeDrafts(directory, log);
  if (holdsCluster(directory)) return;
  log(`Creating the database in ${directory.root}.`);
  ensurePassword(options);
  const draft = `${draftOf(directory)}${process.pid}`;
  await initialise(options, draft);
  rmSync(directory.cluster, { recursive: true, force: true });
  renameSync(draft, directory.cluster);
  flushFolder(directory.root);
}

function draftOf({ cluster }: PostgresDirectory): string {
  return `${cluster}.draft-`;
}

/** What cannot be removed yet, because a dying initdb still writes to it, is left for the next start. */
function removeDrafts(directory: PostgresDirectory, log: (line: string) => void): void {
  const prefix = basename(draftOf(directory));
  for (const name of readdirSync(directory.root).filter((name) => name.startsWith(prefix))) {
    log('An earlier start was killed before its database was made: making it again.');
    try {
      rmSync(join(directory.root, name), { recursive: true, force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOTEMPTY')) throw error;
    }
  }
}

/** Whether the directory holds a cluster of the right version; refuses anything else that lies there. */
function holdsCluster({ cluster }: PostgresDirectory): boolean {
  if (!existsSync(cluster) || readdirSync(cluster).length === 0) return false;
  const versionFile = join(cluster, 'PG_VERSION');
  if (!existsSync(versionFile)) {
    throw new ServiceError(`${cluster} is not a PostgreSQL data directory: move it away.`);
  }
  const version = readFileSync(versionFile, 'utf8').trim();
  if (version !== postgresMajorVersion) {
    throw new ServiceError(
      `${cluster} was written by PostgreSQL ${version}, this Purser brings ${postgresMajorVersion}: restore a dump into a new directory, or set DATABASE_URL to a server of that version.`,
    );
  }
  return true;
}

/** One password for all attempts, there whole or not at all. */
function ensurePassword({ directory, account }: InitialiseOptions): void {
  if (existsSync(directory.password)) return;
  const partial = `${directory.password}.${process.pid}`;
  writeFileSync(partial, randomBytes(24).toString('base64url'), { mode: 0o600, flush: true });
  if (account !== undefined) chownSync(partial, account.uid, account.gid);
  renameSync(partial, directory.password);
}

async function initialise(
  { directory, binaries, account, durable }: InitialiseOptions,
  draft: string,
): Promise<void> {
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  if (account !== undefined) chownSync(draft, account.uid, account.gid);
  const flags = [
    `--pgdata=${draft}`,
    '--username=postgres',
    `--pwfile=${directory.password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(durable ? [] : ['--no-sync']),
  ];
  await promisify(execFile)(binaries.initdb, flags, { ...account, cwd: '/' });
}

/** The new name goes to disk at once: a cluster under no name would cost the data after a power cut. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
