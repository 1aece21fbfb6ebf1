import type { ProviderPolicy } from '../budget/provider-policy.ts';
import { microPerUsd } from '../money/micro-usd.ts';
import { changeLimits, type LimitChanges, type Limits, unlimited } from '../quota/limits.ts';
import { everyBundle, type Plan } from './plan.ts';
import type { ProjectSettings } from './project-rules.ts';

/** A plan and its `*` policy as a new project gets them, only where missing (rule P11). */
export type SeedPlan = { readonly plan: Plan; readonly limits: Limits };

/** Settings of a new project; the fallback limits are the first guide's. */
export const seedSettings: ProjectSettings = {
  defaultPlanId: 'free',
  fallbackLimits: limits({ maxConcurrent: 1n, requestsPerDay: 10n, tokensPerDay: 100_000n }),
  referenceProvider: 'anthropic',
  referenceModel: 'claude-sonnet-4-5',
  // $15 per 1,000,000 output tokens.
  referencePricePicoUsd: 15_000_000n,
  renewalGraceMs: 6 * 3_600_000,
  providersRequired: false,
};

export const seedPlans: readonly SeedPlan[] = [
  seedPlan('anonymous', 'Anonymous', {
    limits: {
      maxConcurrent: 1n,
      requestsPerDay: 2n,
      requestsPerMonth: 60n,
      tokensPerHour: 150_000n,
      tokensPerDay: 1_500_000n,
      tokensPerMonth: 20_000_000n,
    },
    projectFunded: true,
  }),
  seedPlan('free', 'Free', {
    limits: {
      maxConcurrent: 2n,
      requestsPerDay: 100n,
      requestsPerMonth: 30_000n,
      tokensPerHour: 133_333n,
      tokensPerDay: 333_333n,
      tokensPerMonth: 666_666n,
    },
    projectFunded: true,
  }),
  seedPlan('payasyougo', 'Pay as you go', {
    limits: { maxConcurrent: 2n, requestsPerDay: 200n, requestsPerMonth: 6_000n },
    projectFunded: false,
  }),
  seedPlan('admin', 'Admin', { limits: { maxConcurrent: 10n }, projectFunded: true }),
];

export const seedProviderPolicies: readonly ProviderPolicy[] = [
  providerCaps('anthropic', { hour: 10n, day: 200n, month: 5_000n }),
  providerCaps('openai', { hour: 5n, day: 100n, month: 2_000n }),
  providerCaps('brave', { hour: 1n, day: 20n, month: 500n }),
  providerCaps('duckduckgo', { hour: null, day: null, month: null }),
];

/** A quota package for sale: what its payment grants (rule P12). */
export type QuotaPackage = {
  readonly packageId: string;
  readonly priceMicroUsd: bigint;
  readonly bundleId: string;
  readonly adds: LimitChanges;
  readonly expiresInDays: number;
};

export const seedPackages: readonly QuotaPackage[] = [
  quotaPackage('basic', { dollars: 10n, requestsPerDay: 50n, tokensPerDay: 5_000_000n }),
  quotaPackage('pro', { dollars: 30n, requestsPerDay: 200n, tokensPerDay: 20_000_000n }),
  quotaPackage('enterprise', { dollars: 100n, requestsPerDay: 1_000n, tokensPerDay: 100_000_000n }),
];

function limits(changes: LimitChanges): Limits {
  return changeLimits(unlimited, changes);
}

function seedPlan(
  planId: string,
  name: string,
  seed: { readonly limits: LimitChanges; readonly projectFunded: boolean },
): SeedPlan {
  return {
    plan: {
      planId,
      name,
      provider: 'internal',
      monthlyPriceMicroUsd: 0n,
      active: true,
      projectFunded: seed.projectFunded,
      walletBeyondLimits: true,
      reservationFloorMicroUsd: null,
    },
    limits: limits(seed.limits),
  };
}

function providerCaps(
  provider: string,
  dollars: Readonly<Record<'hour' | 'day' | 'month', bigint | null>>,
): ProviderPolicy {
  const inMicroUsd = (amount: bigint | null) => (amount === null ? null : amount * microPerUsd);
  return {
    provider,
    bundleId: everyBundle,
    perHourMicroUsd: inMicroUsd(dollars.hour),
    perDayMicroUsd: inMicroUsd(dollars.day),
    perMonthMicroUsd: inMicroUsd(dollars.month),
    active: true,
  };
}

function quotaPackage(
  packageId: string,
  sale: {
    readonly dollars: bigint;
    readonly requestsPerDay: bigint;
    readonly tokensPerDay: bigint;
  },
): QuotaPackage {
  return {
    packageId,
    priceMicroUsd: sale.dollars * microPerUsd,
    bundleId: everyBundle,
    adds: { requestsPerDay: sale.requestsPerDay, tokensPerDay: sale.tokensPerDay },
    expiresInDays: 30,
  };
}
