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
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
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
 * Makes the cluster unless it is there. A marker stands while it is being made, so that one left half-written by a kill
 * is recognised and made again; without the marker nothing is ever deleted.
 */
export async function ensureCluster(options: InitialiseOptions): Promise<void> {
  const { directory, log } = options;
  const marker = join(directory.root, 'initialising');
  if (existsSync(marker)) {
    log('The data directory was left half-written: making it again.');
    rmSync(directory.cluster, { recursive: true, force: true });
  }
  if (holdsCluster(directory)) return;
  log(`Creating the database in ${directory.root}.`);
  mkdirSync(directory.root, { recursive: true });
  writeFileSync(marker, '');
  await initialise(options);
  rmSync(marker);
  flushFolder(directory.root);
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

async function initialise({ directory, binaries, account, durable }: InitialiseOptions) {
  mkdirSync(directory.cluster, { recursive: true, mode: 0o700 });
  if (account !== undefined) chownSync(directory.cluster, account.uid, account.gid);
  const password = randomBytes(24).toString('base64url');
  writeFileSync(directory.password, password, { mode: 0o600 });
  if (account !== undefined) chownSync(directory.password, account.uid, account.gid);
  const flags = [
    `--pgdata=${directory.cluster}`,
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

/** A removed marker that came back after a power cut would cost the data: its removal goes to disk at once. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
