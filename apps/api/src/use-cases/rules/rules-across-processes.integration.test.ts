import { createTestRedis, type TestRedis } from '@purser/dev-tools/testing/test-redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machine } from '../../adapters/system/machine.ts';
import { type App, createApp } from '../../app.ts';
import { type RunningApp, runApp } from '../../testing/running-app.ts';

const withinMs = 1_000;

let redis: TestRedis;
let one: RunningApp;
let other: App;
let otherAheadMs = 0;
let token: string;

beforeAll(async () => {
  redis = await createTestRedis();
  one = await runApp({ REDIS_URL: redis.url });
  other = await createApp(
    { ...one.config, logLevel: 'silent' },
    { system: { ...machine, nowMs: () => machine.nowMs() + otherAheadMs } },
  );
  token = await one.tokenOf('admin');
});

afterAll(async () => {
  await other.close();
  await one[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
});

/** Sets the free plan's requests a day through the first server. */
async function setRequestsPerDay(requests: number): Promise<void> {
  const answer = await one.call('/api/v1/admin/control-plane/policies/quota', {
    token,
    body: { plan_id: 'free', requests_per_day: requests },
  });
  expect(answer.status).toBe(201);
}

/** The requests a day by which the other server decides; an admission, here denied, makes the user known to it. */
async function requestsPerDayOfOther(userId: string): Promise<number | undefined> {
  const answer = await other.server.inject({
    method: 'POST',
    url: '/api/v1/turns',
    headers: { authorization: `Bearer ${token}` },
    payload: { turn_id: crypto.randomUUID(), user_id: userId },
  });
  const { limits } = answer.json<{ limits: { limit: string; scope: string; allowed: number }[] }>();
  return limits.find(({ limit, scope }) => limit === 'requests_per_day' && scope === '*')?.allowed;
}

describe('a change through one server', () => {
  it('is in force in another that is deciding turns within a second', async () => {
    await setRequestsPerDay(11);
    otherAheadMs += withinMs + 1;
    expect(await requestsPerDayOfOther('busy')).toBe(11);

    await setRequestsPerDay(12);
    const setAt = performance.now();
    while ((await requestsPerDayOfOther('busy')) !== 12) {
      expect(performance.now() - setAt).toBeLessThan(withinMs);
    }
  });

  it('decides the first turn of another that had rested for a second', async () => {
    expect(await requestsPerDayOfOther('resting')).toBeDefined();
    await setRequestsPerDay(13);
    otherAheadMs += withinMs + 1;
    expect(await requestsPerDayOfOther('resting')).toBe(13);
  });

  it('reaches a user’s grants in another within a second, too', async () => {
    const before = (await requestsPerDayOfOther('granted')) ?? 0;
    const grant = await one.call('/api/v1/admin/control-plane/replenishments/top-up', {
      token,
      body: { user_id: 'granted', additional_requests_per_day: 5 },
    });
    expect(grant.status).toBe(201);
    otherAheadMs += withinMs + 1;
    expect(await requestsPerDayOfOther('granted')).toBe(before + 5);
  });
});
