import { accepted, type Outcome, rejected } from '@purser/domain/outcome';
import { anchorDayOf, periodEndMs } from '@purser/domain/subscription/period';
import type { Rejection } from '@purser/schema/contract/rejections';
import type {
  CreateSubscription,
  SubscriptionCreated,
  SubscriptionView,
} from '@purser/schema/contract/subscription';
import type { PlanRecord } from '../../ports/plan-store.ts';
import type { SubscriptionRecord } from '../../ports/subscription-store.ts';
import type { CommandDefinition, Moment } from '../command/run-command.ts';
import { applyChange } from './apply-change.ts';
import { stripeNotConfigured } from './live-subscription.ts';
import { type LoadedSubscription, loadSubscription } from './load-subscription.ts';
import { openPeriod } from './open-period.ts';
import type { SubscriptionChange } from './subscription-change.ts';
import { decideChange, decideNothing } from './subscription-decision.ts';
import { subscriptionView } from './subscription-view.ts';

type State = LoadedSubscription & { readonly plan: PlanRecord | null };

/**
 * Subscribes a user to an internal plan; a plan with a price opens its first period and pays it in (rule
 * S3). A user has one live subscription: the same again is a duplicate, another plan a conflict (rule S2).
 */
export const createSubscription: CommandDefinition<
  CreateSubscription,
  State,
  SubscriptionChange | null,
  SubscriptionCreated
> = {
  operation: 'create-subscription',
  load: async (stores, input, moment) => {
    const loaded = await loadSubscription(stores, input, moment);
    return { ...loaded, plan: await stores.plans.find(input.planId) };
  },
  decide: (loaded, input, moment) => {
    const plan = planOf(loaded, input);
    if (!plan.ok) return plan;
    const { state, asOf } = loaded;
    if (state !== null && state.record.status !== 'canceled') {
      if (state.record.planId !== plan.value.planId) return rejected(exists(state.record));
      const subscription = subscriptionView(state, asOf);
      return accepted(decideNothing(loaded, { action: 'duplicate', subscription, stripe: null }));
    }
    return accepted(decideChange(newSubscription(loaded, plan.value, moment), created));
  },
  apply: applyChange,
};

function created(subscription: SubscriptionView): SubscriptionCreated {
  return { action: 'created', subscription, stripe: null };
}

/** The plan that was asked for, if Purser itself charges for it. */
function planOf(loaded: State, input: CreateSubscription): Outcome<PlanRecord, Rejection> {
  const plan = subscribablePlan(loaded, input);
  return plan.ok && plan.value.provider === 'stripe' ? rejected(stripeNotConfigured) : plan;
}

/** The plan that was asked for, if somebody can be subscribed to it. */
export function subscribablePlan(
  { plan }: Pick<State, 'plan'>,
  { planId, provider, stripePriceId }: CreateSubscription,
): Outcome<PlanRecord, Rejection> {
  if (plan === null) {
    const message = `There is no plan "${planId}".`;
    return rejected({ code: 'not_found', field: 'planId', message });
  }
  if (!plan.active) {
    const message = `The plan "${planId}" takes no new subscribers. Activate it first.`;
    return rejected({ code: 'plan_inactive', field: 'planId', message });
  }
  if (provider !== undefined && provider !== plan.provider) {
    const message = `The plan "${planId}" has the provider ${plan.provider}.`;
    return rejected({ code: 'invalid_value', field: 'provider', message });
  }
  if (plan.provider === 'internal') return accepted(plan);
  if (plan.stripePriceId === null && stripePriceId === undefined) {
    const message = `The plan "${planId}" has no Stripe price. Set one, or send stripePriceId.`;
    return rejected({ code: 'invalid_value', field: 'stripePriceId', message });
  }
  return accepted(plan);
}

export function exists({ planId, provider }: SubscriptionRecord): Rejection {
  return {
    code: 'subscription_exists',
    field: 'userId',
    message: `The user has a live ${provider} subscription to "${planId}". Change its plan instead.`,
  };
}

/** A new subscription, with the period that its price opens where Purser charges for it. */
function newSubscription(
  loaded: LoadedSubscription,
  plan: PlanRecord,
  moment: Moment,
): SubscriptionChange {
  const { nowMs, now } = moment;
  const anchorDay = anchorDayOf(nowMs);
  const id = moment.newId();
  const span = { startsAtMs: nowMs, endsAtMs: periodEndMs(nowMs, anchorDay), notes: null };
  const isPaid = plan.monthlyPriceMicroUsd > 0n;
  const open = isPaid ? openPeriod(loaded, { id, planId: plan.planId }, span, moment) : null;
  return {
    loaded,
    subscription: {
      id,
      userId: loaded.user.id,
      planId: plan.planId,
      provider: plan.provider,
      status: 'active',
      monthlyPriceMicroUsd: plan.monthlyPriceMicroUsd,
      anchorDay,
      currentPeriodKey: open?.key ?? null,
      nextChargeAt: open?.endsAt ?? null,
      lastChargedAt: isPaid ? now : null,
      cancelAtPeriodEnd: false,
      canceledAt: null,
      pendingPlanId: null,
      overdraftMicroUsd: 0n,
      stripeCustomerId: null,
      stripeSubscriptionId: null,
      stripePriceId: null,
      stripeVersion: 0n,
      stripeRevision: 0,
      stripeStatus: null,
      pastDueSince: null,
      createdBy: moment.actor,
      startedAt: now,
      createdAt: now,
      updatedAt: now,
    },
    postingKey: `subscription-create:${id}`,
    close: null,
    open,
    credit: isPaid
      ? { kind: 'subscription_renewal', amountMicroUsd: plan.monthlyPriceMicroUsd }
      : null,
    events: [],
  };
}
