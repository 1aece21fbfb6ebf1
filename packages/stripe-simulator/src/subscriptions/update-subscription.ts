import { invalidRequest } from '../http/api-error.ts';
import { attemptPayment, methodFor } from '../invoices/collect-invoice.ts';
import { finalizeInvoice } from '../invoices/finalize-invoice.ts';
import { orCardError } from '../payment-intents/confirm-intent.ts';
import type { InvoiceLine, Price, Subscription, SubscriptionItem } from '../world/wire.ts';
import { idOf } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { invoiceSubscription } from './invoice-subscription.ts';
import { planOf } from './new-subscription.ts';
import { chargeLines, creditLines } from './prorate.ts';
import {
  changeSubscription,
  intervalOf,
  intervalOfSubscription,
  periodOf,
  timeOf,
} from './subscription-facts.ts';

export type ProrationBehavior = 'always_invoice' | 'create_prorations' | 'none';

export type ItemChange = {
  readonly id?: string | undefined;
  readonly price?: Price | undefined;
  readonly quantity?: number | undefined;
};

export type ItemsOrder = {
  readonly items: readonly ItemChange[];
  readonly proration: ProrationBehavior;
  readonly prorationDate?: number | undefined;
  readonly failsWithCard: boolean;
};

/** Changes what a subscription sells, from now on or from a date, and settles the difference as the behaviour says. */
export function changeItems(world: World, before: Subscription, order: ItemsOrder): Subscription {
  return order.failsWithCard
    ? world.allOrNothing(() => applyItems(world, before, order))
    : applyItems(world, before, order);
}

function applyItems(world: World, before: Subscription, order: ItemsOrder): Subscription {
  const data = changedItems(before, order.items);
  const lines = prorationLines(world, before, data, order);
  const items = { ...before.items, data };
  const subscription = changeSubscription(world, before, { items });
  if (lines.length === 0) return subscription;
  if (order.proration === 'always_invoice') invoiceNow(world, subscription, lines, order);
  else for (const line of lines) wait(world, subscription, line);
  return world.tables.subscriptions.require(before.id);
}

/** What a subscription sells after a change. */
export function changedItems(
  before: Subscription,
  changes: readonly ItemChange[],
): SubscriptionItem[] {
  return before.items.data.map((item) => changeItem(before, item, changes));
}

/** What the rest of the period costs more or less after a change, item by item. */
export function prorationLines(
  world: World,
  before: Subscription,
  after: readonly SubscriptionItem[],
  { proration, prorationDate }: Pick<ItemsOrder, 'proration' | 'prorationDate'>,
): readonly InvoiceLine[] {
  if (proration === 'none' || before.status === 'trialing') return [];
  const at = prorationDate ?? timeOf(world, before);
  const period = periodOf(before);
  return before.items.data.flatMap((old, index) => {
    const item = after[index];
    if (item === undefined || item === old) return [];
    return [...creditLines(world, old, period, at), ...chargeLines(world, item, period, at)];
  });
}

function changeItem(
  subscription: Subscription,
  item: SubscriptionItem,
  changes: readonly ItemChange[],
): SubscriptionItem {
  const change = changes.find(({ id }) => id === item.id);
  if (change === undefined) {
    if (changes.some(({ id }) => id === undefined || !isItemOf(subscription, id))) {
      throw invalidRequest('The simulator changes items by their ids and adds none.', {
        param: 'items[0][id]',
      });
    }
    return item;
  }
  const price = change.price ?? item.price;
  const [was, will] = [intervalOfSubscription(subscription), intervalOf(price)];
  if (was.unit !== will.unit || was.count !== will.count) {
    throw invalidRequest('The simulator does not change the interval of a subscription.', {
      param: 'items[0][price]',
    });
  }
  const quantity = change.quantity ?? item.quantity ?? 1;
  return { ...item, price, plan: planOf(price), quantity };
}

function isItemOf({ items }: Subscription, id: string): boolean {
  return items.data.some((item) => item.id === id);
}

/** The proration waits for the next invoice. */
function wait(world: World, subscription: Subscription, line: InvoiceLine): void {
  world.tables.pendingItems.put({
    id: line.parent?.subscription_item_details?.invoice_item ?? line.id,
    customer: idOf(subscription.customer) ?? '',
    subscription: subscription.id,
    line,
  });
}

function invoiceNow(
  world: World,
  subscription: Subscription,
  lines: readonly InvoiceLine[],
  { failsWithCard }: ItemsOrder,
): void {
  const now = timeOf(world, subscription);
  const period = { start: periodOf(subscription).start, end: now };
  const draft = invoiceSubscription(world, subscription, {
    reason: 'subscription_update',
    lines,
    period,
  });
  const invoice = finalizeInvoice(world, draft);
  if (invoice.status !== 'open') return;
  const tried = attemptPayment(world, invoice, methodFor(world, invoice));
  if (failsWithCard && tried !== null) orCardError(tried);
}
