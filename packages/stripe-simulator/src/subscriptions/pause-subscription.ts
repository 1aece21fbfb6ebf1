import { invalidRequest } from '../http/api-error.ts';
import { attemptPayment } from '../invoices/collect-invoice.ts';
import { finalizeInvoice } from '../invoices/finalize-invoice.ts';
import { recurringLine } from '../invoices/lines.ts';
import { recurrence } from '../time/calendar.ts';
import type { Subscription } from '../world/wire.ts';
import { idOf } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { invoiceSubscription } from './invoice-subscription.ts';
import {
  changeSubscription,
  intervalOfSubscription,
  periodOf,
  timeOf,
  withPeriod,
} from './subscription-facts.ts';

/** Whether a trial ends with a pause: nobody left a card, and that is what was wanted then. */
export function pausesAfterTrial(world: World, subscription: Subscription): boolean {
  const { status, trial_settings } = subscription;
  const wanted = trial_settings?.end_behavior.missing_payment_method;
  return status === 'trialing' && wanted === 'pause' && cardOf(world, subscription) === null;
}

/** No invoices come from now on. */
export function pauseSubscription(world: World, before: Subscription): void {
  const paused = changeSubscription(world, before, { status: 'paused' });
  world.emit('customer.subscription.paused', paused);
}

/** Begins a new period now; the subscription goes on as soon as its invoice is paid. */
export function resumeSubscription(world: World, before: Subscription): Subscription {
  if (before.status !== 'paused') {
    throw invalidRequest(
      `Only paused subscriptions can be resumed; this one is ${before.status}. To go on with one that is to end, unset cancel_at_period_end.`,
    );
  }
  const start = timeOf(world, before);
  const period = { start, end: recurrence(start, intervalOfSubscription(before), 1) };
  const record = world.tables.subscriptionRecords.require(before.id);
  world.tables.subscriptionRecords.put({ ...record, anchorSeconds: start });
  const begun = world.tables.subscriptions.put({
    ...withPeriod(before, period),
    billing_cycle_anchor: start,
  });
  const draft = invoiceSubscription(world, begun, {
    reason: 'subscription_update',
    lines: begun.items.data.map((item) => recurringLine(world, item, period)),
    period: periodOf(before),
  });
  const invoice = finalizeInvoice(world, draft);
  if (invoice.status === 'open') attemptPayment(world, invoice, cardOf(world, begun));
  return world.tables.subscriptions.require(before.id);
}

function cardOf(world: World, { customer, default_payment_method }: Subscription): string | null {
  const known = world.tables.customers.get(idOf(customer) ?? '');
  return idOf(default_payment_method) ?? idOf(known?.invoice_settings.default_payment_method);
}
