import type { NoEffect } from '@purser/domain/stripe/event-codes';
import type { SubscriptionObjectFacts } from '@purser/domain/stripe/object-facts';
import type { PlanRecord } from '../../../ports/plan-store.ts';
import type { SubscriptionRecord, SubscriptionState } from '../../../ports/subscription-store.ts';
import type { Stores } from '../../../ports/unit-of-work.ts';
import type { Moment } from '../../command/run-command.ts';
import type { LoadedSubscription } from '../../subscription/load-subscription.ts';
import {
  operatorFunding,
  periodAccount,
  projectAccount,
  stripeFunding,
} from '../../subscription/period-accounts.ts';
import { userOfSubscription, userUnknown } from './subscription-word.ts';

/** What everything that Stripe says of a subscription is decided by; its `state` is that subscription's. */
export type LoadedStripeSubscription = LoadedSubscription & {
  /** Another subscription of the user that is live; a user has one at most (rule S2). */
  readonly otherLive: SubscriptionRecord | null;
  /** The plan of the object's price, as chosen by `planOf`. */
  readonly plan: PlanRecord | null;
};

/** Locks the user and the money that may move, then reads: what is decided by it stays true (rules S5 and S7). */
export async function loadStripeSubscription(
  stores: Stores,
  object: SubscriptionObjectFacts,
  moment: Moment,
  periodKey: string | null = null,
): Promise<LoadedStripeSubscription | NoEffect> {
  const userId = await userOfSubscription(stores, object);
  if (userId === null) return userUnknown;
  const user = await stores.users.lock(userId, moment.now);
  const { renewalGraceSeconds } = await stores.policies.settings();
  const openKey = (await stores.subscriptions.facts(user.id))?.openPeriodKey ?? null;
  const of = { userId: user.id, overdraftMicroUsd: 0n };
  const periods = [openKey, periodKey].flatMap((key) =>
    key === null ? [] : [periodAccount(key, of)],
  );
  await stores.ledger.lock([...periods, projectAccount, operatorFunding, stripeFunding]);
  const latest = await stores.subscriptions.latest(user.id);
  const state =
    (await stores.subscriptions.ofStripe(object.stripeSubscriptionId)) ?? askedFor(latest, object);
  const isOther = latest !== null && latest.record.id !== state?.record.id;
  return {
    user,
    state,
    asOf: { nowMs: moment.nowMs, renewalGraceMs: renewalGraceSeconds * 1_000 },
    takenKeys: new Set(),
    otherLive: isOther && latest.record.status !== 'canceled' ? latest.record : null,
    plan: await planOf(stores, object, state?.record ?? null),
  };
}

/** The subscription that was asked for here, before Stripe's answer came. */
function askedFor(
  latest: SubscriptionState | null,
  { metadata }: SubscriptionObjectFacts,
): SubscriptionState | null {
  const isAsked =
    latest?.record.stripeSubscriptionId === null &&
    latest.record.provider === 'stripe' &&
    latest.record.id === metadata.subscription_id;
  return isAsked ? latest : null;
}

/**
 * The plan of a price (rule X30): what the subscription has, if that is its price; else whichever plan has the price; else,
 * for a new subscription, the one that its metadata names.
 */
export async function planOf(
  stores: Stores,
  { priceId, metadata }: Pick<SubscriptionObjectFacts, 'priceId' | 'metadata'>,
  record: Pick<SubscriptionRecord, 'planId' | 'stripePriceId'> | null,
): Promise<PlanRecord | null> {
  if (record !== null && (priceId === null || priceId === record.stripePriceId)) {
    return stores.plans.find(record.planId);
  }
  const priced = priceId === null ? [] : await stores.plans.ofStripePrice(priceId);
  const ofPrice = priced.find(({ planId }) => planId === record?.planId) ?? priced[0];
  if (ofPrice !== undefined) return ofPrice;
  const named = record === null ? metadata.plan_id : undefined;
  return named === undefined ? null : stores.plans.find(named);
}
