import { once } from 'node:events';
import { createTestRedis, type TestRedis } from '@purser/dev-tools/testing/test-redis';
import type { AdmitAnswer, TurnOutcome } from '@purser/schema/contract/turn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectRedis, type RedisClient } from '../../adapters/redis/redis-client.ts';
import { redisCounters } from '../../adapters/redis/redis-counters.ts';
import type { Counters } from '../../ports/counters.ts';
import { brokenInvariants } from '../../testing/check-books.ts';
import { type TurnWorld, turnWorld } from '../../testing/turn-world.ts';
import { admitTurn } from './admit-turn.ts';
import { releaseTurn } from './close-turn.ts';
import { settleTurn } from './settle-turn.ts';
import type { TurnDeps } from './turn-deps.ts';

let redis: TestRedis;
let control: RedisClient;
const clients: RedisClient[] = [];

beforeAll(async () => {
  redis = await createTestRedis();
  control = await connected();
});

afterAll(async () => {
  for (const client of clients) client.disconnect();
  await redis[Symbol.asyncDispose]();
});

async function freshWorld(requestsPerDay: bigint): Promise<TurnWorld> {
  const counters = await newCounters();
  await control.flushdb();
  return turnWorld({ limits: { requestsPerDay }, counters });
}

async function newCounters(): Promise<Counters> {
  return redisCounters(await connected());
}

async function connected(): Promise<RedisClient> {
  const client = connectRedis(redis.url);
  clients.push(client);
  await once(client, 'ready');
  return client;
}

function admit(
  world: TurnWorld,
  deps: TurnDeps,
  turnId: string,
): Promise<TurnOutcome<AdmitAnswer>> {
  return admitTurn(deps, world.ctx, { userId: 'u1', turnId, estimateTokens: 1_000n });
}

function admittedOf(answers: readonly TurnOutcome<AdmitAnswer>[]): number {
  return answers.filter((answer) => answer.ok && answer.value.decision === 'admitted').length;
}

describe('turns of several processes over one Redis', () => {
  it('four processes admit exactly 100 of 300 parallel turns at a limit of 100', async () => {
    await using world = await freshWorld(100n);
    const others = await Promise.all([1, 2, 3].map(async () => world.another(await newCounters())));
    const processes = [world.deps, ...others];
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        admit(world, processes[index % 4] ?? world.deps, `p${index}`),
      ),
    );
    expect(admittedOf(answers)).toBe(100);
    const { rows } = await world.pool.query('SELECT count(*)::integer AS turns FROM turn');
    expect(rows).toEqual([{ turns: 100 }]);
  });

  it('a flush in the middle of 300 parallel admissions resets no limit', async () => {
    await using world = await freshWorld(100n);
    const other = await world.another(await newCounters());
    const running = Array.from({ length: 300 }, async (_, index) => {
      // Admissions start in waves, and the flushes fall between and inside them.
      for (let wave = 0; wave < index % 10; wave += 1) await world.pool.query('SELECT 1');
      if (index % 97 === 50) await control.flushdb();
      return admit(world, index % 2 === 0 ? world.deps : other, `f${index}`);
    });
    expect(admittedOf(await Promise.all(running))).toBe(100);
  });

  it('what was decided before a flush is not admitted after it, when another turn has taken its place', async () => {
    await using world = await freshWorld(1n);
    const other = await world.another(await newCounters());
    const decided = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const slow: TurnDeps = {
      ...world.deps,
      ledger: {
        close: () => world.deps.ledger.close(),
        submit: async (scope, item) => {
          decided.resolve();
          await goOn.promise;
          return world.deps.ledger.submit(scope, item);
        },
      },
    };
    const first = admit(world, slow, 'first');
    await decided.promise;
    await control.flushdb();
    expect(admittedOf([await admit(world, other, 'second')])).toBe(1);
    goOn.resolve();
    expect(admittedOf([await first])).toBe(0);
  });

  it('a turn settled by one process is counted at once for the next admission of another', async () => {
    await using world = await freshWorld(2n);
    const other = await world.another(await newCounters());
    expect(admittedOf([await admit(world, world.deps, 'a')])).toBe(1);
    await settleTurn(world.deps, world.ctx, { turnId: 'a', costMicroUsd: 15_000n });
    const second = await admit(world, other, 'b');
    expect(second).toMatchObject({ value: { limits: [{ used: 1n, held: 1n, remaining: 0n }] } });
    expect(await releaseTurn(world.deps, world.ctx, { turnId: 'b' })).toMatchObject({ ok: true });
    expect(admittedOf([await admit(world, other, 'c')])).toBe(1);
    expect(await brokenInvariants(world.pool)).toEqual([]);
  });

  it('an epoch that PostgreSQL began and nobody told Redis of is followed by another one', async () => {
    await using world = await freshWorld(3n);
    const other = await world.another(await newCounters());
    expect(admittedOf([await admit(world, world.deps, 'a')])).toBe(1);
    // A second process found Redis without an epoch as well, and died between the two.
    await world.pool.query('SELECT purser_begin_epoch(1, 1)');
    const answers = await Promise.all([
      admit(world, world.deps, 'b'),
      admit(world, other, 'c'),
      admit(world, other, 'd'),
    ]);
    expect(answers.filter(({ ok }) => !ok)).toEqual([]);
    expect(admittedOf(answers)).toBe(2);
    const { rows } = await world.pool.query('SELECT count(*)::integer AS turns FROM turn');
    expect(rows).toEqual([{ turns: 3 }]);
  });

  it('a settlement succeeds while Redis is away, and is counted when it is back', async () => {
    await using world = await freshWorld(2n);
    await admit(world, world.deps, 'a');
    clients.at(-1)?.disconnect();
    const settled = await settleTurn(world.deps, world.ctx, { turnId: 'a', costMicroUsd: 15_000n });
    expect(settled).toMatchObject({ ok: true });
    const other = await world.another(await newCounters());
    const next = await admit(world, other, 'b');
    const limits = next.ok ? next.value.limits : [];
    expect(limits[0]?.used ?? 0n).toBeLessThanOrEqual(1n);
    expect((limits[0]?.used ?? 0n) + (limits[0]?.held ?? 0n)).toBe(2n);
  });
});
