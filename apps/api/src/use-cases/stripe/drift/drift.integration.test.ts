import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { brokenInvariants } from '../../../testing/check-books.ts';
import { openStripeWorld, type StripeWorld } from '../../../testing/stripe-world.ts';
import { done } from '../../../testing/subscription-world.ts';

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

const drift = () => world.useCases.stripe.drift(world.ctx, { days: 7 });
const fix = async (objectId: string, meta = {}) =>
  done(
    await world.useCases.stripe.fixDrift(world.ctx, { object: 'payment_intent', objectId }, meta),
  );
const available = async () =>
  (await world.useCases.wallet.get(world.ctx, { userId: 'ada' })).availableMicroUsd;

describe('a payment that was never told', () => {
  it('is a difference, is shown by a dry run, and is booked once by the fix, whatever comes later', async () => {
    await world.pay({ userId: 'bob', cents: 1_000 });
    const { paymentId } = await world.pay({ userId: 'ada', cents: 3_000, isHeard: false });
    const line = {
      object: 'payment_intent',
      objectId: paymentId,
      field: 'amountCents',
      here: null,
      there: '3000',
    };
    expect(await drift()).toEqual({ subscriptions: 0, payments: 2, lines: [line], error: null });
    expect(await fix(paymentId, { dryRun: true })).toEqual({ left: [line], error: null });
    expect(await available()).toBe(0n);
    expect(await fix(paymentId)).toEqual({ left: [], error: null });
    expect(await available()).toBe(30_000_000n);
    await world.hear();
    await fix(paymentId);
    expect(await available()).toBe(30_000_000n);
    expect((await drift()).lines).toEqual([]);
  });

  it('says so when Stripe does not answer, and does not take silence for agreement', async () => {
    world.sim.control.failRequests({ times: 9, when: 'before', answer: 'close' });
    expect((await drift()).error).toEqual(expect.any(String));
  });
});
