import type { BillingPeriod } from '@purser/domain/tenant/billing-period';
import type { Dimension, LeasedDimension } from '@purser/domain/tenant/dimension';
import type { QuotaOverride } from '@purser/domain/tenant/effective-limit';

/** A tenant under its lock. */
export type TenantState = {
  readonly uuid: string;
  readonly status: 'active' | 'suspended' | 'deleted';
  readonly statusReason: string | null;
  readonly planId: string | null;
  readonly anchorDay: number;
  readonly leaseFloor: bigint;
  /** The tenant's instant, read after the lock was taken. */
  readonly nowMs: number;
};

/** What the ledger says of one dimension of a period. */
export type LedgerQuota = {
  /** What has been credited as its limit. */
  readonly credited: bigint;
  readonly used: bigint;
  readonly held: bigint;
  /** Whether holds may take it below zero without a bound. */
  readonly unlimited: boolean;
};

export type PostedBy = { readonly actor: string; readonly reason: string; readonly atMs: number };

/** A tenant's quotas: limits, periods, and their accounts in the ledger. */
export interface QuotaStore {
  /** Keeps every other change of this tenant's quotas, leases and status away until the transaction ends. */
  lock(): Promise<TenantState>;
  period(id: string): Promise<BillingPeriod | null>;
  /** All periods, the oldest first. */
  periods(): Promise<readonly BillingPeriod[]>;
  addPeriod(period: BillingPeriod): Promise<void>;
  /** Without a plan every limit is 0. */
  planLimits(planId: string | null): Promise<Readonly<Record<Dimension, bigint | null>>>;
  overrides(): Promise<readonly QuotaOverride[]>;
  /** The accounts of a period; they are opened when this is the first time. */
  accounts(periodId: string): Promise<Readonly<Record<LeasedDimension, LedgerQuota>>>;
  /** What all data planes store, in bytes. */
  totalStorage(): Promise<bigint>;
}
