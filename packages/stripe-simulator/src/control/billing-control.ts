import { newPrice, newProduct } from '../catalog/new-price.ts';
import { payInvoice } from '../invoices/pay-invoice.ts';
import { attachPaymentMethod } from '../payment-methods/attach-payment-method.ts';
import { endAtPeriodEnd } from '../subscriptions/end-at-period-end.ts';
import { renewNow } from '../subscriptions/renew-now.ts';
import type { TimeEngine } from '../time/time-engine.ts';
import type { Invoice, PaymentMethod, Price, Subscription } from '../world/wire.ts';
import { previousOf, type World } from '../world/world.ts';
import type { Changing } from './changing.ts';

export type PriceByHand = {
  readonly id: string;
  readonly productName: string;
  /** In cents. */
  readonly unitAmount: number;
  readonly currency?: string | undefined;
  /** A month unless said otherwise; null for a price that is paid once. */
  readonly interval?: 'day' | 'week' | 'month' | 'year' | null | undefined;
};

/** What customers do about their subscriptions, and what time does. */
export type BillingControl = {
  /** Makes the product and the price of this id unless it is there. */
  readonly ensurePrice: (terms: PriceByHand) => Price;
  /** Moves time on, that of the subscription's test clock or the simulator's, until it has renewed. */
  readonly renewNow: (subscription: string) => void;
  /** Moves a test clock on, to seconds since the epoch. */
  readonly advanceClock: (id: string, seconds: number) => void;
  readonly advanceClockBy: (id: string, seconds: number) => void;
  /** Pays an invoice; a card that declines throws. */
  readonly payInvoice: (id: string, card?: string) => Invoice;
  readonly endAtPeriodEnd: (subscription: string, isToEnd: boolean) => Subscription;
  /** Gives a customer another card, which pays from now on. */
  readonly changeCard: (customer: string, card: string) => PaymentMethod;
};

export function createBillingControl(
  world: World,
  engine: TimeEngine,
  changing: Changing,
): BillingControl {
  return {
    ensurePrice: changing((terms) => ensurePrice(world, terms)),
    renewNow: changing((id) => renewNow(world, engine, id)),
    advanceClock: changing(engine.advanceClock),
    advanceClockBy: changing((id, seconds) =>
      engine.advanceClock(id, world.tables.testClocks.require(id).frozen_time + seconds),
    ),
    payInvoice: changing((id, card = 'pm_card_visa') =>
      payInvoice(world, world.tables.invoices.require(id), { card }),
    ),
    endAtPeriodEnd: changing((id, isToEnd) => endAtPeriodEnd(world, id, isToEnd)),
    changeCard: changing((customer, card) => changeCard(world, customer, card)),
  };
}

function ensurePrice(world: World, terms: PriceByHand): Price {
  const known = world.tables.prices.get(terms.id);
  if (known !== undefined) return known;
  const product = world.tables.products.put(newProduct(world, { name: terms.productName }));
  const { interval = 'month' } = terms;
  const price = newPrice(world, {
    id: terms.id,
    product: product.id,
    currency: terms.currency ?? 'usd',
    unitAmount: terms.unitAmount,
    recurring: interval === null ? undefined : { interval, interval_count: 1 },
  });
  return world.tables.prices.put(price);
}

function changeCard(world: World, id: string, card: string): PaymentMethod {
  const method = attachPaymentMethod(world, card, id);
  const before = world.tables.customers.require(id);
  const after = world.tables.customers.put({
    ...before,
    invoice_settings: { ...before.invoice_settings, default_payment_method: method.id },
  });
  world.emit('customer.updated', after, previousOf(before, after));
  for (const subscription of world.tables.subscriptions.all()) {
    if (subscription.customer !== id || subscription.default_payment_method === null) continue;
    world.tables.subscriptions.put({ ...subscription, default_payment_method: method.id });
  }
  return method;
}
