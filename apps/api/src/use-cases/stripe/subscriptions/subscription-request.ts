import type { SubscriptionObjectFacts } from '@purser/domain/stripe/object-facts';
import { subscriptionStatusOf } from '@purser/domain/stripe/subscription-status';
import type { StripeAnswer, StripeGateway } from '../../../ports/stripe-gateway.ts';
import type { StripeRequestRecord } from '../../../ports/stripe-store.ts';
import type { SubscriptionState } from '../../../ports/subscription-store.ts';
import type { Stores } from '../../../ports/unit-of-work.ts';
import type { Moment } from '../../command/run-command.ts';
import { canceled } from '../../subscription/cancel-subscription.ts';
import type { SubscriptionChange } from '../../subscription/subscription-change.ts';
import { isNoEffect } from '../events/event-handler.ts';
import { applyStripeChange, subscriptionChange } from '../events/subscription-changed.ts';
import {
  type Answered,
  type RequestEnd,
  type RequestKind,
  requestKind,
} from '../requests/request-kind.ts';
import { decideStripeSubscription } from './decide-stripe-subscription.ts';
import {
  type LoadedStripeSubscription,
  loadStripeSubscription,
} from './load-stripe-subscription.ts';
import type { SubscriptionParams } from './subscription-params.ts';
import { cancelFailedAlert, cancellationAlerts } from './tell-cancellation.ts';

/** A subscription as Stripe answers it, and what callers are told of it. */
export type SubscriptionMade = {
  readonly object: SubscriptionObjectFacts;
  readonly answer: Readonly<Record<string, string | null>>;
};

type State = {
  readonly loaded: LoadedStripeSubscription | null;
  /** A subscription that was to be made, and that Stripe refused. */
  readonly abandoned: SubscriptionState | null;
};
type Change = {
  readonly made: SubscriptionChange | null;
  readonly abandoned: SubscriptionState | null;
};

type Calls = {
  readonly find: (
    gateway: StripeGateway,
    request: StripeRequestRecord,
  ) => Promise<StripeAnswer<SubscriptionMade | null>>;
  readonly send: (
    gateway: StripeGateway,
    request: StripeRequestRecord,
  ) => Promise<StripeAnswer<SubscriptionMade>>;
};

/**
 * A request whose answer is the subscription: it is written as an event's would be, unless an event was quicker
 * (rules X5 and X34).
 */
export function subscriptionRequest(calls: Calls): RequestKind {
  return requestKind<SubscriptionMade, State, Change>({
    ...calls,
    load: loadState,
    decide: decideEnd,
    apply: async (stores, { made, abandoned }, moment) => {
      if (made !== null) await applyStripeChange(stores, made, moment);
      if (abandoned !== null) await stores.subscriptions.save(canceled(abandoned.record, moment));
    },
  });
}

async function loadState(
  stores: Stores,
  request: StripeRequestRecord,
  answered: Answered<SubscriptionMade>,
  moment: Moment,
): Promise<State> {
  if (answered.kind === 'done') {
    const loaded = await loadStripeSubscription(stores, answered.value.object, moment);
    return { loaded: isNoEffect(loaded) ? null : loaded, abandoned: null };
  }
  const user = await stores.users.byId(request.userId);
  if (user === null || request.kind !== 'subscribe') return { loaded: null, abandoned: null };
  await stores.users.lock(user.externalId, moment.now);
  const latest = await stores.subscriptions.latest(user.id);
  const isAsked = latest?.record.id === request.subject && latest.record.status !== 'canceled';
  return { loaded: null, abandoned: isAsked ? latest : null };
}

function decideEnd(
  { loaded, abandoned }: State,
  request: StripeRequestRecord,
  answered: Answered<SubscriptionMade>,
  moment: Moment,
): RequestEnd<Change> {
  const { now } = moment;
  const { kind, userId } = request;
  const ended = { ...request, error: null, nextCallAt: null, updatedAt: now, endedAt: now };
  if (answered.kind === 'refused') {
    const { code, message } = answered;
    return {
      request: { ...ended, status: 'failed', errorCode: code, error: message },
      change: { made: null, abandoned },
      changes: [{ label: kind, before: request.status, after: `failed: ${code}` }],
      affects: { userId },
      alerts: kind === 'cancel' ? [cancelFailedAlert(request, message)] : [],
    };
  }
  const { object, answer } = answered.value;
  const made = loaded && changeOf(loaded, request, object, moment);
  return {
    request: {
      ...ended,
      status: 'succeeded',
      stripeId: object.stripeSubscriptionId,
      stripeStatus: object.status,
      answer,
    },
    change: { made, abandoned: null },
    changes: [{ label: kind, before: request.status, after: object.stripeSubscriptionId }],
    affects: { userId },
    alerts:
      loaded === null || made === null
        ? []
        : cancellationAlerts(loaded, made.subscription, object.periodEndsAtMs, moment),
  };
}

/** Null where an event told the same, or something newer, before. */
function changeOf(
  loaded: LoadedStripeSubscription,
  { params }: StripeRequestRecord,
  object: SubscriptionObjectFacts,
  moment: Moment,
): SubscriptionChange | null {
  const { revision } = params as SubscriptionParams;
  const word = { object, versionMs: 0, readAtRevision: revision };
  const record = decideStripeSubscription(loaded, word, moment);
  return isNoEffect(record) ? null : subscriptionChange(loaded, record, moment);
}

/** Whether Stripe has ended a subscription. */
export function hasEnded({ status }: SubscriptionObjectFacts): boolean {
  return subscriptionStatusOf(status) === 'canceled';
}
