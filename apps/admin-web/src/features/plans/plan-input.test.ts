import { describe, expect, it } from 'vitest';
import { planInput, typedPlan } from './plan-input.ts';

const stored = { ...typedPlan(null), planId: 'pro', name: 'Pro', price: '20', floor: '0.03' };

describe('A plan', () => {
  it('sends only what differs; an emptied floor or note is cleared', () => {
    expect(planInput(stored, stored)).toBeNull();
    expect(planInput({ ...stored, price: '25', floor: '' }, stored)).toEqual({
      planId: 'pro',
      monthlyPriceUsd: '25.00',
      reservationFloorUsd: null,
    });
  });

  it('of Stripe is not sent without its price id', () => {
    const stripe = { ...stored, provider: 'STRIPE' } as const;
    expect(planInput(stripe, stored)).toBeNull();
    expect(planInput({ ...stripe, stripePriceId: 'price_1' }, stored)).toEqual({
      planId: 'pro',
      provider: 'STRIPE',
      stripePriceId: 'price_1',
    });
  });

  it('that is new is written only when it is missing', () => {
    expect(planInput({ ...stored, planId: 'new' }, null)).toMatchObject({ onlyIfMissing: true });
    expect(planInput({ ...stored, planId: '' }, null)).toBeNull();
  });
});
