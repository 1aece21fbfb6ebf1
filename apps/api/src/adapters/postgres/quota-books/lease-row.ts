import type { Lease, LeasePart } from '@purser/domain/lease/lease';
import { eachLeased, type LeasedDimension } from '@purser/domain/tenant/dimension';

export type PlaceRow = { readonly tenantId: number; readonly periodId: string };
export type LeaseRow = PlaceRow &
  Pick<Lease, 'id' | 'dataplaneId' | 'instanceId' | 'chainId' | 'seq' | 'state' | 'successorId'> & {
    readonly grantedAt: Date;
    readonly expiresAt: Date;
    readonly releaseAt: Date | null;
    readonly endedAt: Date | null;
    readonly parts: Readonly<Partial<Record<LeasedDimension, PartJson>>> | null;
  };
type PartJson = Readonly<Record<Exclude<keyof LeasePart, 'holdId'>, string>> &
  Pick<LeasePart, 'holdId'>;

/** A lease with its parts; a dimension that was not granted reads as nothing. */
export function leaseFromDb({
  parts,
  grantedAt,
  expiresAt,
  releaseAt,
  endedAt,
  ...row
}: LeaseRow): Lease {
  const { id, dataplaneId, instanceId, chainId, seq, state, successorId } = row;
  return {
    id,
    dataplaneId,
    instanceId,
    chainId,
    seq,
    state,
    successorId,
    grantedAtMs: grantedAt.getTime(),
    expiresAtMs: expiresAt.getTime(),
    releaseAtMs: releaseAt?.getTime() ?? null,
    endedAtMs: endedAt?.getTime() ?? null,
    parts: eachLeased((dimension) => {
      const part = parts?.[dimension];
      return {
        granted: BigInt(part?.granted ?? 0),
        reported: BigInt(part?.reported ?? 0),
        settled: BigInt(part?.settled ?? 0),
        holdId: part?.holdId ?? null,
      };
    }),
  };
}
