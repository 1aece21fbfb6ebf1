import { createTestRedis } from '@purser/dev-tools/testing/test-redis';
import fc from 'fast-check';
import { afterAll, beforeAll, test } from 'vitest';
import { connectRedis, type RedisClient } from '../../src/adapters/redis/redis-client.ts';
import type { Subject } from './driver.ts';
import { runSchedule } from './run-schedule.ts';
import { schedules } from './schedule.ts';
import { inProcessSubject, redisSubject } from './subjects.ts';

const runs = Number(process.env.PURSER_TEST_RUNS ?? 150);

let redis: Awaited<ReturnType<typeof createTestRedis>>;
let client: RedisClient;
let inRedis: Subject;

beforeAll(async () => {
  redis = await createTestRedis();
  client = connectRedis(redis.url);
  inRedis = redisSubject(client);
  await new Promise((resolve) => client.once('ready', resolve));
});

afterAll(async () => {
  client.disconnect();
  await redis[Symbol.asyncDispose]();
});

test('Redis and the model give the same answer to every question, and the true one once told', async () => {
  await fc.assert(
    fc.asyncProperty(schedules({ calm: false }), async (steps) => {
      await client.flushdb();
      await runSchedule([inProcessSubject(), inRedis], steps);
    }),
    { numRuns: runs },
  );
});
