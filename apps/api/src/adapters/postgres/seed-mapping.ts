import type { ProviderPolicy } from '@purser/domain/budget/provider-policy';
import type { PriceEntry } from '@purser/domain/money/price-list';
import { everyBundle } from '@purser/domain/plan/plan';
import type { SeedPlan } from '@purser/domain/plan/seed';
import { plainJson } from './json.ts';
import type { ScopeKey } from './scope-key.ts';

const actor = 'system:seed';

export function planRow(scope: ScopeKey, { plan }: SeedPlan, now: Date) {
  const { planId, ...columns } = plan;
  return {
    ...scope,
    id: planId,
    ...columns,
    audience: 'user',
    version: 1,
    createdBy: actor,
    createdAt: now,
    updatedAt: now,
  };
}

export function policyRow(scope: ScopeKey, { plan, limits }: SeedPlan, now: Date) {
  return {
    ...scope,
    planId: plan.planId,
    bundleId: everyBundle,
    ...limits,
    active: true,
    ...written(now),
  };
}

export function providerPolicyRow(scope: ScopeKey, policy: ProviderPolicy, now: Date) {
  return { ...scope, ...policy, ...written(now) };
}

export function priceRow(scope: ScopeKey, price: PriceEntry, now: Date) {
  const { effectiveFromMs, unitPicoUsd, ...columns } = price;
  return {
    ...scope,
    ...columns,
    effectiveFrom: new Date(effectiveFromMs),
    unitPicoUsd: plainJson(unitPicoUsd),
    createdBy: actor,
    createdAt: now,
  };
}

function written(now: Date) {
  return { version: 1, createdBy: actor, updatedBy: actor, createdAt: now, updatedAt: now };
}
