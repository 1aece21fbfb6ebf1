import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { poolRunner } from '../../../adapters/postgres/sql-runner.ts';
import { createStripeReader } from '../../../adapters/postgres/stripe-reader.ts';
import { brokenInvariants } from '../../../testing/check-books.ts';
import { openStripeWorld, type StripeWorld } from '../../../testing/stripe-world.ts';
import { checkDrift } from './check-drift.ts';

let world: StripeWorld;

beforeEach(async () => {
  world = await openStripeWorld();
});

afterEach(async () => {
  try {
    expect(await brokenInvariants(world.pool)).toEqual([]);
  } finally {
    await world.close();
  }
});

const check = () => {
  const reader = createStripeReader(poolRunner(world.pool));
  const system = { nowMs: world.nowMs };
  return checkDrift({ ...world.events, reader, system }, world.ctx.scope);
};

const alerts = async () =>
  (
    await world.pool.query(
      `SELECT title, payload FROM outbox_event WHERE kind = 'reconcile' ORDER BY created_at`,
    )
  ).rows;

describe('the daily comparison', () => {
  it('says nothing while all is equal', async () => {
    await world.pay({ userId: 'ada', cents: 1_000 });
    expect(await check()).toEqual({ handled: 1, failed: 0, error: null });
    expect(await alerts()).toEqual([]);
  });

  it('raises one alert a day, from four workers and however often it runs, with counts and the first differences', async () => {
    for (let payment = 0; payment < 4; payment += 1) {
      await world.pay({ userId: 'ada', cents: 1_000, isHeard: false });
    }
    await Promise.all([check(), check(), check(), check()]);
    await check();
    const raised = await alerts();
    expect(raised).toHaveLength(1);
    expect(raised[0].title).toMatch(/^Of 0 subscriptions and 4 payments 4 differ from Stripe: pi_/);
    expect(raised[0].payload).toMatchObject({ payments: 4, objects: 4, differences: 4 });
    expect(raised[0].payload.first).toHaveLength(3);
    await world.setNow(new Date(world.nowMs() + 86_400_000));
    await check();
    expect(await alerts()).toHaveLength(2);
  });

  it('fails, and alerts nobody, while Stripe is silent', async () => {
    world.sim.control.failRequests({ times: 30, when: 'before', answer: 'close' });
    expect(await check()).toEqual({ handled: 0, failed: 1, error: expect.any(String) });
    expect(await alerts()).toEqual([]);
  });
});
