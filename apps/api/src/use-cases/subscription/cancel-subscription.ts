import { accepted, rejected } from '@purser/domain/outcome';
import type {
  CancelSubscription,
  SubscriptionCanceled,
} from '@purser/schema/contract/subscription';
import type { SubscriptionRecord, SubscriptionState } from '../../ports/subscription-store.ts';
import type { CommandDefinition, Moment } from '../command/run-command.ts';
import { applyChange } from './apply-change.ts';
import { closePeriod } from './close-period.ts';
import { liveInternal } from './live-subscription.ts';
import { type LoadedSubscription, loadSubscription } from './load-subscription.ts';
import type { SubscriptionChange } from './subscription-change.ts';
import { decideChange, decideNothing } from './subscription-decision.ts';
import { subscriptionView } from './subscription-view.ts';

/**
 * Ends an internal subscription: at once, which closes its period, or at the period's end, until when the
 * period pays (rule S11).
 */
export const cancelSubscription: CommandDefinition<
  CancelSubscription,
  LoadedSubscription | null,
  SubscriptionChange | null,
  SubscriptionCanceled
> = {
  operation: 'cancel-subscription',
  load: async (stores, { userId, stripeSubscriptionId }, moment) => {
    const named =
      userId ??
      (stripeSubscriptionId === undefined
        ? null
        : await stores.subscriptions.userOfStripe(stripeSubscriptionId));
    return named === null ? null : loadSubscription(stores, { userId: named }, moment);
  },
  decide: (loaded, input, moment) => {
    if (loaded === null) return rejected(input.stripeSubscriptionId ? unknownStripe : unnamed);
    const { state, asOf } = loaded;
    if (state?.record.status === 'canceled') {
      const subscription = subscriptionView(state, asOf);
      return accepted(decideNothing(loaded, { action: 'duplicate', subscription }));
    }
    const live = liveInternal(loaded);
    if (!live.ok) return live;
    if (input.atPeriodEnd !== true || !runs(live.value, moment)) {
      const change = cancelNow(loaded, live.value, moment);
      return accepted(
        decideChange(change, (subscription) => ({ action: 'applied', subscription })),
      );
    }
    if (live.value.record.cancelAtPeriodEnd) {
      const subscription = subscriptionView(live.value, asOf);
      return accepted(decideNothing(loaded, { action: 'duplicate', subscription }));
    }
    const change = cancelLater(loaded, live.value.record, moment);
    return accepted(decideChange(change, (subscription) => ({ action: 'pending', subscription })));
  },
  apply: applyChange,
};

/** Whether there is a period whose end can be waited for. */
function runs({ period }: SubscriptionState, { now }: Moment): boolean {
  return period?.status === 'open' && now < period.endsAt;
}

function cancelLater(
  loaded: LoadedSubscription,
  record: SubscriptionRecord,
  moment: Moment,
): SubscriptionChange {
  return {
    loaded,
    subscription: {
      ...record,
      cancelAtPeriodEnd: true,
      nextChargeAt: null,
      pendingPlanId: null,
      updatedAt: moment.now,
    },
    postingKey: '',
    close: null,
    open: null,
    credit: null,
    events: [],
  };
}

function cancelNow(
  loaded: LoadedSubscription,
  { record, period }: SubscriptionState,
  moment: Moment,
): SubscriptionChange {
  const closing =
    period?.status === 'open'
      ? closePeriod(period, record.userId, { notes: 'Canceled.', moment })
      : null;
  return {
    loaded,
    subscription: canceled(record, moment),
    postingKey: `subscription-cancel:${record.id}`,
    close: closing?.close ?? null,
    open: null,
    credit: null,
    events: closing === null ? [] : [closing.event],
  };
}

/** History from here on; the user can have another one (rule S2). */
export function canceled(record: SubscriptionRecord, { now }: Moment): SubscriptionRecord {
  return {
    ...record,
    status: 'canceled',
    canceledAt: now,
    cancelAtPeriodEnd: false,
    nextChargeAt: null,
    pendingPlanId: null,
    updatedAt: now,
  };
}

const unnamed = {
  code: 'invalid_value' as const,
  field: 'userId',
  message: 'Name the user, or the subscription at Stripe.',
};

const unknownStripe = {
  code: 'not_found' as const,
  field: 'stripeSubscriptionId',
  message: 'No subscription here belongs to this one at Stripe.',
};
