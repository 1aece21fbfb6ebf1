import { isReleasable, type OpenLease, remainingOf } from '@purser/domain/lease/lease';
import { availableOf, type QuotaAccount } from '@purser/domain/lease/size-grant';
import type { BillingPeriod } from '@purser/domain/tenant/billing-period';
import {
  type Dimension,
  eachLeased,
  type LeasedDimension,
  leasedDimensions,
} from '@purser/domain/tenant/dimension';
import { effectiveLimit } from '@purser/domain/tenant/effective-limit';
import type { QuotaStanding, QuotaStandings } from '@purser/schema/contract/data-plane';
import type { LedgerQuota, QuotaMovement, TenantState } from '../../ports/quota-store.ts';
import type { Stores } from '../../ports/unit-of-work.ts';

/** A period's quotas as of now: what the ledger will say once `movements` are posted. */
export type QuotaState = {
  readonly accounts: Readonly<Record<LeasedDimension, QuotaAccount>>;
  readonly leases: readonly OpenLease[];
  readonly movements: readonly QuotaMovement[];
  /** How many leases were given back. */
  readonly released: number;
};

/**
 * Brings a period's quotas to this instant: limits as plan and overrides now say (rule D4), and leases
 * whose time to report has passed given back (rule D8). Call it under the tenant's lock, and post the
 * movements with those of the command.
 */
export async function loadQuotaState(
  stores: Stores,
  tenant: TenantState,
  period: BillingPeriod,
): Promise<QuotaState> {
  const { quotas, leases } = stores;
  const limits = await limitsOf(stores, tenant, tenant.nowMs);
  const ledger = await quotas.accounts(period.id);
  const open = await quotas.openLeases(period.id);
  const released = open.filter((lease) => isReleasable(lease, tenant.nowMs));
  for (const { id, state } of released) {
    const ended = state === 'revoked' ? state : 'expired';
    await leases.end(id, { state: ended, atMs: tenant.nowMs, successorId: null });
  }
  for (const dimension of leasedDimensions) {
    const unlimited = limits[dimension] === null;
    if (ledger[dimension].unlimited !== unlimited) {
      await quotas.setUnlimited(period.id, dimension, unlimited);
    }
  }
  const movements = [
    ...leasedDimensions.flatMap((dimension) => toLimit(dimension, limits[dimension], ledger)),
    ...released.flatMap((lease) => endHolds(lease, 'expire')),
  ];
  const freed = (dimension: LeasedDimension) =>
    released.reduce((sum, lease) => sum + remainingOf(lease, dimension), 0n);
  return {
    accounts: eachLeased((dimension) => ({
      limit: limits[dimension],
      used: ledger[dimension].used,
      held: ledger[dimension].held - freed(dimension),
    })),
    leases: open.filter((lease) => !released.includes(lease)),
    movements,
    released: released.length,
  };
}

/** A tenant's limits of every dimension at an instant. */
export async function limitsOf(
  { quotas }: Pick<Stores, 'quotas'>,
  { planId }: Pick<TenantState, 'planId'>,
  nowMs: number,
): Promise<Readonly<Record<Dimension, bigint | null>>> {
  const planLimits = await quotas.planLimits(planId);
  const overrides = await quotas.overrides();
  const limitOf = (dimension: Dimension) =>
    effectiveLimit(planLimits[dimension], overrides, { dimension, nowMs });
  return { ...eachLeased(limitOf), storage: limitOf('storage') };
}

function toLimit(
  dimension: LeasedDimension,
  limit: bigint | null,
  ledger: Readonly<Record<LeasedDimension, LedgerQuota>>,
): readonly QuotaMovement[] {
  const difference = limit === null ? 0n : limit - ledger[dimension].credited;
  if (difference === 0n) return [];
  return difference > 0n
    ? [{ op: 'raise', dimension, amount: difference }]
    : [{ op: 'lower', dimension, amount: -difference }];
}

/** Closes what is left of a lease's holds. */
export function endHolds(lease: OpenLease, phase: 'void' | 'expire'): readonly QuotaMovement[] {
  return leasedDimensions.flatMap((dimension) => {
    const { holdId } = lease.parts[dimension];
    return holdId === null || remainingOf(lease, dimension) === 0n
      ? []
      : [{ op: 'end' as const, dimension, holdId, phase }];
  });
}

/** How the quotas stand for those who read: never below zero. */
export function standingsOf(accounts: QuotaState['accounts']): QuotaStandings {
  return eachLeased((dimension) => standingOf(accounts[dimension]));
}

function standingOf(account: QuotaAccount): QuotaStanding {
  const available = availableOf(account);
  return { ...account, available: available !== null && available < 0n ? 0n : available };
}
