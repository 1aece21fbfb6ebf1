import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { openPool } from '../../src/adapters/postgres/pool.ts';
import { demoBearer } from '../../src/cli/demo-bearer.ts';
import { readConfig } from '../../src/config/config.ts';
import {
  databaseUrlOf,
  type Ground,
  newGround,
  postmasterOf,
  type StartedServer,
} from '../../src/local/testing/started-server.ts';
import { type OwnRedis, startOwnRedis } from '../../src/testing/own-redis.ts';

/** Whatever was harmed answers again within this, on a machine that is busy with other things. */
const recoveryMsMax = 90_000;
const pollMs = 50;
const requestMsMax = 20_000;

/** What a caller was told; null when nobody answered. */
export type Answer = { readonly status: number; readonly body: Record<string, unknown> } | null;

export type Asking = { readonly method?: string; readonly body?: unknown; readonly key?: string };

/** A server with its PostgreSQL and a Redis, all of which may be killed at any time. */
export type Stage = {
  readonly ask: (path: string, asking?: Asking) => Promise<Answer>;
  readonly redis: OwnRedis;
  /** What the present server has printed. */
  readonly output: () => string;
  readonly endServer: (signal: NodeJS.Signals) => Promise<void>;
  readonly startServer: () => Promise<void>;
  /** PostgreSQL's own process; undefined while it is away. */
  readonly postmaster: () => number | undefined;
  /** Throws with what is missing when the server is not ready again in time. */
  readonly untilReady: () => Promise<void>;
  /** Reads the database behind the server's back. */
  readonly read: <Row extends object>(sql: string) => Promise<readonly Row[]>;
  readonly pool: () => Pool;
  readonly flushRedis: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export async function openStage(): Promise<Stage> {
  const ground = newGround();
  const redis = await startOwnRedis(['--save', '', '--appendonly', 'no']);
  const env = { REDIS_URL: `redis://127.0.0.1:${redis.port}` };
  let server = await ground.start({ env });
  const bearer = await bearerOf(ground);
  let pool = poolOf(ground, server);
  const startServer = async () => {
    server = await ground.start({ env });
    await pool.end();
    pool = poolOf(ground, server);
  };
  const ask = (path: string, asking?: Asking) => askServer(server.url, bearer, path, asking);
  return {
    ask,
    redis,
    output: () => server.output(),
    startServer,
    endServer: async (signal) => {
      await server.end(signal);
    },
    postmaster: () => postmasterOf(ground),
    untilReady: () => untilReady(ask, () => server.output()),
    read: async (sql) => (await pool.query(sql)).rows,
    pool: () => pool,
    flushRedis: async () => {
      const client = new Redis(redis.port);
      await client.flushall().finally(() => client.disconnect());
    },
    [Symbol.asyncDispose]: async () => {
      await pool.end();
      await ground[Symbol.asyncDispose]();
      await redis[Symbol.asyncDispose]();
    },
  };
}

/** Made from the secret in the data directory, so it is good for every server of it. */
function bearerOf({ dataDir }: Ground): Promise<string> {
  return demoBearer(readConfig({ PURSER_DATA_DIR: dataDir }), 'admin');
}

function poolOf(ground: Ground, server: StartedServer): Pool {
  return openPool({ url: databaseUrlOf(ground, server), connectionsMax: 2 });
}

async function askServer(
  url: string,
  bearer: string,
  path: string,
  { method = 'POST', body, key }: Asking = {},
): Promise<Answer> {
  try {
    const answer = await fetch(`${url}${path}`, {
      method,
      signal: AbortSignal.timeout(requestMsMax),
      headers: {
        authorization: `Bearer ${bearer}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  } catch {
    // Refused, cut off in the middle, or silent for too long: nobody was told anything.
    return null;
  }
}

async function untilReady(ask: Stage['ask'], output: () => string): Promise<void> {
  const deadline = performance.now() + recoveryMsMax;
  for (;;) {
    const answer = await ask('/health/ready', { method: 'GET' });
    if (answer?.status === 200) return;
    if (performance.now() > deadline) {
      const said = JSON.stringify(answer?.body ?? 'no answer');
      throw new Error(`Not ready within ${recoveryMsMax / 1_000} s: ${said}\n${output()}`);
    }
    await sleep(pollMs);
  }
}
