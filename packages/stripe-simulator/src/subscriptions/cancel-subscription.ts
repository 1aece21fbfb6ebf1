import { voidInvoice } from '../invoices/collect-invoice.ts';
import { finalizeInvoice } from '../invoices/finalize-invoice.ts';
import type { Subscription } from '../world/wire.ts';
import { idOf } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { invoiceSubscription } from './invoice-subscription.ts';
import { creditLines } from './prorate.ts';
import { periodOf, timeOf } from './subscription-facts.ts';

export type EndReason = 'cancellation_requested' | 'payment_failed' | 'payment_disputed';

/** Ends a subscription now. Open invoices are no longer collected by themselves. */
export function endSubscription(
  world: World,
  before: Subscription,
  reason: EndReason,
  said: { readonly comment?: string | null; readonly feedback?: string | null } = {},
): Subscription {
  const now = timeOf(world, before);
  const ended = world.tables.subscriptions.put({
    ...before,
    canceled_at: before.canceled_at ?? now,
    cancellation_details: {
      comment: said.comment ?? null,
      feedback: said.feedback ?? null,
      feedback_option: null,
      reason,
    },
    ended_at: now,
    status: before.status === 'incomplete' ? 'incomplete_expired' : 'canceled',
  });
  for (const invoice of world.tables.invoices.all()) {
    const owner = idOf(invoice.parent?.subscription_details?.subscription);
    if (owner !== before.id) continue;
    if (invoice.status === 'open' && before.status === 'incomplete') voidInvoice(world, invoice);
    else if (invoice.status === 'open' || invoice.status === 'draft')
      stopCollecting(world, invoice.id);
  }
  world.emit('customer.subscription.deleted', ended);
  return ended;
}

function stopCollecting(world: World, id: string): void {
  world.tables.invoices.put({
    ...world.tables.invoices.require(id),
    auto_advance: false,
    automatically_finalizes_at: null,
    next_payment_attempt: null,
  });
}

/** Ends a subscription now, and gives credit for what is left of its period when that is wanted. */
export function cancelNow(
  world: World,
  before: Subscription,
  { prorate, invoiceNow }: { readonly prorate: boolean; readonly invoiceNow: boolean },
  said: { readonly comment?: string | null; readonly feedback?: string | null },
): Subscription {
  const now = timeOf(world, before);
  const lines = prorate
    ? before.items.data.flatMap((item) => creditLines(world, item, periodOf(before), now))
    : [];
  const ended = endSubscription(world, before, 'cancellation_requested', said);
  if (invoiceNow) {
    const period = { start: periodOf(before).start, end: now };
    const draft = invoiceSubscription(world, ended, {
      reason: 'subscription_update',
      lines,
      period,
    });
    finalizeInvoice(world, draft);
  } else {
    for (const line of lines) {
      const id = line.parent?.subscription_item_details?.invoice_item ?? world.ids.next('ii_1');
      const customer = idOf(before.customer) ?? '';
      world.tables.pendingItems.put({ id, customer, subscription: before.id, line });
    }
  }
  return world.tables.subscriptions.require(before.id);
}
