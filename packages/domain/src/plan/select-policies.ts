import type { Limits } from '../quota/limits.ts';
import { everyBundle, type QuotaPolicy, scopesOf } from './plan.ts';

/** Base limits of one scope, before grants. */
export type BasePolicy = Pick<QuotaPolicy, 'limits' | 'windows' | 'version'> & {
  readonly scope: string;
};

/** The policies a turn must satisfy, and where they came from (rules P4 and P5). */
export type SelectedPolicies = {
  readonly policySource: 'plan' | 'fallback';
  /** `*` first, then the bundle's own; at least one. */
  readonly policies: readonly BasePolicy[];
};

/**
 * The active policies of a plan that apply to a turn in `bundleId`: `*`, and the bundle's own if one
 * exists. Where none applies the project's fallback limits stand in for `*`: never unlimited, never
 * an error.
 */
export function selectPolicies({
  planPolicies,
  bundleId,
  fallbackLimits,
}: {
  readonly planPolicies: readonly QuotaPolicy[];
  readonly bundleId: string;
  readonly fallbackLimits: Limits;
}): SelectedPolicies {
  const policies = scopesOf(bundleId).flatMap((scope) =>
    planPolicies
      .filter((policy) => policy.active && policy.bundleId === scope)
      .map(({ limits, windows, version }) => ({ scope, limits, windows, version })),
  );
  if (policies.length > 0) return { policySource: 'plan', policies };
  return {
    policySource: 'fallback',
    policies: [{ scope: everyBundle, limits: fallbackLimits, windows: {}, version: 0 }],
  };
}
