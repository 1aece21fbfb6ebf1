import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { findOnPath } from './find-program.ts';
import { findFreePort } from './free-port.ts';
import { waitForExit } from './process-identity.ts';
import { installWithApt } from './run-apt.ts';
import { ServiceError } from './service-error.ts';

export type RedisServer = {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly stop: () => Promise<void>;
};

export type RedisOptions = {
  /** Without it any free port is taken. */
  readonly port?: number;
  readonly log?: (line: string) => void;
};

const programs = ['redis-server', 'valkey-server'] as const;
const remedy =
  'Redis is missing: install redis-server or valkey-server (Debian: apt install redis-server, macOS: brew install redis), or set REDIS_URL.';
const readyTimeoutMs = 10_000;

/** The Redis that the environment names, or else a server of this machine, installed when it may be. */
export async function ensureRedis(
  options: RedisOptions = {},
): Promise<Pick<RedisServer, 'url' | 'stop'> & Partial<RedisServer>> {
  const url = process.env.REDIS_URL;
  if (url !== undefined && url !== '') return { url, stop: async () => {} };
  return startRedis(options);
}

/** Starts a Redis that keeps nothing on disk. */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const program = await findOrInstall(options.log ?? (() => {}));
  const port = options.port ?? (await findFreePort());
  const listen = ['--port', String(port), '--bind', '127.0.0.1'];
  const memoryOnly = ['--save', '', '--appendonly', 'no', '--databases', '4096'];
  const server = spawn(program, [...listen, ...memoryOnly], { stdio: 'ignore', cwd: '/' });
  server.on('error', () => {});
  server.unref();
  const pid = server.pid ?? 0;
  const deadline = performance.now() + readyTimeoutMs;
  while (!(await answersPing(port))) {
    if (server.exitCode !== null || performance.now() > deadline) {
      throw new ServiceError(`${program} did not start on port ${port}.`);
    }
    await sleep(10);
  }
  const stop = async () => {
    server.kill('SIGTERM');
    await waitForExit(pid, readyTimeoutMs);
  };
  return { url: `redis://127.0.0.1:${port}`, port, pid, stop };
}

/** Looks for a program without installing one. */
export function findRedis(): string | undefined {
  return findOnPath(programs);
}

async function findOrInstall(log: (line: string) => void): Promise<string> {
  const found = findRedis();
  if (found !== undefined) return found;
  await installWithApt({ packageName: 'redis-server', remedy, log });
  const installed = findRedis();
  if (installed === undefined) throw new ServiceError(remedy);
  return installed;
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write('PING\r\n'));
    socket.once('data', (reply) => {
      socket.destroy();
      resolve(reply.toString().startsWith('+PONG'));
    });
    socket.once('error', () => resolve(false));
  });
}
