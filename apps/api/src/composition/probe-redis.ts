import { setTimeout as sleep } from 'node:timers/promises';
import { connectRedis } from '../adapters/redis/redis-client.ts';

const answerWithinMs = 3_000;

/** The version of the Redis that REDIS_URL names. Throws what keeps it from answering. */
export async function probeRedis(url: string): Promise<string> {
  const client = connectRedis(url);
  let lost: Error | undefined;
  client.on('error', (error: Error) => {
    lost = error;
  });
  const connected = new Promise<void>((resolve) => client.once('ready', () => resolve()));
  try {
    await Promise.race([connected, sleep(answerWithinMs, undefined, { ref: false })]);
    if (client.status !== 'ready') throw lost ?? new Error('it does not answer');
    return /redis_version:(\S+)/.exec(await client.info('server'))?.[1] ?? 'unknown';
  } finally {
    client.disconnect();
  }
}
