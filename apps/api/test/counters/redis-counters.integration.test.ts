import { createTestRedis } from '@purser/dev-tools/testing/test-redis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectRedis, type RedisClient } from '../../src/adapters/redis/redis-client.ts';
import { redisCounters } from '../../src/adapters/redis/redis-counters.ts';
import type { Counters } from '../../src/ports/counters.ts';
import { begun, decided, question, scope, seen } from './contract-fixture.ts';
import { describeCounters } from './counters-contract.ts';

let redis: Awaited<ReturnType<typeof createTestRedis>>;
let client: RedisClient;
let counters: Counters;

beforeAll(async () => {
  redis = await createTestRedis();
  client = connectRedis(redis.url);
  counters = redisCounters(client);
  // The first operation waits for the connection.
  await counters.begin({ tenantId: 0, projectId: 0 }, '1');
});

afterAll(async () => {
  client.disconnect();
  await redis[Symbol.asyncDispose]();
});

async function open(): Promise<Counters> {
  await client.flushdb();
  return counters;
}

describeCounters('Redis counters', open);

test('a denial, a dry run and a question that has to load write nothing', async () => {
  await begun(await open());
  await decided(counters, question('t', { requestsPerDay: 1, providerMicroUsd: 5 }));
  const before = await everything();
  const limits = { requestsPerDay: 1, tokensPerHour: 1, providerMicroUsd: 5 };
  expect(await decided(counters, question('u', limits))).toMatchObject({ denied: true });
  await seen(counters);
  await counters.decide(scope, question('u', { concurrent: 1 }, { userId: 'unknown' }));
  expect(await everything()).toEqual(before);
});

test('the keys of a project share one hash slot, and users are cleaned up some time', async () => {
  await begun(await open());
  await decided(counters, question('t', { providerMicroUsd: 5 }));
  const keys = await client.keys('*');
  expect(keys.sort()).toEqual(['{p:1:2}:1', '{p:1:2}:1:u:user', '{p:1:2}:1:x']);
  expect(await client.ttl('{p:1:2}:1:u:user')).toBeGreaterThan(86_400);
  expect(await client.ttl('{p:1:2}:1')).toBe(-1);
});

test('decisions survive flushed scripts and broken connections', async () => {
  await begun(await open());
  await client.script('FLUSH');
  const limits = { requestsPerDay: 10 };
  expect(await decided(counters, question('t', limits))).toMatchObject({ denied: false });
  const id = String(await client.client('ID'));
  const breaking = client.call('CLIENT', 'KILL', 'ID', id, 'SKIPME', 'no').catch(() => undefined);
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, at) => decided(counters, question(`t${at}`, limits))),
  );
  await breaking;
  expect(answers.filter(({ denied, already }) => !denied && !already).length).toBeLessThan(10);
  expect((await seen(counters)).requests).toEqual([{ used: 0, held: 10 }]);
});

test('as many decisions as go together are answered, however many providers each of them names', async () => {
  await begun(await open());
  const { providerChecks: one } = question('t', { providerMicroUsd: 5 });
  const providerChecks = Array.from({ length: 255 }, (_, at) => at).flatMap((at) =>
    one.map((check) => ({ ...check, provider: `provider ${at}` })),
  );
  const asked = Array.from({ length: 64 }, (_, at) =>
    decided(counters, question(`t${at}`, {}, { providerChecks, apply: false })),
  );
  for (const { denied, providers } of await Promise.all(asked)) {
    expect({ denied, seen: providers.length }).toEqual({ denied: false, seen: 255 });
  }
});

test('what another server instance has left behind counts as lost', async () => {
  await begun(await open());
  await client.hset('{p:1:2}:1', 'i', 'the server before a failover');
  const load = { kind: 'load', epoch: true };
  expect(await counters.decide(scope, question('t', {}))).toMatchObject(load);
  // The epoch begun under the old instance cannot be blessed again, only a new one can begin.
  expect(await counters.begin(scope, '1')).toBe('1');
  expect(await counters.decide(scope, question('t', {}))).toMatchObject(load);
  expect(await counters.begin(scope, '2')).toBe('2');
  expect(await counters.decide(scope, question('t', {}))).toMatchObject({ kind: 'decided' });
});

/** Every field of every key. */
async function everything(): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const key of await client.keys('*')) {
    const isHash = (await client.type(key)) === 'hash';
    all[key] = isHash ? await client.hgetallBuffer(key) : await client.zrange(key, '0', '-1');
  }
  return all;
}
