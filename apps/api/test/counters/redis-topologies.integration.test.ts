import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { connectRedis } from '../../src/adapters/redis/redis-client.ts';
import { redisCounters } from '../../src/adapters/redis/redis-counters.ts';
import { startOwnRedis } from '../../src/testing/own-redis.ts';
import { begun, decided, question, scope, seen } from './contract-fixture.ts';

test('a Cluster decides like a single server', async () => {
  await using redis = await startOwnRedis([
    '--save',
    '',
    '--cluster-enabled',
    'yes',
    '--cluster-announce-ip',
    '127.0.0.1',
  ]);
  const node = new Redis(redis.port, '127.0.0.1');
  await node.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
  // A master takes writes two seconds after its cluster became whole.
  const state = () => node.cluster('INFO');
  await expect.poll(state, { timeout: 10_000 }).toContain('cluster_state:ok');
  const client = connectRedis(`redis+cluster://127.0.0.1:${redis.port}`);
  try {
    const counters = await begun(redisCounters(client));
    const turns = Array.from({ length: 200 }, (_, at) =>
      question(`t${at}`, { requestsPerDay: 100 }),
    );
    const answers = await Promise.all(turns.map((turn) => decided(counters, turn)));
    expect(answers.filter(({ denied }) => !denied)).toHaveLength(100);
    // Another node that took the slots over may lack the last writes.
    await node.hset('{p:1:2}:1', 'i', 'the node before a failover');
    const load = { kind: 'load', epoch: true };
    expect(await counters.decide(scope, question('t', {}))).toMatchObject(load);
  } finally {
    client.disconnect();
    node.disconnect();
  }
});

test('a server that crashed is waited for, and what it wrote to disk counts as lost', async () => {
  await using redis = await startOwnRedis(['--appendonly', 'yes', '--appendfsync', 'always']);
  const client = connectRedis(`redis://127.0.0.1:${redis.port}`);
  try {
    const counters = await begun(redisCounters(client));
    await decided(counters, question('t', { requestsPerDay: 1 }));
    await redis.kill();
    const waiting = counters.decide(scope, question('u', { requestsPerDay: 1 }));
    await redis.start();
    expect(await waiting).toMatchObject({ kind: 'load', epoch: true });
    expect(await client.exists('{p:1:2}:1:u:user')).toBe(1);
    expect(await counters.begin(scope, '2')).toBe('2');
    expect(await counters.decide(scope, question('u', { requestsPerDay: 1 }))).toMatchObject({
      kind: 'load',
      epoch: false,
      user: true,
    });
  } finally {
    client.disconnect();
  }
});

test('a replica that took over asks for a new epoch', async () => {
  await using first = await startOwnRedis(['--save', '', '--repl-diskless-sync-delay', '0']);
  await using second = await startOwnRedis([
    '--save',
    '',
    '--replicaof',
    '127.0.0.1',
    String(first.port),
  ]);
  const [before, after] = [first, second].map(({ port }) =>
    connectRedis(`redis://127.0.0.1:${port}`),
  );
  if (before === undefined || after === undefined) throw new Error('Two servers were started.');
  try {
    const counters = await begun(redisCounters(before));
    await decided(counters, question('t', { requestsPerDay: 1 }));
    await before.wait(1, 10_000);
    await first.kill();
    await after.replicaof('NO', 'ONE');
    const load = { kind: 'load', epoch: true };
    expect(await redisCounters(after).decide(scope, question('u', {}))).toMatchObject(load);
  } finally {
    before.disconnect();
    after.disconnect();
  }
});

test('without Redis an operation fails with one sentence after a bounded wait', async () => {
  const client = connectRedis('redis://127.0.0.1:1');
  try {
    const counters = redisCounters(client, { patienceMs: 50 });
    await expect(seen(counters)).rejects.toThrow('Redis is not reachable (waited 50 ms).');
  } finally {
    client.disconnect();
  }
});
