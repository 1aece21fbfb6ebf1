import { failed } from '@purser/domain/stripe/event-codes';
import { subscriptionObject } from '@purser/schema/contract/stripe-objects';
import type { SubscriptionRecord } from '../../../ports/subscription-store.ts';
import type { Stores } from '../../../ports/unit-of-work.ts';
import type { Moment } from '../../command/run-command.ts';
import { applyChange } from '../../subscription/apply-change.ts';
import { closePeriod } from '../../subscription/close-period.ts';
import type { SubscriptionChange } from '../../subscription/subscription-change.ts';
import { decideChange } from '../../subscription/subscription-decision.ts';
import { decideStripeSubscription } from '../subscriptions/decide-stripe-subscription.ts';
import {
  type LoadedStripeSubscription,
  loadStripeSubscription,
} from '../subscriptions/load-stripe-subscription.ts';
import { confirmWord, type SubscriptionWord } from '../subscriptions/subscription-word.ts';
import { cancellationAlerts } from '../subscriptions/tell-cancellation.ts';
import { eventHandler, isNoEffect } from './event-handler.ts';

/** `customer.subscription.*`: the subscription here follows the one at Stripe (rule X30). */
export const subscriptionChanged = eventHandler<
  SubscriptionWord,
  LoadedStripeSubscription,
  SubscriptionChange
>({
  read: (event) => {
    const parsed = subscriptionObject.safeParse(event.data.object);
    if (!parsed.success) return malformed;
    return { object: parsed.data, versionMs: event.created * 1_000, readAtRevision: null };
  },
  ask: confirmWord,
  load: (stores, { object }, moment) => loadStripeSubscription(stores, object, moment),
  decide: (loaded, word, moment) => {
    const record = decideStripeSubscription(loaded, word, moment);
    if (isNoEffect(record)) return record;
    const change = subscriptionChange(loaded, record, moment);
    const { changes, audit, affects } = decideChange(change, () => null);
    const alerts = cancellationAlerts(loaded, record, word.object.periodEndsAtMs, moment);
    return { user: loaded.user, change, changes, audit, affects, alerts };
  },
  apply: applyStripeChange,
});

const malformed = failed('malformed_object', 'The event’s object is no subscription.');

/** The row as it will be; a subscription that has ended closes its period (rule S11). */
export function subscriptionChange(
  loaded: LoadedStripeSubscription,
  record: SubscriptionRecord,
  moment: Moment,
): SubscriptionChange {
  const period = loaded.state?.period ?? null;
  const closes = record.status === 'canceled' && period?.status === 'open';
  const notes = 'Ended at Stripe.';
  const closing = closes ? closePeriod(period, record.userId, { notes, moment }) : null;
  return {
    loaded,
    subscription: record,
    postingKey: `subscription-end:${record.id}`,
    close: closing?.close ?? null,
    open: null,
    credit: null,
    events: closing === null ? [] : [closing.event],
  };
}

/** Writes a change, and whose customer it is. */
export async function applyStripeChange(
  stores: Stores,
  change: SubscriptionChange,
  moment: Moment,
): Promise<void> {
  const { userId, stripeCustomerId } = change.subscription;
  if (stripeCustomerId !== null) {
    await stores.stripe.addCustomer(userId, stripeCustomerId, moment.now);
  }
  await applyChange(stores, change, moment);
}
