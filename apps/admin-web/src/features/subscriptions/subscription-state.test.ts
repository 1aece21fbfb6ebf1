import { describe, expect, it } from 'vitest';
import { mayRenew, mayResume, subscriptionState } from './subscription-state.ts';

const active = {
  status: 'active',
  isActive: true,
  cancelAtPeriodEnd: false,
  stripeStatus: null,
  provider: 'INTERNAL',
  pendingPlanId: null,
  period: {},
} as const;

describe('the state of a subscription', () => {
  it.each([
    [active, 'active', 'ok'],
    [{ ...active, cancelAtPeriodEnd: true }, 'ending', 'attention'],
    [{ ...active, isActive: false }, 'lapsed', 'attention'],
    [{ ...active, status: 'past_due', isActive: false }, 'past due', 'broken'],
    [{ ...active, status: 'canceled', isActive: false }, 'canceled', 'neutral'],
    [{ ...active, status: 'suspended', isActive: false }, 'suspended', 'broken'],
    [
      { ...active, status: 'suspended', stripeStatus: 'unpaid', isActive: false },
      'unpaid',
      'broken',
    ],
    [
      { ...active, status: 'suspended', stripeStatus: 'paused', isActive: false },
      'paused',
      'broken',
    ],
    [{ ...active, status: 'incomplete', isActive: false }, 'awaits payment', 'attention'],
    [
      { ...active, status: 'canceled', stripeStatus: 'incomplete_expired', isActive: false },
      'never paid',
      'neutral',
    ],
    [{ ...active, status: 'paused_by_stripe', isActive: false }, 'paused by stripe', 'attention'],
  ])('%j reads as %s', (subscription, word, tone) => {
    expect(subscriptionState(subscription)).toEqual({ word, tone });
  });

  it('lets only internal, active, paid subscriptions be renewed by hand', () => {
    expect(mayRenew(active)).toBe(true);
    expect(mayRenew({ ...active, provider: 'STRIPE' })).toBe(false);
    expect(mayRenew({ ...active, status: 'past_due' })).toBe(false);
    expect(mayRenew({ ...active, period: null })).toBe(false);
  });

  it('takes back what waits for the period’s end, and nothing that has ended', () => {
    expect(mayResume(active)).toBe(false);
    expect(mayResume({ ...active, cancelAtPeriodEnd: true })).toBe(true);
    expect(mayResume({ ...active, pendingPlanId: 'basic' })).toBe(true);
    expect(mayResume({ ...active, status: 'canceled', cancelAtPeriodEnd: true })).toBe(false);
  });
});
