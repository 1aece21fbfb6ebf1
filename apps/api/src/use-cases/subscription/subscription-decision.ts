import { formatUsdExact } from '@purser/domain/money/format-usd';
import type { SubscriptionView } from '@purser/schema/contract/subscription';
import { changeLines, flagText, instantText, usdLimitText } from '../command/change-lines.ts';
import type { Decision } from '../command/run-command.ts';
import type { LoadedSubscription } from './load-subscription.ts';
import { rolledOver, type SubscriptionChange, stateAfter } from './subscription-change.ts';
import { subscriptionView } from './subscription-view.ts';

/** The decision of a command that changes a subscription: what it previews, shows and leaves in the audit log. */
export function decideChange<Value>(
  change: SubscriptionChange,
  answer: (after: SubscriptionView) => Value,
): Decision<SubscriptionChange, Value> {
  const { user, state, asOf } = change.loaded;
  const before = state?.record.id === change.subscription.id ? subscriptionView(state, asOf) : null;
  const after = subscriptionView(stateAfter(change), asOf);
  return {
    change,
    preview: answer(after),
    changes: lines(before, after, change),
    audit: {
      targetType: 'user',
      targetId: String(user.id),
      before: before === null ? null : facts(before),
      after: { ...facts(after), ...moneyOf(change) },
    },
    affects: { userId: user.id },
  };
}

/** The decision of a command that finds its work done: nothing is applied or audited. */
export function decideNothing<Value>(
  { user }: LoadedSubscription,
  value: Value,
): Decision<null, Value> {
  return {
    change: null,
    preview: value,
    changes: [],
    audit: { targetType: 'user', targetId: String(user.id), before: null, after: null },
    affects: { userId: user.id },
    unchanged: true,
  };
}

function facts(view: SubscriptionView) {
  const { planId, provider, status, monthlyPriceMicroUsd, nextChargeAt } = view;
  const { cancelAtPeriodEnd, pendingPlanId, overdraftMicroUsd, period } = view;
  return {
    subscriptionId: view.id,
    planId,
    provider,
    status,
    monthlyPriceMicroUsd,
    periodKey: period?.key ?? null,
    nextChargeAt,
    cancelAtPeriodEnd,
    pendingPlanId,
    overdraftMicroUsd,
  };
}

function moneyOf({ close, credit }: SubscriptionChange) {
  return {
    closedPeriodKey: close?.period.key ?? null,
    rolledOverMicroUsd: rolledOver(close?.move ?? null),
    toppedUpMicroUsd: credit?.amountMicroUsd ?? 0n,
  };
}

function lines(
  before: SubscriptionView | null,
  after: SubscriptionView,
  change: SubscriptionChange,
) {
  const of = (label: string, text: (view: SubscriptionView) => string | null) => ({
    label,
    before: before === null ? null : text(before),
    after: text(after),
  });
  const moved = rolledOver(change.close?.move ?? null);
  return changeLines([
    of('plan', ({ planId }) => planId),
    of('status', ({ status }) => status),
    of('monthly price', ({ monthlyPriceMicroUsd: price }) => formatUsdExact(price)),
    of('period ends', ({ period }) => instantText(period?.endsAt ?? null)),
    of('period balance', ({ period }) => formatUsdExact(period?.balanceMicroUsd ?? 0n)),
    of('next charge', ({ nextChargeAt }) => instantText(nextChargeAt)),
    of('cancels at period end', ({ cancelAtPeriodEnd }) => flagText(cancelAtPeriodEnd)),
    of('plan after this period', ({ pendingPlanId }) => pendingPlanId),
    of('overdraft', ({ overdraftMicroUsd }) => usdLimitText(overdraftMicroUsd)),
    {
      label: 'rolls over to the project',
      before: null,
      after: moved === 0n ? null : formatUsdExact(moved),
    },
  ]);
}
