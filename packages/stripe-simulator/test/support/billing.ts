import type Stripe from 'stripe';
import type { Stage } from './stage.ts';

/** A customer on a test clock with a card, and a monthly price. */
export type Billing = {
  readonly clock: string;
  readonly customer: string;
  readonly price: string;
  readonly subscribe: (
    params?: Partial<Stripe.SubscriptionCreateParams>,
  ) => Promise<Stripe.Subscription>;
  /** Moves the customer's clock to an instant. */
  readonly advanceTo: (iso: string) => Promise<unknown>;
  readonly read: (id: string) => Promise<Stripe.Subscription>;
  readonly invoices: (subscription: string) => Promise<readonly Stripe.Invoice[]>;
  readonly makePrice: (cents: number) => Promise<string>;
};

export const secondsOf = (iso: string) => Date.parse(iso) / 1_000;

export async function openBilling(
  { stripe }: Stage,
  options: { readonly at?: string; readonly card?: string; readonly cents?: number } = {},
): Promise<Billing> {
  const clock = await stripe.testHelpers.testClocks.create({
    frozen_time: secondsOf(options.at ?? '2027-01-31T10:00:00Z'),
  });
  const customer = await stripe.customers.create({ test_clock: clock.id, email: 'u@x.example' });
  const method = await stripe.paymentMethods.attach(options.card ?? 'pm_card_visa', {
    customer: customer.id,
  });
  await stripe.customers.update(customer.id, {
    invoice_settings: { default_payment_method: method.id },
  });
  const product = await stripe.products.create({ name: 'Pro' });
  const makePrice = async (cents: number) => {
    const price = await stripe.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount: cents,
      recurring: { interval: 'month' },
    });
    return price.id;
  };
  const price = await makePrice(options.cents ?? 2_900);
  return {
    clock: clock.id,
    customer: customer.id,
    price,
    makePrice,
    subscribe: (params) =>
      stripe.subscriptions.create({ customer: customer.id, items: [{ price }], ...params }),
    advanceTo: (iso) =>
      stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: secondsOf(iso) }),
    read: (id) => stripe.subscriptions.retrieve(id),
    invoices: async (subscription) => {
      const found = await stripe.invoices.list({ subscription, limit: 100 });
      return [...found.data].reverse();
    },
  };
}

/** The card that can be attached and declines when it is charged. */
export const decliningCard = 'pm_card_chargeCustomerFail';
