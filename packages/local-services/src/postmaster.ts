import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ServerAccount } from './postgres-account.ts';
import { commandLineOf, isRunning, processesIn, waitForExit } from './process-identity.ts';

/** A lock file is empty for the moment in which its server writes it. */
const writingMs = 1_000;

/** A running server as its lock file describes it. */
export type Postmaster = { readonly pid: number; readonly port: number };

/** A fast stop writes a checkpoint, which takes long only with a large cache. */
const fastStopTimeoutMs = 30_000;

/** A child that is told to quit at once does so unless it waits for the disk. */
const orphanTimeoutMs = 2_000;

/**
 * Finds the server that runs on a cluster. A lock file left by a killed one is removed: after a restart of the machine
 * its process id may belong to an innocent process, at which PostgreSQL itself would refuse to start.
 */
export function findPostmaster(cluster: string): Postmaster | undefined {
  const lockFile = join(cluster, 'postmaster.pid');
  if (!existsSync(lockFile)) return undefined;
  const [pidLine, , , portLine] = readFileSync(lockFile, 'utf8').split('\n');
  const pid = Number(pidLine);
  if (pid === 0 && Date.now() - statSync(lockFile).mtimeMs < writingMs) return undefined;
  if (pid > 0 && isRunning(pid) && commandLineOf(pid).includes(cluster)) {
    return { pid, port: Number(portLine) };
  }
  rmSync(lockFile);
  return undefined;
}

export type SpawnOptions = {
  readonly executable: string;
  readonly cluster: string;
  readonly logFile: string;
  readonly port: number;
  readonly account: ServerAccount;
  readonly settings: Readonly<Record<string, string>>;
};

/**
 * Starts a server in a session of its own, so that Ctrl-C reaches only this process, which then stops it in order.
 */
export function spawnPostmaster(options: SpawnOptions): number {
  const log = openSync(options.logFile, 'w');
  const settings = Object.entries(options.settings).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const server = spawn(
    options.executable,
    ['-D', options.cluster, '-p', String(options.port), ...settings],
    { ...options.account, cwd: '/', detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  server.on('error', () => {});
  server.unref();
  return server.pid ?? 0;
}

/** Stops a server by its process id: open transactions are rolled back, then everything is on disk. */
export async function stopPostmaster(pid: number): Promise<void> {
  if (!signal(pid, 'SIGINT')) return;
  if (await waitForExit(pid, fastStopTimeoutMs)) return;
  signal(pid, 'SIGQUIT');
  await waitForExit(pid, fastStopTimeoutMs);
}

/**
 * Ends the children of a killed server: one that computes does not notice that its server is gone, and as long as it
 * lives no other server may start. What they had not committed is lost with their server already.
 */
export async function endOrphans(cluster: string): Promise<void> {
  const directory = realpathSync(cluster);
  const orphans = processesIn(directory).filter((pid) =>
    commandLineOf(pid).startsWith('postgres:'),
  );
  for (const pid of orphans) signal(pid, 'SIGQUIT');
  for (const pid of orphans) {
    if (!(await waitForExit(pid, orphanTimeoutMs))) signal(pid, 'SIGKILL');
  }
}

function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
