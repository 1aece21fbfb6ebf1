import { readFileSync, rmSync } from 'node:fs';
import { serverAccount } from './postgres-account.ts';
import { locateBinaries } from './postgres-binaries.ts';
import { connectionUrl, ensureDatabase } from './postgres-connection.ts';
import { ensureCluster, type PostgresDirectory, postgresDirectory } from './postgres-directory.ts';
import { launch } from './postgres-launch.ts';
import { claimDirectory, releaseDirectory } from './postgres-owner.ts';
import { reachableRoot } from './postgres-root.ts';
import { findPostmaster, stopPostmaster } from './postmaster.ts';

export type EmbeddedPostgresOptions = {
  /** The folder for everything of this server; made when missing. */
  readonly dataDir: string;
  /** Without it any free port is taken. */
  readonly port?: number;
  /** Created when missing; the URL points at it. */
  readonly database?: string;
  /** Further server settings. */
  readonly settings?: Readonly<Record<string, string>>;
  /** `false` gives up durability for speed: for tests that do not ask for it. */
  readonly durable?: boolean;
  readonly log?: (line: string) => void;
};

export type EmbeddedPostgres = {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Where the data lies: not the folder asked for when the server's account cannot reach that one. */
  readonly dataDir: string;
  /** Stops the server; everything committed is on disk afterwards. */
  readonly stop: () => Promise<void>;
};

const withoutDurability = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Starts PostgreSQL on a data directory of its own. A server left there by a killed process is stopped first. Throws a
 * ServiceError with one sentence when it cannot.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { log = () => {}, durable = true, database = 'postgres' } = options;
  const account = serverAccount(log);
  const directory = postgresDirectory(reachableRoot(options.dataDir, account, log));
  claimDirectory(directory);
  try {
    const binaries = locateBinaries(account);
    await stopOrphan(directory, log);
    await ensureCluster({ directory, binaries, account, durable, log });
    const server = await launch({
      directory,
      executable: binaries.postgres,
      account,
      port: options.port,
      settings: {
        listen_addresses: '127.0.0.1',
        unix_socket_directories: '',
        timezone: 'UTC',
        ...(durable ? {} : withoutDurability),
        ...options.settings,
      },
    });
    const password = readFileSync(directory.password, 'utf8');
    const target = { port: server.port, password, database };
    if (database !== 'postgres') {
      await ensureDatabase(connectionUrl({ ...target, database: 'postgres' }), database);
    }
    const stop = async () => {
      await stopPostmaster(server.pid);
      releaseDirectory(directory);
    };
    return { url: connectionUrl(target), ...server, dataDir: directory.root, stop };
  } catch (error) {
    releaseDirectory(directory);
    throw error;
  }
}

/** Stops the server of a data directory whoever started it; answers whether one ran. */
export async function stopEmbeddedPostgres(dataDir: string): Promise<boolean> {
  const { cluster } = directoryFor(dataDir);
  const server = findPostmaster(cluster);
  if (server !== undefined) await stopPostmaster(server.pid);
  return server !== undefined;
}

/** Stops the server of a data directory and deletes the data: for `reset` and for tests. */
export async function removeEmbeddedPostgres(dataDir: string): Promise<void> {
  await stopEmbeddedPostgres(dataDir);
  rmSync(directoryFor(dataDir).root, { recursive: true, force: true });
}

function directoryFor(dataDir: string): PostgresDirectory {
  return postgresDirectory(
    reachableRoot(
      dataDir,
      serverAccount(() => {}),
    ),
  );
}

async function stopOrphan(directory: PostgresDirectory, log: (line: string) => void) {
  const orphan = findPostmaster(directory.cluster);
  if (orphan === undefined) return;
  log(`Stopping the PostgreSQL (process ${orphan.pid}) that a killed Purser left running.`);
  await stopPostmaster(orphan.pid);
}
