import type { LeaseState, OpenLease } from '@purser/domain/lease/lease';
import { eachLeased } from '@purser/domain/tenant/dimension';

type LeaseRow = {
  readonly id: string;
  readonly dataplaneId: string;
  readonly seq: bigint;
  readonly state: string;
  readonly expiresAt: Date;
};

type PartRow = {
  readonly leaseId: string;
  readonly dimension: string;
  readonly granted: bigint;
  readonly settled: bigint;
  readonly holdId: string | null;
};

/** Leases with their parts; a dimension that was not granted reads as nothing. */
export function openLeasesOf(
  leases: readonly LeaseRow[],
  parts: readonly PartRow[],
): readonly OpenLease[] {
  const byKey = new Map(parts.map((part) => [`${part.leaseId} ${part.dimension}`, part]));
  return leases.map(({ id, dataplaneId, seq, state, expiresAt }) => ({
    id,
    dataplaneId,
    seq,
    state: state as LeaseState,
    expiresAtMs: expiresAt.getTime(),
    parts: eachLeased((dimension) => {
      const part = byKey.get(`${id} ${dimension}`);
      return {
        granted: part?.granted ?? 0n,
        settled: part?.settled ?? 0n,
        holdId: part?.holdId ?? null,
      };
    }),
  }));
}
