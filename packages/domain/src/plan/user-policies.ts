import { type EffectivePolicy, effectivePolicy, type Grant } from '../grant/effective-policy.ts';
import { defaultPlanFlags, type PlanFlags } from './plan.ts';
import type { ProjectRules } from './project-rules.ts';
import {
  type PlanResolution,
  type PlanSource,
  resolvePlan,
  type UserRole,
} from './resolve-plan.ts';
import { selectPolicies } from './select-policies.ts';
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
  const planPolicies = rules.quotaPolicies.get(resolution.planId) ?? [];
  const selected = selectPolicies({ planPolicies, bundleId, fallbackLimits });
  const policies = selected.policies.map((base) =>
    effectivePolicy({ base, bundleId, grants, nowMs }),
  );
  return {
    resolution,
    planSource: selected.policySource === 'fallback' ? 'fallback' : resolution.choice,
    flags,
    policies,
    primary: primarySource(resolution, flags),
    grantIds: [...new Set(policies.flatMap((policy) => policy.grantIds))],
    usedReplenishment: policies.some((policy) => policy.usedReplenishment),
  };
}

function primarySource(resolution: PlanResolution, flags: PlanFlags): PrimarySource | null {
  const periodKey = resolution.subscription?.openPeriodKey ?? null;
  if (periodKey !== null) return { kind: 'period', periodKey };
  return flags.projectFunded ? { kind: 'project' } : null;
}
