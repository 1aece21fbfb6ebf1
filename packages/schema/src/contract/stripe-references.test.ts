import { describe, expect, it } from 'vitest';
import { namedPlace, referencesOf } from './stripe-references.ts';

const nothing = { paymentId: null, chargeId: null, stripeSubscriptionId: null, customerId: null };

describe('where an object of Stripe belongs (rule X50)', () => {
  it('is said by its own metadata before those of its subscription', () => {
    const parent = { subscription_details: { metadata: { tenant: 'acme', project: 'chat' } } };
    expect(namedPlace({ parent })).toEqual({ tenant: 'acme', project: 'chat' });
    expect(namedPlace({ parent, metadata: { project: 'own' } })).toEqual({
      tenant: 'acme',
      project: 'own',
    });
  });

  it.each([
    {},
    { metadata: null },
    { metadata: { tenant: '', project: 7 } },
    { metadata: 'home', parent: { subscription_details: null } },
  ])('is not said by %j', (object) => {
    expect(namedPlace(object)).toEqual({ tenant: undefined, project: undefined });
  });
});

describe('what an object of Stripe names', () => {
  it('is itself and what it points to, expanded or not', () => {
    expect(
      referencesOf({
        id: 're_1',
        object: 'refund',
        payment_intent: 'pi_1',
        charge: { id: 'ch_1' },
      }),
    ).toEqual({ ...nothing, paymentId: 'pi_1', chargeId: 'ch_1' });
    expect(referencesOf({ id: 'sub_1', object: 'subscription', customer: 'cus_1' })).toEqual({
      ...nothing,
      stripeSubscriptionId: 'sub_1',
      customerId: 'cus_1',
    });
    expect(
      referencesOf({
        id: 'in_1',
        object: 'invoice',
        parent: { subscription_details: { subscription: 'sub_2' } },
      }),
    ).toEqual({ ...nothing, stripeSubscriptionId: 'sub_2' });
  });

  it('is nothing where it is shaped otherwise', () => {
    expect(referencesOf({ payment_intent: 4, charge: [], customer: {} })).toEqual(nothing);
    expect(referencesOf({})).toEqual(nothing);
  });
});
