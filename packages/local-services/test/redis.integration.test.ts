import { Redis } from 'ioredis';
import { afterEach, expect, test, vi } from 'vitest';
import { isRunning } from '../src/process-identity.ts';
import { ensureRedis, startRedis } from '../src/redis.ts';

const isLeftOut = (process.env.PURSER_TEST_SKIP ?? '').includes('redis');

afterEach(() => vi.unstubAllEnvs());

test.skipIf(isLeftOut)(
  'a Redis of this machine starts, answers, keeps nothing on disk and stops',
  async () => {
    const server = await startRedis();
    const redis = new Redis(server.url);
    expect(await redis.set('key', 'value')).toBe('OK');
    expect(await redis.config('GET', 'save')).toEqual(['save', '']);
    redis.disconnect();
    await server.stop();
    expect(isRunning(server.pid)).toBe(false);
  },
);

test('REDIS_URL takes its place', async () => {
  vi.stubEnv('REDIS_URL', 'redis://elsewhere:6379');
  expect((await ensureRedis()).url).toBe('redis://elsewhere:6379');
});
