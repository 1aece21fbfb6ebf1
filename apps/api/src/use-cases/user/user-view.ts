import { resolvePlan } from '@purser/domain/plan/resolve-plan';
import type { SubscriptionFacts } from '@purser/domain/plan/subscription';
import type { UserView } from '@purser/schema/contract/views';
import type { ProjectSettings } from '../../ports/policy-store.ts';
import type { UserRecord } from '../../ports/user-store.ts';

/** What of a project decides which plan a user is on. */
export type PlanFacts = {
  readonly settings: Pick<ProjectSettings, 'defaultPlanId' | 'renewalGraceSeconds'>;
  /** Plans with an active policy for the whole project. */
  readonly plansWithPolicy: ReadonlySet<string>;
};

/** A user with its plan and how it was chosen; a plan without an active policy reads `fallback` (rules P5, P7). */
export function userView(
  user: UserRecord,
  facts: PlanFacts,
  { subscription, now }: { readonly subscription: SubscriptionFacts | null; readonly now: Date },
): UserView {
  const of = { role: user.role, subscription };
  const { planId, planSource } = planOf(of, facts, now.getTime());
  return {
    userId: user.externalId,
    role: user.role,
    suspendedAt: user.suspendedAt,
    suspendedReason: user.suspendedReason,
    createdAt: user.createdAt,
    planId,
    planSource,
  };
}

/** The plan that a role and a subscription give in this project. */
export function planOf(
  of: { readonly role: UserRecord['role']; readonly subscription: SubscriptionFacts | null },
  { settings, plansWithPolicy }: PlanFacts,
  nowMs: number,
): { readonly planId: string; readonly planSource: string } {
  const { planId, choice } = resolvePlan({
    ...of,
    defaultPlanId: settings.defaultPlanId,
    nowMs,
    renewalGraceMs: settings.renewalGraceSeconds * 1000,
  });
  return { planId, planSource: plansWithPolicy.has(planId) ? choice : 'fallback' };
}
