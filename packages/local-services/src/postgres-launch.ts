import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseError } from 'pg';
import { findFreePort } from './free-port.ts';
import { answersFrom, connectionUrl } from './postgres-connection.ts';
import type { PostgresDirectory } from './postgres-directory.ts';
import {
  endOrphans,
  findPostmaster,
  type Postmaster,
  type SpawnOptions,
  spawnPostmaster,
  stopPostmaster,
} from './postmaster.ts';
import { isRunning } from './process-identity.ts';
import { ServiceError } from './service-error.ts';

/** After a crash the server replays its log before it answers. */
const readyTimeoutMs = 300_000;

/** Another program may take a free port first, and the children of a killed server need a moment to end. */
const attemptsMax = 20;

/** A stranger on the port that was free a moment ago refuses the password too, until the server gives the port up. */
const strangerTimeoutMs = 10_000;

/** Children of a killed server are still at work. */
const sharedMemoryInUse = 'pre-existing shared memory';

export type LaunchOptions = Omit<SpawnOptions, 'port' | 'cluster' | 'logFile'> & {
  readonly directory: PostgresDirectory;
  readonly port: number | undefined;
};

/** Starts the server of a directory and waits until it answers as the one that was started. */
export async function launch(options: LaunchOptions): Promise<Postmaster> {
  const { directory } = options;
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await findFreePort());
    const { cluster, log } = directory;
    const pid = spawnPostmaster({ ...options, cluster, logFile: log, port });
    if (await isReady({ pid, port }, directory)) return { pid, port };
    const output = readFileSync(directory.log, 'utf8');
    if (attempt >= attemptsMax || !isPassing(output, options.port)) {
      throw explain(output, directory, options.port);
    }
    // One that a killed start launched at its very end may have written its lock file only now.
    const late = findPostmaster(cluster);
    if (late !== undefined) await stopPostmaster(late.pid);
    else if (output.includes(sharedMemoryInUse)) await endOrphans(cluster);
    await sleep(100);
  }
}

/** Resolves to false when the server ended instead of answering. */
async function isReady(server: Postmaster, directory: PostgresDirectory): Promise<boolean> {
  const password = readFileSync(directory.password, 'utf8');
  const url = connectionUrl({ port: server.port, password, database: 'postgres' });
  const startedAt = performance.now();
  const deadline = startedAt + readyTimeoutMs;
  while (isRunning(server.pid) && performance.now() < deadline) {
    try {
      if (await answersFrom(url, directory)) return true;
    } catch (error) {
      const isRefused = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
      const isStarting = error instanceof DatabaseError && error.code === '57P03';
      if (!isRefused && !isStarting && !isRunning(server.pid)) return false;
      if (isWrongPassword(error) && performance.now() > startedAt + strangerTimeoutMs) {
        await stopPostmaster(server.pid);
        throw new ServiceError(
          `The database in ${directory.root} does not take the password in ${directory.password}: restore that file.`,
          { cause: error },
        );
      }
    }
    await sleep(15);
  }
  return false;
}

function isWrongPassword(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === '28P01';
}

function isPassing(output: string, fixedPort: number | undefined): boolean {
  const isPortTaken = output.includes('could not bind');
  const isOfKilledStart = [sharedMemoryInUse, 'lock file "postmaster.pid"'].some((text) =>
    output.includes(text),
  );
  return isOfKilledStart || (isPortTaken && fixedPort === undefined);
}

function explain(output: string, directory: PostgresDirectory, port: number | undefined) {
  if (output.includes('could not bind')) {
    return new ServiceError(`Port ${port} is taken: choose another port for PostgreSQL.`);
  }
  if (output.includes('lock file "postmaster.pid" already exists')) {
    return new ServiceError(
      `The data directory ${directory.root} is locked by another PostgreSQL: stop it first.`,
    );
  }
  const reason = output.match(/(?:FATAL|PANIC): {2}(.*)/)?.[1] ?? 'it ended without a message';
  return new ServiceError(`PostgreSQL did not start: ${reason} (see ${directory.log}).`);
}
