import { microPerUsd } from '../money/micro-usd.ts';
import type { Dimension } from './dimension.ts';

/** A plan for tenants: its price, and what its data planes may spend in a billing period. */
export type TenantPlanSeed = {
  readonly planId: string;
  readonly name: string;
  readonly monthlyPriceMicroUsd: bigint;
  readonly limits: Readonly<Record<Dimension, bigint | null>>;
};

const gib = 1024n ** 3n;

/** The catalogue of a new installation; `pro` is the guide's example. */
export const seedTenantPlans: readonly TenantPlanSeed[] = [
  plan('free', 'Free', { dollars: 0n, bandwidth: 10n * gib, transforms: 10_000n, storage: gib }),
  plan('pro', 'Pro', {
    dollars: 49n,
    bandwidth: 100n * gib,
    transforms: 1_000_000n,
    storage: 50n * gib,
  }),
  plan('business', 'Business', {
    dollars: 199n,
    bandwidth: 1_024n * gib,
    transforms: 10_000_000n,
    storage: 500n * gib,
  }),
];

function plan(
  planId: string,
  name: string,
  { dollars, ...limits }: Readonly<Record<Dimension, bigint>> & { readonly dollars: bigint },
): TenantPlanSeed {
  return { planId, name, monthlyPriceMicroUsd: dollars * microPerUsd, limits };
}
