import type { SubscriptionBalance } from '@purser/domain/breakdown/breakdown';
import type { SubscriptionFacts } from '@purser/domain/plan/subscription';
import type { RequestContext } from '@purser/schema/contract/request-context';
import { subscriptionView } from '../subscription/subscription-view.ts';
import type { UseCaseDeps } from '../use-case-deps.ts';

/** What a breakdown says of a user's subscription, and what choosing the plan reads of it. */
export type BreakdownSubscription = {
  readonly facts: SubscriptionFacts | null;
  readonly balance: SubscriptionBalance | null;
};

/** The live subscription with its current period, else the newest one there was (rule W10). */
export async function loadSubscriptionBalance(
  { readers, rules }: UseCaseDeps,
  { scope }: RequestContext,
  userId: bigint | null,
  nowMs: number,
): Promise<BreakdownSubscription> {
  if (userId === null) return { facts: null, balance: null };
  const [facts, state] = await Promise.all([
    readers.subscriptions.facts(scope, [userId]),
    readers.subscriptions.latest(scope, userId),
  ]);
  const live = facts.get(userId) ?? null;
  if (state === null) return { facts: live, balance: null };
  const { renewalGraceMs } = (await rules.rules(scope)).rules.settings;
  const { period, isActive, ...view } = subscriptionView(state, { nowMs, renewalGraceMs });
  return {
    facts: live,
    balance: {
      planId: view.planId,
      provider: view.provider,
      status: view.status,
      active: isActive,
      monthlyPriceMicroUsd: view.monthlyPriceMicroUsd,
      periodKey: period?.key ?? null,
      periodStart: period?.startsAt ?? null,
      periodEnd: period?.endsAt ?? null,
      periodStatus: period?.status ?? null,
      balanceMicroUsd: period?.balanceMicroUsd ?? 0n,
      heldMicroUsd: period?.heldMicroUsd ?? 0n,
      availableMicroUsd: period?.availableMicroUsd ?? 0n,
      toppedUpMicroUsd: period?.toppedUpMicroUsd ?? 0n,
      rolledOverMicroUsd: period?.rolledOverMicroUsd ?? 0n,
      spentMicroUsd: period?.spentMicroUsd ?? 0n,
      lifetimeAddedMicroUsd: view.lifetimeAddedMicroUsd,
      lifetimeSpentMicroUsd: view.lifetimeSpentMicroUsd,
      overdraftMicroUsd: view.overdraftMicroUsd,
    },
  };
}
