import { redeemCoupon } from '../catalog/coupons.ts';
import { invalidRequest } from '../http/api-error.ts';
import { attemptPayment, intentOf, methodFor } from '../invoices/collect-invoice.ts';
import { finalizeInvoice } from '../invoices/finalize-invoice.ts';
import { recurringLine, trialLine } from '../invoices/lines.ts';
import { orCardError } from '../payment-intents/confirm-intent.ts';
import { nextRecurrence } from '../time/calendar.ts';
import type { Coupon, Invoice, Subscription } from '../world/wire.ts';
import { idOf } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { invoiceSubscription } from './invoice-subscription.ts';
import { newSubscription, type SubscriptionTerms } from './new-subscription.ts';
import { intervalOf, periodOf, timeOf } from './subscription-facts.ts';

export type PaymentBehavior = 'allow_incomplete' | 'default_incomplete' | 'error_if_incomplete';

export type SubscriptionOrder = Omit<SubscriptionTerms, 'period' | 'anchor'> & {
  readonly anchor: number | null;
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
  payFirst(world, finalizeInvoice(world, firstInvoice(world, subscription)), order);
  return world.tables.subscriptions.require(made.id);
}

function firstInvoice(world: World, subscription: Subscription): Invoice {
  const period = periodOf(subscription);
  const now = timeOf(world, subscription);
  const isTrial = subscription.status === 'trialing';
  const lines = subscription.items.data.map((item) =>
    isTrial ? trialLine(world, item, period) : recurringLine(world, item, period),
  );
  const atOnce = { start: now, end: now };
  return invoiceSubscription(world, subscription, {
    reason: 'subscription_create',
    lines,
    period: atOnce,
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
