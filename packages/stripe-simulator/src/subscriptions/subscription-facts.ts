import type { Period } from '../invoices/lines.ts';
import type { Interval } from '../time/calendar.ts';
import type { Discount, Price, Subscription } from '../world/wire.ts';
import { idOf } from '../world/wire.ts';
import { previousOf, type World } from '../world/world.ts';

/** The period that all items of a subscription share. */
export function periodOf({ items, created }: Subscription): Period {
  const [item] = items.data;
  return { start: item?.current_period_start ?? created, end: item?.current_period_end ?? created };
}

export function withPeriod(subscription: Subscription, { start, end }: Period): Subscription {
  const data = subscription.items.data.map((item) => ({
    ...item,
    current_period_start: start,
    current_period_end: end,
  }));
  return { ...subscription, items: { ...subscription.items, data } };
}

const units = ['day', 'week', 'month', 'year'] as const;

/** How often a price recurs. */
export function intervalOf({ recurring }: Price): Interval {
  const unit = units.find((known) => known === recurring?.interval) ?? 'month';
  return { unit, count: recurring?.interval_count ?? 1 };
}

export function intervalOfSubscription({ items }: Subscription): Interval {
  const [item] = items.data;
  return item === undefined ? { unit: 'month', count: 1 } : intervalOf(item.price);
}

/** The time that the subscription lives in. */
export function timeOf(world: World, { test_clock }: Subscription): number {
  return world.seconds(idOf(test_clock));
}

/** Keeps a change and tells of it. */
export function changeSubscription(
  world: World,
  before: Subscription,
  changes: Partial<Subscription>,
): Subscription {
  const after = world.tables.subscriptions.put({ ...before, ...changes });
  const previous = previousOf(before, after);
  if (Object.keys(previous).length > 0) {
    world.emit('customer.subscription.updated', after, previous);
  }
  return world.tables.subscriptions.require(after.id);
}

/** Discounts that still run at an instant. */
export function discountsOf(
  world: World,
  { discounts }: Subscription,
  atSeconds: number,
): readonly Discount[] {
  return discounts
    .flatMap((id) => world.tables.discounts.get(id) ?? [])
    .filter(({ end }) => end === null || end > atSeconds);
}
