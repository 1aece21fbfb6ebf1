import { voidInvoice } from '../invoices/collect-invoice.ts';
import { recurringLine } from '../invoices/lines.ts';
import { nextRecurrence } from '../time/calendar.ts';
import type { DueWork } from '../time/time-engine.ts';
import type { Subscription } from '../world/wire.ts';
import { idOf } from '../world/wire.ts';
import { previousOf, type World } from '../world/world.ts';
import { endSubscription } from './cancel-subscription.ts';
import { invoiceSubscription } from './invoice-subscription.ts';
import { pauseSubscription, pausesAfterTrial } from './pause-subscription.ts';
import {
  changeSubscription,
  intervalOfSubscription,
  periodOf,
  timeOf,
  withPeriod,
} from './subscription-facts.ts';

const hourSeconds = 3_600;

/** A first payment is waited for this long. */
const incompleteHoursMax = 23;

const renewing = ['active', 'past_due', 'trialing', 'unpaid'];

/** Subscriptions renew when their period ends, end when they were to, and expire when nobody paid the first time. */
export function subscriptionWork(world: World): readonly DueWork[] {
  return world.tables.subscriptions.all().flatMap((subscription): readonly DueWork[] => {
    const testClock = idOf(subscription.test_clock);
    if (subscription.status === 'incomplete') {
      const atSeconds = subscription.created + incompleteHoursMax * hourSeconds;
      return [{ atSeconds, testClock, run: () => expire(world, subscription) }];
    }
    if (!renewing.includes(subscription.status)) return [];
    const { end } = periodOf(subscription);
    const endsAt = subscription.cancel_at ?? Infinity;
    return endsAt <= end
      ? [{ atSeconds: endsAt, testClock, run: () => void endByPlan(world, subscription) }]
      : [{ atSeconds: end, testClock, run: () => renewSubscription(world, subscription) }];
  });
}

/** Begins the next period and drafts its invoice, which becomes final an hour later. */
export function renewSubscription(world: World, before: Subscription): void {
  if (pausesAfterTrial(world, before)) {
    pauseSubscription(world, before);
    return;
  }
  const { start, end } = periodOf(before);
  const anchor = world.tables.subscriptionRecords.require(before.id).anchorSeconds;
  const next = { start: end, end: nextRecurrence(anchor, intervalOfSubscription(before), end) };
  const subscription = world.tables.subscriptions.put({
    ...withPeriod(before, next),
    ...(before.status === 'trialing' && { status: 'active' as const }),
  });
  const isUnpaid = subscription.status === 'unpaid';
  invoiceSubscription(world, subscription, {
    reason: 'subscription_cycle',
    lines: subscription.items.data.map((item) => recurringLine(world, item, next)),
    period: { start, end },
    autoAdvance: !isUnpaid,
    finalizesAt: isUnpaid ? null : timeOf(world, subscription) + hourSeconds,
  });
  const renewed = world.tables.subscriptions.require(before.id);
  world.emit('customer.subscription.updated', renewed, previousOf(before, renewed));
}

function endByPlan(world: World, subscription: Subscription): Subscription {
  return endSubscription(world, subscription, 'cancellation_requested');
}

function expire(world: World, subscription: Subscription): void {
  const expired = changeSubscription(world, subscription, {
    status: 'incomplete_expired',
    ended_at: timeOf(world, subscription),
  });
  const invoice = world.tables.invoices.get(idOf(expired.latest_invoice) ?? '');
  if (invoice?.status === 'open') voidInvoice(world, invoice);
}
