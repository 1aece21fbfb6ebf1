import { redeemCoupon } from '../catalog/coupons.ts';
import { invalidRequest } from '../http/api-error.ts';
import { attemptPayment, intentOf, methodFor } from '../invoices/collect-invoice.ts';
import { finalizeInvoice } from '../invoices/finalize-invoice.ts';
import { recurringLine, trialLine } from '../invoices/lines.ts';
import { orCardError } from '../payment-intents/confirm-intent.ts';
import { type Interval, nextRecurrence, recurrence } from '../time/calendar.ts';
import type { Coupon, Invoice, Subscription } from '../world/wire.ts';
import { idOf } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { invoiceSubscription } from './invoice-subscription.ts';
import { newSubscription, type SubscriptionTerms } from './new-subscription.ts';
import { chargeLines } from './prorate.ts';
import { intervalOf, periodOf, timeOf } from './subscription-facts.ts';

export type PaymentBehavior = 'allow_incomplete' | 'default_incomplete' | 'error_if_incomplete';

export type SubscriptionOrder = Omit<SubscriptionTerms, 'period' | 'anchor'> & {
  /** Where periods end that is not where the first one begins, within one interval from now. */
  readonly anchor: number | null;
  /** Whether the time up to the anchor is paid for. */
  readonly prorates: boolean;
  readonly coupons: readonly Coupon[];
  readonly behavior: PaymentBehavior;
};

/** Subscribes a customer: the first invoice is made and, unless nothing is due on it, collected. */
export function createSubscription(world: World, order: SubscriptionOrder): Subscription {
  return order.behavior === 'error_if_incomplete'
    ? world.allOrNothing(() => subscribe(world, order))
    : subscribe(world, order);
}

function subscribe(world: World, order: SubscriptionOrder): Subscription {
  const now = world.seconds(idOf(order.customer.test_clock));
  const anchor = order.trialEnd ?? order.anchor ?? now;
  const price = order.items[0]?.price;
  if (price === undefined)
    throw invalidRequest('A subscription needs an item.', { param: 'items' });
  refuseAnchor(order.anchor, now, intervalOf(price));
  const end = order.trialEnd ?? nextRecurrence(anchor, intervalOf(price), now);
  const period = { start: now, end };
  const made = world.tables.subscriptions.put(newSubscription(world, { ...order, period, anchor }));
  world.tables.subscriptionRecords.put({
    id: made.id,
    anchorSeconds: anchor,
    savesPaymentMethod: order.savesPaymentMethod,
  });
  const to = { customer: order.customer.id, subscription: made.id, startSeconds: now };
  const discounts = order.coupons.map((coupon) => redeemCoupon(world, coupon, to).id);
  const subscription = world.tables.subscriptions.put({ ...made, discounts });
  world.emit('customer.subscription.created', subscription);
  payFirst(world, finalizeInvoice(world, firstInvoice(world, subscription, order)), order);
  return world.tables.subscriptions.require(made.id);
}

function refuseAnchor(anchor: number | null, now: number, interval: Interval): void {
  if (anchor === null || (anchor > now && anchor <= recurrence(now, interval, 1))) return;
  throw invalidRequest(
    'billing_cycle_anchor must be later than now, and no later than the next natural billing date.',
    { param: 'billing_cycle_anchor' },
  );
}

function firstInvoice(
  world: World,
  subscription: Subscription,
  { anchor, prorates }: SubscriptionOrder,
): Invoice {
  const now = timeOf(world, subscription);
  const lines = subscription.items.data.flatMap((item) => {
    if (subscription.status === 'trialing') return trialLine(world, item, periodOf(subscription));
    if (anchor === null) return recurringLine(world, item, periodOf(subscription));
    // Up to its anchor a subscription pays for a part of the period that the anchor ends.
    const start = recurrence(anchor, intervalOf(item.price), -1);
    return prorates ? chargeLines(world, item, { start, end: anchor }, now) : [];
  });
  return invoiceSubscription(world, subscription, {
    reason: 'subscription_create',
    lines,
    period: { start: now, end: now },
  });
}

/** Collects the first invoice, as the behaviour wants it. */
function payFirst(world: World, invoice: Invoice, { behavior }: SubscriptionOrder): void {
  if (invoice.status !== 'open') return;
  const method = methodFor(world, invoice);
  const intent = intentOf(world, invoice);
  if (behavior === 'default_incomplete') {
    if (intent !== undefined && method !== null) {
      const status = 'requires_confirmation';
      world.tables.paymentIntents.put({ ...intent, payment_method: method, status });
    }
    return;
  }
  if (method === null) {
    throw invalidRequest(
      'This customer has no attached payment source or default payment method. Please consider adding a default payment method.',
      { code: 'resource_missing' },
    );
  }
  const tried = attemptPayment(world, invoice, method);
  if (behavior === 'error_if_incomplete' && tried !== null) orCardError(tried);
}
