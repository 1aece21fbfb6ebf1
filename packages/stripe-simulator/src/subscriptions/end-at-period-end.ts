import type { Subscription } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { changeSubscription, periodOf, timeOf } from './subscription-facts.ts';

/** Lets a subscription end with its period, or go on after all. */
export function endAtPeriodEnd(world: World, id: string, isToEnd: boolean): Subscription {
  const before = world.tables.subscriptions.require(id);
  return changeSubscription(world, before, endChange(world, before, isToEnd ? 'period_end' : null));
}

/** What changes when a subscription is to end at an instant or with its period, or never. */
export function endChange(
  world: World,
  before: Subscription,
  endsAt: number | 'period_end' | null,
): Partial<Subscription> {
  const isPeriodEnd = endsAt === 'period_end';
  return {
    cancel_at: isPeriodEnd ? periodOf(before).end : endsAt,
    cancel_at_period_end: isPeriodEnd,
    canceled_at: endsAt === null ? null : timeOf(world, before),
    cancellation_details: {
      comment: null,
      feedback: null,
      feedback_option: null,
      reason: endsAt === null ? null : 'cancellation_requested',
    },
  };
}
