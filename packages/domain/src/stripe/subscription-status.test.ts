import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSubscriptionActive } from '../plan/subscription.ts';
import { subscriptionStatusOf } from './subscription-status.ts';

describe('our status for Stripe’s (rule X30)', () => {
  it.each([
    ['active', 'active'],
    ['trialing', 'active'],
    ['past_due', 'past_due'],
    ['canceled', 'canceled'],
    ['incomplete_expired', 'canceled'],
    ['incomplete', 'incomplete'],
    ['unpaid', 'suspended'],
    ['paused', 'suspended'],
  ])('of %s is %s', (said, status) => {
    expect(subscriptionStatusOf(said)).toBe(status);
  });

  it('of a word that Stripe may add one day is that word, and never active', () => {
    const known = ['active', 'trialing'];
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (word) => {
        fc.pre(!known.includes(word));
        const facts = {
          planId: 'basic',
          status: subscriptionStatusOf(word),
          monthlyPriceMicroUsd: 0n,
          cancelAtPeriodEnd: false,
          periodEndMs: null,
          openPeriodKey: null,
        };
        expect(isSubscriptionActive(facts, { nowMs: 0, renewalGraceMs: 0 })).toBe(false);
      }),
    );
    expect(subscriptionStatusOf('on_holiday')).toBe('on_holiday');
    expect(subscriptionStatusOf('constructor')).toBe('constructor');
  });
});
