import type { SubscriptionView } from '@purser/schema/contract/subscription';
import type Stripe from 'stripe';
import { openImpatientStripe } from './impatient-stripe.ts';
import { openStripeWorld, type StripeWorld } from './stripe-world.ts';

/** Plans `basic` ($10) and `pro` ($30) that Stripe charges for, and a user `ada` with a card there. */
export type BillingWorld = StripeWorld & {
  readonly stripe: Stripe;
  readonly customer: string;
  /** Moves Stripe's time and the project's, and does what becomes due at Stripe; nothing is heard. */
  readonly moveTo: (iso: string) => Promise<void>;
  /** Ada subscribes at Stripe, without Purser having asked. */
  readonly subscribe: (
    params?: Partial<Stripe.SubscriptionCreateParams>,
  ) => Promise<Stripe.Subscription>;
  readonly read: () => Promise<SubscriptionView>;
  /** Her card is declined from now on, or taken again. */
  readonly setCard: (works: boolean) => void;
};

export async function openBillingWorld(
  startIso = '2027-01-31T10:00:00.000Z',
): Promise<BillingWorld> {
  const world = await openStripeWorld();
  const { sim, useCases, ctx } = world;
  const stripe = openImpatientStripe(sim.url);
  const moveTo = async (iso: string) => {
    sim.control.advanceTo(Date.parse(iso));
    await world.setNow(new Date(iso));
  };
  await moveTo(startIso);
  for (const [planId, cents] of Object.entries({ basic: 1_000, pro: 3_000 })) {
    const stripePriceId = `price_${planId}`;
    sim.control.ensurePrice({ id: stripePriceId, productName: planId, unitAmount: cents });
    const monthlyPriceMicroUsd = BigInt(cents) * 10_000n;
    const plan = { planId, provider: 'stripe' as const, stripePriceId, monthlyPriceMicroUsd };
    const made = await useCases.plan.upsert(ctx, plan, {});
    if (!made.ok) throw new Error(made.rejection.message);
  }
  const { id: customer } = await stripe.customers.create({ name: 'ada' });
  const card = await stripe.paymentMethods.attach('pm_card_visa', { customer });
  await stripe.customers.update(customer, {
    invoice_settings: { default_payment_method: card.id },
  });
  return {
    ...world,
    stripe,
    customer,
    moveTo,
    subscribe: (params) =>
      stripe.subscriptions.create({
        customer,
        items: [{ price: 'price_basic' }],
        metadata: { user_id: 'ada' },
        ...params,
      }),
    read: async () => {
      const view = await useCases.subscription.get(ctx, { userId: 'ada' });
      if (view === null) throw new Error('She has no subscription.');
      return view;
    },
    setCard: (works) =>
      sim.control.setCard(
        card.id,
        works
          ? { kind: 'succeeds' }
          : { kind: 'declines', code: 'card_declined', declineCode: 'generic_decline' },
      ),
  };
}
