import { minBigint } from '../money/divide.ts';
import { microUsdMax } from '../money/micro-usd.ts';
import { everyBundle } from '../plan/plan.ts';
import type { ProviderCheck, ProviderHold } from '../quota/counter-types.ts';
import type { ProviderPolicy } from './provider-policy.ts';
import { type BudgetWindow, budgetLimit, budgetWindows } from './provider-windows.ts';

/** A check as the counters get it, and the window it belongs to for the answer. */
export type PreparedProviderCheck = {
  readonly check: ProviderCheck;
  readonly window: BudgetWindow;
};

/**
 * Which provider budgets an admission must pass (rule B3): those of the providers it names, or of
 * every provider when it names none; the `*` policy and the bundle's own must both pass.
 */
export function providerChecks({
  providers,
  policies,
  bundleId,
  nowMinute,
}: {
  readonly providers: readonly string[];
  readonly policies: readonly ProviderPolicy[];
  readonly bundleId: string;
  readonly nowMinute: number;
}): readonly PreparedProviderCheck[] {
  const checks: PreparedProviderCheck[] = [];
  for (const policy of policies) {
    const applies =
      policy.active &&
      (policy.bundleId === everyBundle || policy.bundleId === bundleId) &&
      (providers.length === 0 || providers.includes(policy.provider));
    if (!applies) continue;
    for (const window of budgetWindows(nowMinute)) {
      const limit = budgetLimit(policy, window.name);
      if (limit === null) continue;
      const check: ProviderCheck = {
        provider: policy.provider,
        scope: policy.bundleId,
        windowKey: window.windowKey,
        startMinute: window.startMinute,
        maxMicroUsd: Number(limit),
      };
      checks.push({ check, window });
    }
  }
  return checks;
}

/**
 * What an admission holds against provider budgets: for each provider it names the whole estimate,
 * over the project and in its bundle; nothing when it names none (rule B4).
 */
export function providerHolds({
  providers,
  scopes,
  estimateMicroUsd,
}: {
  readonly providers: readonly string[];
  readonly scopes: readonly string[];
  readonly estimateMicroUsd: bigint;
}): readonly ProviderHold[] {
  if (estimateMicroUsd === 0n) return [];
  // Counters hold doubles; no budget is larger than the money bounds.
  const microUsd = Number(minBigint(estimateMicroUsd, microUsdMax));
  return [...new Set(providers)].flatMap((provider) =>
    scopes.map((scope) => ({ provider, scope, microUsd })),
  );
}
