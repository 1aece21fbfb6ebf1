import { isSubscriptionActive } from '@purser/domain/plan/subscription';
import type { SubscriptionView } from '@purser/schema/contract/subscription';
import type { SubscriptionState } from '../../ports/subscription-store.ts';

/** When a subscription is asked about, and how long its plan outlives its period. */
export type AsOf = { readonly nowMs: number; readonly renewalGraceMs: number };

/** A subscription as people see it; whether it gives its plan is decided at the instant asked about (rule P8). */
export function subscriptionView(state: SubscriptionState, asOf: AsOf): SubscriptionView {
  const {
    anchorDay: _day,
    currentPeriodKey,
    userId: _internal,
    stripeVersion: _version,
    stripeRevision: _revision,
    ...record
  } = state.record;
  const { period } = state;
  return {
    ...record,
    userId: state.userId,
    isActive: isSubscriptionActive(
      {
        ...record,
        periodEndMs: period?.endsAt.getTime() ?? null,
        openPeriodKey: period?.status === 'open' ? currentPeriodKey : null,
      },
      asOf,
    ),
    period,
    lifetimeAddedMicroUsd: state.lifetimeAddedMicroUsd,
    lifetimeSpentMicroUsd: state.lifetimeSpentMicroUsd,
  };
}
