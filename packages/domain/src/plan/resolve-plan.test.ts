import { describe, expect, it } from 'vitest';
import { resolvePlan } from './resolve-plan.ts';
import { isSubscriptionActive, type SubscriptionFacts } from './subscription.ts';

const graceMs = 6 * 3_600_000;
const endMs = 100 * 3_600_000;

function subscription(more: Partial<SubscriptionFacts> = {}): SubscriptionFacts {
  return {
    planId: 'pro',
    status: 'active',
    monthlyPriceMicroUsd: 20_000_000n,
    cancelAtPeriodEnd: false,
    periodEndMs: endMs,
    openPeriodKey: 'internal:1',
    ...more,
  };
}

const activeAt = (facts: SubscriptionFacts, nowMs: number) =>
  isSubscriptionActive(facts, { nowMs, renewalGraceMs: graceMs });

describe('an active subscription (rule P8)', () => {
  it('lasts to the end of its period and through the renewal grace, exactly', () => {
    expect(activeAt(subscription(), endMs + graceMs - 1)).toBe(true);
    expect(activeAt(subscription(), endMs + graceMs)).toBe(false);
  });

  it('gets no grace once it is set to cancel at period end', () => {
    const ending = subscription({ cancelAtPeriodEnd: true });
    expect(activeAt(ending, endMs - 1)).toBe(true);
    expect(activeAt(ending, endMs)).toBe(false);
  });

  it.each(['past_due', 'canceled', 'suspended', 'incomplete', 'paused'])(
    'is not one that is %s',
    (status) => {
      expect(activeAt(subscription({ status }), 0)).toBe(false);
    },
  );

  it('without a price has no period and lasts while its status does', () => {
    expect(activeAt(subscription({ periodEndMs: null, openPeriodKey: null }), 10 ** 15)).toBe(true);
  });
});

describe('the plan of a user (rule P7)', () => {
  const resolve = (
    role: 'admin' | 'anonymous' | 'registered',
    facts: SubscriptionFacts | null,
    askedPlanId?: string,
  ) =>
    resolvePlan({
      role,
      subscription: facts,
      defaultPlanId: 'free',
      nowMs: 0,
      renewalGraceMs: graceMs,
      askedPlanId,
    });

  it('follows role, then subscription, then the default', () => {
    expect(resolve('admin', subscription())).toMatchObject({ planId: 'admin', choice: 'role' });
    expect(resolve('anonymous', null)).toMatchObject({ planId: 'anonymous', choice: 'role' });
    expect(resolve('registered', subscription())).toMatchObject({
      planId: 'pro',
      choice: 'subscription',
    });
    expect(resolve('registered', null)).toMatchObject({ planId: 'free', choice: 'default' });
    expect(resolve('registered', subscription({ status: 'past_due' }))).toMatchObject({
      planId: 'free',
      choice: 'default',
      subscription: null,
    });
  });

  it('answers "as if on that plan"', () => {
    expect(resolve('admin', null, 'pro')).toMatchObject({ planId: 'pro', choice: 'asked' });
  });

  it('keeps the subscription of an admin, whose period may pay', () => {
    expect(resolve('admin', subscription()).subscription?.openPeriodKey).toBe('internal:1');
  });
});
