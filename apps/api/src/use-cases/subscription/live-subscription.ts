import { accepted, type Outcome, rejected } from '@purser/domain/outcome';
import type { Rejection } from '@purser/schema/contract/rejections';
import type { PeriodView } from '@purser/schema/contract/subscription';
import type { SubscriptionState } from '../../ports/subscription-store.ts';
import type { LoadedSubscription } from './load-subscription.ts';

/** The live subscription, whoever charges it (rule S2). */
export function liveOf({ user, state }: LoadedSubscription): Outcome<SubscriptionState, Rejection> {
  if (state === null || state.record.status === 'canceled') {
    const message = `The user "${user.externalId}" has no live subscription. Create one first.`;
    return rejected({ code: 'not_found', field: 'userId', message });
  }
  return accepted(state);
}

/** The live subscription, if Purser and not Stripe charges it. */
export function liveInternal(
  loaded: LoadedSubscription,
  otherwise: Rejection = stripeNotConfigured,
): Outcome<SubscriptionState, Rejection> {
  const live = liveOf(loaded);
  return live.ok && live.value.record.provider === 'stripe' ? rejected(otherwise) : live;
}

/** The period that money can be put into; one in its grace is still open (rule P8). */
export function openPeriodOf({ period }: SubscriptionState): Outcome<PeriodView, Rejection> {
  return period?.status === 'open'
    ? accepted(period)
    : rejected(nothingToDo('The subscription has no open period. Renew it first.'));
}

export function nothingToDo(message: string): Rejection {
  return { code: 'nothing_to_do', message };
}

export const stripeNotConfigured: Rejection = {
  code: 'stripe_not_configured',
  message: 'Stripe is not configured here, so a subscription that it charges cannot be changed.',
};
