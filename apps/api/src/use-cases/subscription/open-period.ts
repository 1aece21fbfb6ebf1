import { internalPeriodKey, type PeriodSpan } from '@purser/domain/subscription/period';
import type { PeriodRecord, SubscriptionRecord } from '../../ports/subscription-store.ts';
import type { Moment } from '../command/run-command.ts';
import type { LoadedSubscription } from './load-subscription.ts';

/** A new period of an internal subscription, under a key that nobody had (rule S1). */
export function openPeriod(
  { user, takenKeys }: LoadedSubscription,
  subscription: Pick<SubscriptionRecord, 'id' | 'planId'>,
  { startsAtMs, endsAtMs, notes }: PeriodSpan & { readonly notes: string | null },
  moment: Moment,
): PeriodRecord {
  const { tenantSlug, projectSlug } = moment.ctx.scope;
  return {
    key: internalPeriodKey({
      tenantSlug,
      projectSlug,
      userId: user.externalId,
      endsAtMs,
      taken: takenKeys,
    }),
    subscriptionId: subscription.id,
    userId: user.id,
    planId: subscription.planId,
    status: 'open',
    startsAt: new Date(startsAtMs),
    endsAt: new Date(endsAtMs),
    closedAt: null,
    notes,
    createdAt: moment.now,
    updatedAt: moment.now,
  };
}
