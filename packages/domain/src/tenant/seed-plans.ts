import { microPerUsd } from '../money/micro-usd.ts';
import type { CountedLimits } from './counted-limits.ts';
import type { Dimension } from './dimension.ts';

/** A plan for tenants: its price, and what its data planes may spend in a billing period. */
export type TenantPlanSeed = {
  readonly planId: string;
  readonly name: string;
  readonly monthlyPriceMicroUsd: bigint;
  readonly limits: Readonly<Record<Dimension, bigint | null>>;
  readonly counted: CountedLimits;
};

const gib = 1024n ** 3n;

/** The plan of a tenant that is made without naming one. */
export const defaultTenantPlanId = 'free';

/** The catalogue of a new installation; `pro` is the guide's example. */
export const seedTenantPlans: readonly TenantPlanSeed[] = [
  plan('free', 'Free', {
    dollars: 0n,
    bandwidth: 10n * gib,
    transforms: 10_000n,
    storage: gib,
    counted: { domains: 1, api_keys: 2 },
  }),
  plan('pro', 'Pro', {
    dollars: 49n,
    bandwidth: 100n * gib,
    transforms: 1_000_000n,
    storage: 50n * gib,
    counted: { domains: 10, api_keys: 20 },
  }),
  plan('business', 'Business', {
    dollars: 199n,
    bandwidth: 1_024n * gib,
    transforms: 10_000_000n,
    storage: 500n * gib,
    counted: { domains: 100, api_keys: 100 },
  }),
];

function plan(
  planId: string,
  name: string,
  {
    dollars,
    counted,
    ...limits
  }: Readonly<Record<Dimension, bigint>> & {
    readonly dollars: bigint;
    readonly counted: CountedLimits;
  },
): TenantPlanSeed {
  return { planId, name, monthlyPriceMicroUsd: dollars * microPerUsd, limits, counted };
}
