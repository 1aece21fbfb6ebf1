import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOnPath } from '@purser/local-services/find-program';
import { findFreePort } from '@purser/local-services/free-port';

/** A Redis server of one test's own, with the test's own settings, that may be killed. */
export type OwnRedis = {
  readonly port: number;
  /** Ends it as a crash does. */
  readonly kill: () => Promise<void>;
  /** Stops or continues it where it stands, or asks it to end. */
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Starts it again with the same port and the same files. */
  readonly start: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export async function startOwnRedis(settings: readonly string[]): Promise<OwnRedis> {
  const program = findOnPath(['redis-server', 'valkey-server']);
  if (program === undefined) throw new Error('redis-server or valkey-server is not on the path.');
  const folder = mkdtempSync(join(tmpdir(), 'purser-redis-'));
  const port = await findFreePort();
  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  let server: ChildProcess | undefined;
  const start = async () => {
    const started = spawn(program, [...place, ...settings], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    server = started;
    for await (const line of started.stdout) if (/Ready to accept/.test(String(line))) break;
    // What is written later is not read.
    started.stdout.resume();
  };
  const kill = async () => {
    if (server === undefined || server.exitCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
    server = undefined;
  };
  await start();
  return {
    port,
    kill,
    signal: (signal) => void server?.kill(signal),
    start,
    [Symbol.asyncDispose]: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
