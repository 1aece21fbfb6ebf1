import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis } from '@purser/local-services/redis';
import type { BenchmarkOptions } from '../benchmark.ts';
import { type BenchmarkResult, exactly, type Line } from '../benchmark.ts';
import { startBenchPostgres } from '../services/bench-postgres.ts';
import { type PurserProcess, post as send, startPurser } from './purser-process.ts';

const processes = 4;
const limit = 100;

/** P14: parallel admissions over four server processes against exactly 100 units, with nothing and with everything loaded. */
export async function runExactnessBenchmark({ log }: BenchmarkOptions): Promise<BenchmarkResult> {
  await using postgres = await startBenchPostgres(log);
  const redis = await startRedis();
  const dataDir = mkdtempSync(join(tmpdir(), 'purser-bench-'));
  const servers: PurserProcess[] = [];
  try {
    const env = {
      PURSER_DATA_DIR: dataDir,
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      PURSER_SECRET: 'a secret of the benchmark alone, long enough to be one',
    };
    // The first one seeds; the others find everything there.
    for (let index = 0; index < processes; index += 1) servers.push(await startPurser(env));
    const token = (await servers[0]?.token()) ?? '';
    const post = poster(servers, token);
    await post(0, '/api/v1/admin/control-plane/app-budget/topup', { usd_amount: 1000 });
    const policy = {
      plan_id: 'free',
      requests_per_day: limit,
      max_concurrent: null,
      tokens_per_hour: null,
    };
    await post(0, '/api/v1/admin/control-plane/policies/quota', {
      ...policy,
      tokens_per_day: null,
      tokens_per_month: null,
    });
    await inForceEverywhere(post);
    const lines: Line[] = [];
    for (const asked of [300, 3_000]) {
      for (const state of ['cold', 'warm'] as const) {
        const userId = `exact-${asked}-${state}`;
        // Warm: every process knows the user and the counters hold them.
        if (state === 'warm')
          await Promise.all(servers.map((_, index) => admit(post, index, userId, `warm-${index}`)));
        const answers = await Promise.all(
          Array.from({ length: asked }, (_, index) => admit(post, index, userId, `turn-${index}`)),
        );
        const before = state === 'warm' ? processes : 0;
        lines.push({
          id: 'P14',
          what: `${asked} parallel admissions, ${state}`,
          measured: before + answers.filter(Boolean).length,
          must: exactly(limit, ''),
          aim: null,
          detail: `${processes} server processes, one PostgreSQL, one Redis`,
        });
      }
    }
    return { lines, raw: lines };
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await redis.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

type Post = (server: number, path: string, body: unknown) => Promise<Record<string, unknown>>;

function poster(servers: readonly PurserProcess[], token: string): Post {
  return (server, path, body) =>
    send(`${servers[server % servers.length]?.url}${path}`, token, body);
}

async function admit(post: Post, server: number, userId: string, turn: string): Promise<boolean> {
  const { decision } = await post(server, '/api/v1/turns', {
    turn_id: `${userId}-${turn}`,
    user_id: userId,
    estimate_tokens: 10,
  });
  return decision === 'admitted';
}

/** Each process follows a change of policy by itself, within a second: asked until all of them do. */
async function inForceEverywhere(post: Post): Promise<void> {
  for (let server = 0; server < processes; server += 1) {
    for (;;) {
      const { limits } = await post(server, '/api/v1/turns:check', {
        turn_id: 'probe',
        user_id: 'probe',
      });
      const allowed = (limits as { limit: string; allowed: number }[]).map((line) => [
        line.limit,
        line.allowed,
      ]);
      if (
        JSON.stringify(allowed) ===
        JSON.stringify([
          ['requests_per_day', limit],
          ['requests_per_month', 30_000],
        ])
      )
        break;
    }
  }
}
