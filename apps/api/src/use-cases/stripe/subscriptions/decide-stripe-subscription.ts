import { centsToMicroUsd } from '@purser/domain/money/micro-usd';
import { failed, ignored, type NoEffect, waits } from '@purser/domain/stripe/event-codes';
import type { SubscriptionObjectFacts } from '@purser/domain/stripe/object-facts';
import { type PlanPrice, planMove } from '@purser/domain/stripe/plan-move';
import { newerState } from '@purser/domain/stripe/state-version';
import { subscriptionStatusOf } from '@purser/domain/stripe/subscription-status';
import { anchorDayOf } from '@purser/domain/subscription/period';
import type { SubscriptionRecord, SubscriptionState } from '../../../ports/subscription-store.ts';
import type { Moment } from '../../command/run-command.ts';
import type { LoadedStripeSubscription } from './load-stripe-subscription.ts';
import type { SubscriptionWord } from './subscription-word.ts';

/** The row as Stripe's word makes it, or why it stays as it is (rules X5 and X30). */
export function decideStripeSubscription(
  loaded: LoadedStripeSubscription,
  word: SubscriptionWord,
  moment: Moment,
): SubscriptionRecord | NoEffect {
  const { state, otherLive, plan } = loaded;
  const { object } = word;
  const status = subscriptionStatusOf(object.status);
  if (state?.record.status === 'canceled') return superseded;
  const newer = newerState(state && heldBy(state.record), word);
  if (newer === 'older') return superseded;
  if (newer === 'ask') return changedMeanwhile;
  if (otherLive !== null && status !== 'canceled') return secondOne(otherLive, object);
  if (plan === null) return unknownPlan(object);
  const price = priceOf(object, plan);
  const before = state?.record ?? newRecord(loaded, object, price, moment);
  const ends = status === 'canceled' || object.cancelAtPeriodEnd;
  const record: SubscriptionRecord = {
    ...before,
    ...identity(object, word, before),
    ...planAfter(before, state, { ...price, priceId: object.priceId }),
    status,
    stripeStatus: object.status,
    cancelAtPeriodEnd: object.cancelAtPeriodEnd && status !== 'canceled',
    nextChargeAt: ends ? null : instant(object.periodEndsAtMs),
    updatedAt: moment.now,
  };
  return status === 'canceled' ? ended(record, object, moment) : record;
}

function heldBy({ stripeVersion, stripeRevision }: SubscriptionRecord) {
  return { versionMs: Number(stripeVersion), revision: stripeRevision };
}

/** What the price at Stripe costs a month; the plan's own price where Stripe does not say. */
function priceOf({ priceCents }: SubscriptionObjectFacts, plan: PlanPrice): PlanPrice {
  const { planId, monthlyPriceMicroUsd } = plan;
  return {
    planId,
    monthlyPriceMicroUsd: priceCents === null ? monthlyPriceMicroUsd : centsToMicroUsd(priceCents),
  };
}

function identity(
  object: SubscriptionObjectFacts,
  { versionMs }: SubscriptionWord,
  { stripeVersion, stripeRevision }: SubscriptionRecord,
) {
  const said = BigInt(versionMs);
  return {
    stripeCustomerId: object.customerId,
    stripeSubscriptionId: object.stripeSubscriptionId,
    stripeVersion: said > stripeVersion ? said : stripeVersion,
    stripeRevision: stripeRevision + 1,
  };
}

type Target = PlanPrice & { readonly priceId: string | null };

/** The plan now, and the one that waits for the next period (rule X32). */
export function planAfter(
  before: SubscriptionRecord,
  state: Pick<SubscriptionState, 'period'> | null,
  { planId, monthlyPriceMicroUsd, priceId }: Target,
): Pick<SubscriptionRecord, 'planId' | 'monthlyPriceMicroUsd' | 'stripePriceId' | 'pendingPlanId'> {
  const move = planMove(before, { planId, monthlyPriceMicroUsd }, state?.period?.status === 'open');
  if (move === 'at_period_end') {
    const { planId: stays, monthlyPriceMicroUsd: paid, stripePriceId } = before;
    return { planId: stays, monthlyPriceMicroUsd: paid, stripePriceId, pendingPlanId: planId };
  }
  return { planId, monthlyPriceMicroUsd, stripePriceId: priceId, pendingPlanId: null };
}

function newRecord(
  { user }: LoadedStripeSubscription,
  object: SubscriptionObjectFacts,
  { planId, monthlyPriceMicroUsd }: PlanPrice,
  moment: Moment,
): SubscriptionRecord {
  return {
    id: moment.newId(),
    userId: user.id,
    planId,
    provider: 'stripe',
    status: 'incomplete',
    monthlyPriceMicroUsd,
    anchorDay: anchorDayOf(object.anchorAtMs ?? object.startedAtMs),
    currentPeriodKey: null,
    nextChargeAt: null,
    lastChargedAt: null,
    cancelAtPeriodEnd: false,
    canceledAt: null,
    pendingPlanId: null,
    overdraftMicroUsd: 0n,
    stripeCustomerId: object.customerId,
    stripeSubscriptionId: object.stripeSubscriptionId,
    stripePriceId: object.priceId,
    stripeVersion: 0n,
    stripeRevision: 0,
    stripeStatus: object.status,
    pastDueSince: null,
    createdBy: moment.actor,
    startedAt: new Date(object.startedAtMs),
    createdAt: moment.now,
    updatedAt: moment.now,
  };
}

function ended(
  record: SubscriptionRecord,
  { endedAtMs, canceledAtMs }: SubscriptionObjectFacts,
  { now }: Moment,
): SubscriptionRecord {
  return {
    ...record,
    canceledAt: instant(endedAtMs ?? canceledAtMs) ?? now,
    pendingPlanId: null,
    pastDueSince: null,
  };
}

function instant(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}

export const superseded = ignored(
  'superseded',
  'A newer state of this subscription is here already.',
);

const changedMeanwhile = waits(
  'waits_for_stripe',
  'The subscription changed while Stripe was asked; it is asked again.',
);

function secondOne(
  { planId, provider, stripeSubscriptionId }: SubscriptionRecord,
  object: SubscriptionObjectFacts,
): NoEffect {
  const first = stripeSubscriptionId ?? `to "${planId}" (${provider})`;
  return failed(
    'subscription_exists',
    `The user has a live subscription ${first} beside ${object.stripeSubscriptionId}. Cancel one of them, then retry.`,
  );
}

function unknownPlan({ priceId }: SubscriptionObjectFacts): NoEffect {
  return failed(
    'unknown_plan',
    `No plan has the Stripe price ${priceId ?? 'of this subscription'}. Set it as a plan's stripePriceId, then retry.`,
  );
}
