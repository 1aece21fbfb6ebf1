import { describe, expect, it } from 'vitest';
import { missingSubscriptionDrift, paymentDrift, subscriptionDrift } from './drift.ts';
import type { PaymentObjectFacts, SubscriptionObjectFacts } from './object-facts.ts';

const there: SubscriptionObjectFacts = {
  stripeSubscriptionId: 'sub_1',
  customerId: 'cus_1',
  status: 'active',
  itemId: 'si_1',
  priceId: 'price_1',
  priceCents: 2_000n,
  periodStartsAtMs: 0,
  periodEndsAtMs: 1,
  anchorAtMs: null,
  endsAtInstant: false,
  cancelAtPeriodEnd: false,
  canceledAtMs: null,
  endedAtMs: null,
  startedAtMs: 0,
  latestInvoiceId: null,
  metadata: {},
};
const here = {
  stripeSubscriptionId: 'sub_1',
  status: 'active',
  cancelAtPeriodEnd: false,
  stripePriceId: 'price_1',
  pendingPlanId: null,
  periodEndsAtMs: 1,
  stripeCustomerId: 'cus_1',
  versionMs: 0,
};

describe('a subscription', () => {
  it('agrees when status, end and price do, in our words for Stripe’s', () => {
    expect(subscriptionDrift(here, there)).toEqual([]);
    expect(subscriptionDrift(here, { ...there, status: 'trialing' })).toEqual([]);
  });

  it('differs by each value that Stripe decides', () => {
    const changed = { ...there, status: 'past_due', cancelAtPeriodEnd: true, priceId: 'price_2' };
    expect(subscriptionDrift(here, changed)).toEqual([
      { field: 'status', here: 'active', there: 'past_due' },
      { field: 'cancelAtPeriodEnd', here: 'false', there: 'true' },
      { field: 'price', here: 'price_1', there: 'price_2' },
    ]);
  });

  it('differs by the end of its period, unless it is to end with it', () => {
    const later = { ...there, periodEndsAtMs: 86_400_000 };
    expect(subscriptionDrift(here, later)).toEqual([
      {
        field: 'periodEndsAt',
        here: '1970-01-01T00:00:00.001Z',
        there: '1970-01-02T00:00:00.000Z',
      },
    ]);
    const ending = { ...here, cancelAtPeriodEnd: true, periodEndsAtMs: null };
    expect(subscriptionDrift(ending, { ...later, cancelAtPeriodEnd: true })).toEqual([]);
  });

  it('that Stripe does not know differs while it lives here', () => {
    const lost = { field: 'subscription', here: 'active', there: null };
    expect(missingSubscriptionDrift(here)).toEqual([lost]);
    expect(missingSubscriptionDrift({ ...here, status: 'canceled' })).toEqual([]);
  });

  it('may have a price at Stripe already that waits here for the next period', () => {
    const moving = { ...here, pendingPlanId: 'small' };
    expect(subscriptionDrift(moving, { ...there, priceId: 'price_2' })).toEqual([]);
  });

  it('that is unknown here matters only while it lives', () => {
    expect(subscriptionDrift(null, there)).toHaveLength(1);
    expect(subscriptionDrift(null, { ...there, status: 'canceled' })).toEqual([]);
    expect(subscriptionDrift(here, { ...there, status: 'canceled' })).toHaveLength(1);
  });
});

describe('a payment', () => {
  const paid: PaymentObjectFacts = {
    paymentId: 'pi_1',
    chargeId: 'ch_1',
    status: 'succeeded',
    amountCents: 3_000n,
    amountReceivedCents: 3_000n,
    currency: 'usd',
    customerId: null,
    metadata: { user_id: 'ada', package: 'pro' },
    createdAtMs: 0,
  };

  it('of ours that succeeded must be booked, with what was received', () => {
    expect(paymentDrift({ id: 'pi_1', amountCents: 3_000n }, paid)).toEqual([]);
    const missing = { field: 'amountCents', here: null, there: '3000' };
    expect(paymentDrift(null, paid)).toEqual([missing]);
    const less = { ...missing, here: '2000' };
    expect(paymentDrift({ id: 'pi_1', amountCents: 2_000n }, paid)).toEqual([less]);
  });

  it('that somebody else sold, or that did not succeed, is no matter', () => {
    expect(paymentDrift(null, { ...paid, metadata: {} })).toEqual([]);
    expect(paymentDrift(null, { ...paid, metadata: { user_id: 'ada', purpose: 'book' } })).toEqual(
      [],
    );
    expect(paymentDrift(null, { ...paid, status: 'requires_action' })).toEqual([]);
  });
});
