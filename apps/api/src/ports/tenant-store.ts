import type { BillingPeriod } from '@purser/domain/tenant/billing-period';
import type { CountedLimits } from '@purser/domain/tenant/counted-limits';
import type { OverrideView, TenantLimits, TenantRecord } from '@purser/schema/contract/tenant';

/** A tenant as it is made. */
export type NewTenant = TenantRecord & {
  readonly anchorDay: number;
  /** Its first periods. */
  readonly periods: readonly BillingPeriod[];
};

/** What of a tenant changes; the rest stays as it was made. */
export type TenantChange = Pick<TenantRecord, 'name' | 'planId' | 'status' | 'statusReason'>;

export type TenantPlan = {
  readonly planId: string;
  readonly active: boolean;
  readonly monthlyPriceMicroUsd: bigint;
  readonly limits: TenantLimits;
  readonly counted: CountedLimits;
};

/** Tenants inside one transaction. All but `insert` speak of the tenant that the transaction is bound to. */
export interface TenantStore {
  /** Whether a slug is in use; keeps it to this transaction when it is not. */
  isTaken(slug: string): Promise<boolean>;
  /** Makes a tenant with the project of its quotas. */
  insert(tenant: NewTenant): Promise<void>;
  /** Reads the tenant and keeps every other change of it, its quotas and leases away until the transaction ends. */
  lock(): Promise<TenantRecord>;
  save(change: TenantChange): Promise<void>;
  /** A plan of the catalogue of tenants; null for one that nobody knows. */
  plan(planId: string): Promise<TenantPlan | null>;
  /**
   * Voids every active lease, also those that a data plane has not heard of: their numbers end below the
   * tenant's floor. Their holds stay in doubt. Answers when the last of them would have ended.
   */
  revokeLeases(): Promise<{ readonly count: number; readonly lastEndsAt: Date | null }>;
  insertOverride(override: OverrideView): Promise<void>;
  override(id: string): Promise<OverrideView | null>;
  revokeOverride(id: string, at: Date): Promise<void>;
}
