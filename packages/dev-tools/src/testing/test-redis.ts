import { Redis } from 'ioredis';

export type TestRedis = {
  /** Names a logical database that no other test uses. */
  readonly url: string;
  readonly flush: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Whether there is a Redis: a run may leave it out with `PURSER_TEST_SKIP=redis`, and tests of it then skip. */
export const hasTestRedis = process.env.PURSER_TEST_REDIS_URL !== undefined;

/** How many logical databases the test server has; the first one holds the count. */
const databases = 4096;

/** An empty Redis database of the test's own. */
export async function createTestRedis(): Promise<TestRedis> {
  const url = process.env.PURSER_TEST_REDIS_URL;
  if (url === undefined) throw new Error('PURSER_TEST_REDIS_URL is not set: run pnpm test.');
  const count = await withRedis(url, (redis) => redis.incr('purser:test-databases'));
  const own = new URL(url);
  own.pathname = `/${1 + (count % (databases - 1))}`;
  const flush = async () => {
    await withRedis(own.href, (redis) => redis.flushdb());
  };
  await flush();
  return { url: own.href, flush, [Symbol.asyncDispose]: flush };
}

async function withRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}
