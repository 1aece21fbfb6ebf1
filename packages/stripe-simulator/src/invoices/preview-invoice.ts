import { referPrice } from '../catalog/price-params.ts';
import {
  discountsOf,
  intervalOfSubscription,
  periodOf,
  timeOf,
} from '../subscriptions/subscription-facts.ts';
import { changedItems, prorationLines } from '../subscriptions/update-subscription.ts';
import { nextRecurrence } from '../time/calendar.ts';
import type { Invoice, InvoiceLine, Subscription } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { recurringLine } from './lines.ts';
import { newInvoice } from './new-invoice.ts';
import type { InvoicePreview } from './preview-params.ts';

/** The invoice that a change would make at once or, where it makes none, the next one; nothing is kept. */
export function previewInvoice(world: World, input: InvoicePreview): Invoice {
  const before = world.tables.subscriptions.refer(input.subscription, 'subscription');
  const { items = [], proration_behavior, proration_date } = input.subscription_details ?? {};
  const changes = items.map((item, index) => ({
    id: item.id,
    price: referPrice(world, item, `subscription_details[items][${index}]`),
    quantity: item.quantity,
  }));
  const order = {
    items: changes,
    proration: proration_behavior ?? ('create_prorations' as const),
    prorationDate: proration_date,
    failsWithCard: false,
  };
  const data = changedItems(before, changes);
  const prorations = prorationLines(world, before, data, order);
  const subscription = { ...before, items: { ...before.items, data } };
  const isNow = order.proration === 'always_invoice' && prorations.length > 0;
  const next = isNow ? [] : nextLines(world, subscription);
  return previewOf(world, subscription, [...prorations, ...next]);
}

/** What the next period costs. */
function nextLines(world: World, subscription: Subscription): readonly InvoiceLine[] {
  const { end: start } = periodOf(subscription);
  const { anchorSeconds } = world.tables.subscriptionRecords.require(subscription.id);
  const end = nextRecurrence(anchorSeconds, intervalOfSubscription(subscription), start);
  return subscription.items.data.map((item) => recurringLine(world, item, { start, end }));
}

function previewOf(
  world: World,
  subscription: Subscription,
  lines: readonly InvoiceLine[],
): Invoice {
  const waiting = world.tables.pendingItems
    .all()
    .filter((item) => item.subscription === subscription.id)
    .map(({ line }) => line);
  const invoice = newInvoice(world, {
    subscription,
    reason: 'upcoming',
    lines: [...waiting, ...lines],
    discounts: discountsOf(world, subscription, timeOf(world, subscription)),
    period: periodOf(subscription),
    finalizesAt: null,
    autoAdvance: false,
  });
  const withBalance = invoice.total + invoice.starting_balance;
  const due = Math.max(0, withBalance);
  return {
    ...invoice,
    id: `upcoming_${invoice.id}`,
    amount_due: due,
    amount_remaining: due,
    ending_balance: Math.min(0, withBalance),
  };
}
