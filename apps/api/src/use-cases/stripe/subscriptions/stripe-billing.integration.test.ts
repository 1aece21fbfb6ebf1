import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BillingWorld, openBillingWorld } from '../../../testing/billing-world.ts';
import { brokenInvariants } from '../../../testing/check-books.ts';

let world: BillingWorld;
beforeEach(async () => {
  world = await openBillingWorld();
});
afterEach(async () => {
  expect(await brokenInvariants(world.pool)).toEqual([]);
  await world.close();
});

const periods = async () =>
  [
    ...(await world.useCases.subscription.periods(world.ctx, { userId: 'ada', limit: 50 })).items,
  ].reverse();
const projectBalance = async () =>
  (await world.useCases.budget.project(world.ctx, {})).balanceMicroUsd;
const funded = async () =>
  (
    await world.pool.query(
      `SELECT reference, (debits_posted - credits_posted)::bigint AS paid FROM account WHERE kind = 'funding' AND debits_posted > 0 ORDER BY 1`,
    )
  ).rows;
const eventsBy = async (status: 'failed' | 'received') =>
  (await world.useCases.event.list(world.ctx, { statuses: [status], limit: 100 })).items;

describe('a subscription that Stripe charges for (rules X30 and X31)', () => {
  it('begins with its first invoice, and renews three times over the ends of months', async () => {
    const made = await world.subscribe();
    await world.hear();
    const key = (end: string) => `stripe:${made.id}:${end}`;
    expect(await world.read()).toMatchObject({
      planId: 'basic',
      provider: 'stripe',
      status: 'active',
      stripeStatus: 'active',
      isActive: true,
      monthlyPriceMicroUsd: 10_000_000n,
      stripeSubscriptionId: made.id,
      stripePriceId: 'price_basic',
      nextChargeAt: new Date('2027-02-28T10:00:00.000Z'),
      lastChargedAt: new Date('2027-01-31T10:00:00.000Z'),
      period: {
        key: key('2027-02-28T10:00:00.000Z'),
        startsAt: new Date('2027-01-31T10:00:00.000Z'),
        status: 'open',
        availableMicroUsd: 10_000_000n,
      },
    });
    for (const iso of [
      '2027-02-28T12:00:00.000Z',
      '2027-03-31T12:00:00.000Z',
      '2027-04-30T12:00:00.000Z',
    ]) {
      await world.moveTo(iso);
      await world.hear();
    }
    expect(await periods()).toMatchObject(
      [
        ['2027-02-28T10:00:00.000Z', 'closed', 0n, 10_000_000n],
        ['2027-03-31T10:00:00.000Z', 'closed', 0n, 10_000_000n],
        ['2027-04-30T10:00:00.000Z', 'closed', 0n, 10_000_000n],
        ['2027-05-31T10:00:00.000Z', 'open', 10_000_000n, 0n],
      ].map(([end, status, availableMicroUsd, rolledOverMicroUsd]) => ({
        key: key(String(end)),
        status,
        availableMicroUsd,
        rolledOverMicroUsd,
        toppedUpMicroUsd: 10_000_000n,
      })),
    );
    expect(await projectBalance()).toBe(30_000_000n);
    expect(await funded()).toEqual([{ reference: 'stripe', paid: 40_000_000n }]);
    expect(await eventsBy('failed')).toEqual([]);
    expect(await eventsBy('received')).toEqual([]);
  });
});
