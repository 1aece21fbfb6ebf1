import type { TenantFacts } from '@purser/domain/snapshot/tenant-policy';

/** Which state of all policies: equal epoch and revision, equal content. */
export type SnapshotPosition = {
  readonly epoch: string;
  readonly revision: bigint;
  /** When the revision was made; what is in force is what was in force then. */
  readonly changedAtMs: number;
  /** The installation's time. */
  readonly nowMs: number;
};

/** A tenant's facts and how its own clock goes. */
export type PlacedTenant = {
  readonly facts: TenantFacts;
  /** Its instant where its clock stands still; null where it goes. */
  readonly frozenAtMs: number | null;
  readonly offsetMs: number;
};

export interface SnapshotSource {
  position(): Promise<SnapshotPosition>;
  /** Everything that a snapshot says, of all tenants, as one transaction sees it. */
  read(): Promise<SnapshotPosition & { readonly tenants: readonly PlacedTenant[] }>;
  /** Makes the next revision, unless somebody has already: what is in force has changed by time alone. */
  renew(after: Pick<SnapshotPosition, 'epoch' | 'revision'>): Promise<void>;
}
