import { accepted, type Outcome, rejected } from '@purser/domain/outcome';
import { anchorDayOf, periodEndMs } from '@purser/domain/subscription/period';
import { upgradeDifference } from '@purser/domain/subscription/proration';
import type { Rejection } from '@purser/schema/contract/rejections';
import type { ChangePlan, PlanChanged } from '@purser/schema/contract/subscription';
import type { PlanRecord } from '../../ports/plan-store.ts';
import type { SubscriptionState } from '../../ports/subscription-store.ts';
import type { CommandDefinition, Moment } from '../command/run-command.ts';
import { applyChange } from './apply-change.ts';
import { liveInternal, nothingToDo } from './live-subscription.ts';
import { type LoadedSubscription, loadSubscription } from './load-subscription.ts';
import { openPeriod } from './open-period.ts';
import type { SubscriptionChange } from './subscription-change.ts';
import { decideChange } from './subscription-decision.ts';

type State = LoadedSubscription & { readonly plan: PlanRecord | null };

/**
 * Moves a subscription to another plan: to a dearer one now, against the difference for what is left of the
 * period; to a cheaper one at the period's end (rule S10). Its own plan takes back a change that waits.
 */
export const changePlan: CommandDefinition<ChangePlan, State, SubscriptionChange, PlanChanged> = {
  operation: 'change-plan',
  load: async (stores, input, moment) => {
    const loaded = await loadSubscription(stores, input, moment);
    return { ...loaded, plan: await stores.plans.find(input.planId) };
  },
  decide: (loaded, input, moment) => {
    const live = liveInternal(loaded);
    if (!live.ok) return live;
    const plan = planOf(loaded, live.value, input);
    if (!plan.ok) return plan;
    const { record, period } = live.value;
    const price = plan.value.monthlyPriceMicroUsd;
    const waits =
      price < record.monthlyPriceMicroUsd &&
      period?.status === 'open' &&
      moment.now < period.endsAt;
    if (plan.value.planId === record.planId) {
      const { pendingPlanId } = record;
      const change = { ...unmoved(loaded, live.value, moment), postingKey: '' };
      const answer = answerOf('unchanged', change, moment.now);
      return accepted({ ...decideChange(change, answer), unchanged: pendingPlanId === null });
    }
    if (waits) {
      const { subscription } = unmoved(loaded, live.value, moment);
      const pendingPlanId = plan.value.planId;
      const change = {
        ...unmoved(loaded, live.value, moment),
        subscription: { ...subscription, pendingPlanId },
      };
      return accepted(decideChange(change, answerOf('scheduled', change, period.endsAt)));
    }
    const change = moveNow(loaded, live.value, plan.value, moment);
    return accepted(decideChange(change, answerOf('upgraded', change, moment.now)));
  },
  apply: applyChange,
};

function answerOf(
  action: PlanChanged['action'],
  { credit }: SubscriptionChange,
  effectiveAt: Date,
): (subscription: PlanChanged['subscription']) => PlanChanged {
  const differenceMicroUsd = credit?.amountMicroUsd ?? 0n;
  return (subscription) => ({ action, effectiveAt, differenceMicroUsd, subscription });
}

/** The plan to change to, if the subscription can. */
export function planOf(
  { plan }: { readonly plan: PlanRecord | null },
  { record }: SubscriptionState,
  { planId }: ChangePlan,
): Outcome<PlanRecord, Rejection> {
  if (plan === null) {
    const message = `There is no plan "${planId}".`;
    return rejected({ code: 'not_found', field: 'planId', message });
  }
  if (!plan.active && planId !== record.planId) {
    const message = `The plan "${planId}" takes no new subscribers. Activate it first.`;
    return rejected({ code: 'plan_inactive', field: 'planId', message });
  }
  if (plan.provider !== record.provider) {
    const message = `The plan "${planId}" has the provider ${plan.provider}, the subscription ${record.provider}.`;
    return rejected({ code: 'invalid_value', field: 'planId', message });
  }
  if (record.status !== 'active') {
    return rejected(nothingToDo(`The subscription is ${record.status}, so its plan stays.`));
  }
  if (record.cancelAtPeriodEnd) {
    return rejected(nothingToDo('The subscription ends with this period. Resume it first.'));
  }
  return accepted(plan);
}

/** The subscription as it is, with no change of plan waiting. */
function unmoved(
  loaded: LoadedSubscription,
  { record }: SubscriptionState,
  moment: Moment,
): SubscriptionChange {
  return {
    loaded,
    subscription: { ...record, pendingPlanId: null, updatedAt: moment.now },
    postingKey: `subscription-plan:${moment.commandKey}`,
    close: null,
    open: null,
    credit: null,
    events: [],
  };
}

function moveNow(
  loaded: LoadedSubscription,
  state: SubscriptionState,
  plan: PlanRecord,
  moment: Moment,
): SubscriptionChange {
  const { record, period } = state;
  const change = unmoved(loaded, state, moment);
  const moved = {
    ...change.subscription,
    planId: plan.planId,
    monthlyPriceMicroUsd: plan.monthlyPriceMicroUsd,
  };
  if (period === null && plan.monthlyPriceMicroUsd > 0n) {
    return { ...change, ...firstPeriod(loaded, moved, moment) };
  }
  if (period?.status !== 'open') return { ...change, subscription: moved };
  const amountMicroUsd = upgradeDifference({
    oldPriceMicroUsd: record.monthlyPriceMicroUsd,
    newPriceMicroUsd: plan.monthlyPriceMicroUsd,
    startsAtMs: period.startsAt.getTime(),
    endsAtMs: period.endsAt.getTime(),
    nowMs: moment.nowMs,
  });
  return {
    ...change,
    subscription: moved,
    credit: amountMicroUsd > 0n ? { kind: 'subscription_upgrade', amountMicroUsd } : null,
  };
}

/** A subscription that had no price begins to have periods now. */
function firstPeriod(
  loaded: LoadedSubscription,
  subscription: SubscriptionChange['subscription'],
  moment: Moment,
): Pick<SubscriptionChange, 'subscription' | 'open' | 'credit'> {
  const anchorDay = anchorDayOf(moment.nowMs);
  const span = {
    startsAtMs: moment.nowMs,
    endsAtMs: periodEndMs(moment.nowMs, anchorDay),
    notes: null,
  };
  const open = openPeriod(loaded, subscription, span, moment);
  return {
    subscription: {
      ...subscription,
      anchorDay,
      currentPeriodKey: open.key,
      nextChargeAt: open.endsAt,
      lastChargedAt: moment.now,
    },
    open,
    credit: {
      kind: 'subscription_renewal',
      amountMicroUsd: subscription.monthlyPriceMicroUsd,
    },
  };
}
