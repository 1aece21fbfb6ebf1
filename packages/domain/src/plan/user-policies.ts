import type { EffectivePolicy, Grant } from '../grant/effective-policy.ts';
import { appliedPolicies } from './applied-policies.ts';
import { defaultPlanFlags, type PlanFlags, type QuotaPolicy } from './plan.ts';
import type { ProjectRules } from './project-rules.ts';
import {
  type PlanResolution,
  type PlanSource,
  resolvePlan,
  type UserRole,
} from './resolve-plan.ts';
import type { SubscriptionFacts } from './subscription.ts';

/** What a user's plan and limits follow from. */
export type PolicyUser = {
  readonly role: UserRole;
  readonly grants: readonly Grant[];
  readonly subscription: SubscriptionFacts | null;
};

/** The source that pays a turn's plan part: the first that applies of period and project (rule F1). */
export type PrimarySource =
  | { readonly kind: 'period'; readonly periodKey: string }
  | { readonly kind: 'project' };

/** A user's plan and effective policies as a turn in one bundle sees them. */
export type UserPolicies = {
  readonly resolution: PlanResolution;
  readonly planSource: PlanSource;
  readonly flags: PlanFlags;
  /** `*` first, then the bundle's own; at least one. */
  readonly policies: readonly EffectivePolicy[];
  readonly primary: PrimarySource | null;
  /** The grants that changed a limit. */
  readonly grantIds: readonly string[];
  /** Whether one of them is an add grant. */
  readonly usedReplenishment: boolean;
};

/**
 * Plan, policies, grants and primary source of a user, from one place for admission, breakdown and
 * dashboards (rules P4 to P9 and F1). `askedPlanId` asks "as if on that plan".
 */
export function userPolicies({
  nowMs,
  bundleId,
  user,
  rules,
  askedPlanId,
}: {
  readonly nowMs: number;
  readonly bundleId: string;
  readonly user: PolicyUser;
  readonly rules: ProjectRules;
  readonly askedPlanId?: string | undefined;
}): UserPolicies {
  const { defaultPlanId, renewalGraceMs, fallbackLimits } = rules.settings;
  const { role, subscription, grants } = user;
  const resolution = resolvePlan({
    role,
    subscription,
    defaultPlanId,
    renewalGraceMs,
    nowMs,
    askedPlanId,
  });
  const flags = rules.plans.get(resolution.planId) ?? defaultPlanFlags(0n);
  const planPolicies = rules.quotaPolicies.get(resolution.planId) ?? noPolicies;
  const { policySource, policies } = appliedPolicies({
    planPolicies,
    bundleId,
    fallbackLimits,
    grants,
    nowMs,
  });
  return {
    resolution,
    planSource: policySource === 'fallback' ? 'fallback' : resolution.choice,
    flags,
    policies,
    primary: primarySource(resolution, flags),
    grantIds: grants.length === 0 ? [] : distinctGrants(policies),
    usedReplenishment: policies.some((policy) => policy.usedReplenishment),
  };
}

/** The policies of a plan that has none, always the same value. */
const noPolicies: readonly QuotaPolicy[] = [];

function distinctGrants(policies: readonly EffectivePolicy[]): readonly string[] {
  return [...new Set(policies.flatMap((policy) => policy.grantIds))];
}

function primarySource(resolution: PlanResolution, flags: PlanFlags): PrimarySource | null {
  const periodKey = resolution.subscription?.openPeriodKey ?? null;
  if (periodKey !== null) return { kind: 'period', periodKey };
  return flags.projectFunded ? { kind: 'project' } : null;
}
