import { hasTestRedis } from '@purser/dev-tools/testing/test-redis';
import { describe, expect, it } from 'vitest';
import { torture } from './torture.ts';

const rounds = 10;
/** Printed, so that a run can be repeated. */
const seed = Number(process.env.PURSER_CRASH_SEED ?? Date.now() % 1_000_000);

describe.runIf(hasTestRedis)('server, PostgreSQL and Redis under load', () => {
  it(`killed, stopped, paused and flushed ${rounds} times (seed ${seed}), lose, double and forget nothing`, async () => {
    const goesOn = (round: number) => round < rounds;
    const log = (line: string) => console.info(line);
    const { wrong, kills, told } = await torture({ seed, goesOn, log });
    expect(wrong).toEqual([]);
    expect(kills).toBeGreaterThan(5);
    expect(told.count).toBeGreaterThan(rounds * 20);
  }, 240_000);
});
