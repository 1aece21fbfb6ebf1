import { createTestRedis, hasTestRedis } from '@purser/dev-tools/testing/test-redis';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { inProcessCounters } from '../../src/adapters/memory/in-process-counters.ts';
import { renewableCounters } from '../../src/adapters/memory/renewable-counters.ts';
import { connectRedis } from '../../src/adapters/redis/redis-client.ts';
import { redisCounters } from '../../src/adapters/redis/redis-counters.ts';
import { openAdminWorld } from '../../src/testing/admin-world.ts';
import { RealWorld } from './real-world.ts';
import { runSequence, sequences } from './run-sequence.ts';

/** How many sequences, and which; a failure prints the seed and the path that repeat it. */
const runs = Number(process.env.PURSER_MODEL_RUNS ?? 100);
const inMemory = Math.ceil(runs / 2);
const seed = Number(process.env.PURSER_MODEL_SEED ?? Date.now() % 1_000_000);
const path = process.env.PURSER_MODEL_PATH;
const stepsMax = 24;

const parameters = {
  seed,
  // Shrinking takes minutes, so it is asked for.
  endOnFailure: process.env.PURSER_MODEL_SHRINK === undefined,
  ...(path === undefined ? {} : { path }),
};

describe(`any sequence of everything an operator, a job or an app can do (seed ${seed})`, () => {
  it(`leaves what a plain model says, with counters in memory (${inMemory} sequences)`, async () => {
    const open = async () => {
      const { counters, renew } = renewableCounters(inProcessCounters);
      return new RealWorld(await openAdminWorld({ counters }), async () => renew());
    };
    const property = fc.asyncProperty(sequences(stepsMax), (commands) =>
      runSequence(commands, open),
    );
    await fc.assert(property, { ...parameters, numRuns: inMemory });
  }, 3_600_000);

  it.runIf(hasTestRedis)(
    `leaves what a plain model says, with counters in Redis (${runs - inMemory} sequences)`,
    async () => {
      await using redis = await createTestRedis();
      const client = connectRedis(redis.url);
      const open = async () => {
        await redis.flush();
        return new RealWorld(
          await openAdminWorld({ counters: redisCounters(client) }),
          redis.flush,
        );
      };
      const property = fc.asyncProperty(sequences(stepsMax), (commands) =>
        runSequence(commands, open),
      );
      await fc.assert(property, { ...parameters, numRuns: runs - inMemory });
      client.disconnect();
    },
    3_600_000,
  );
});
