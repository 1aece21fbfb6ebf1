import { type EffectivePolicy, effectivePolicy, type Grant } from '../grant/effective-policy.ts';
import type { Limits } from '../quota/limits.ts';
import { everyBundle, type QuotaPolicy } from './plan.ts';
import { type SelectedPolicies, selectPolicies } from './select-policies.ts';

/** The policies a turn must satisfy after its user's grants, and where they came from. */
export type AppliedPolicies = {
  readonly policySource: SelectedPolicies['policySource'];
  /** `*` first, then the bundle's own; at least one. */
  readonly policies: readonly EffectivePolicy[];
};

type Question = {
  readonly planPolicies: readonly QuotaPolicy[];
  readonly bundleId: string;
  readonly fallbackLimits: Limits;
  readonly grants: readonly Grant[];
  readonly nowMs: number;
};

type Known = { readonly fallbackLimits: Limits; readonly applied: AppliedPolicies };

/** What users without grants have is the same for all of them: one entry for each policy of a plan. */
const ungranted = new WeakMap<readonly QuotaPolicy[], Map<string, Known>>();

/**
 * Selects a plan's policies for a turn in a bundle and applies the user's grants (rules P4 to P6). Rules
 * are values that never change, so that the same array of policies is worked out once.
 */
export function appliedPolicies(question: Question): AppliedPolicies {
  const { planPolicies, bundleId, fallbackLimits } = question;
  if (question.grants.length > 0) return apply(question);
  // Without grants a bundle that has no policy of its own is like every other one.
  const isOwn = planPolicies.some((policy) => policy.active && policy.bundleId === bundleId);
  const scope = isOwn ? bundleId : everyBundle;
  const byScope = ungranted.get(planPolicies) ?? new Map<string, Known>();
  const known = byScope.get(scope);
  if (known?.fallbackLimits === fallbackLimits) return known.applied;
  const applied = apply(question);
  byScope.set(scope, { fallbackLimits, applied });
  ungranted.set(planPolicies, byScope);
  return applied;
}

function apply({ grants, nowMs, bundleId, ...selection }: Question): AppliedPolicies {
  const { policySource, policies } = selectPolicies({ ...selection, bundleId });
  return {
    policySource,
    policies: policies.map((base) => effectivePolicy({ base, bundleId, grants, nowMs })),
  };
}
