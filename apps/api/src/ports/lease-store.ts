import type { LeaseState, OpenLease } from '@purser/domain/lease/lease';
import type { LeasedAmounts, LeasedDimension } from '@purser/domain/tenant/dimension';

export type NewLease = Omit<OpenLease, 'state'> & {
  readonly periodId: string;
  readonly grantedAtMs: number;
};

export type KeptAnswer = { readonly requestHash: string; readonly answer: unknown };

export interface LeaseStore {
  /** The highest number a data plane's leases of a period have had; 0 for none. */
  lastSeq(periodId: string, dataplaneId: string): Promise<bigint>;
  insert(lease: NewLease): Promise<void>;
  /** The most that a data plane was ever granted of this tenant's quotas in one lease; 0 for nothing. */
  largestGrants(dataplaneId: string): Promise<LeasedAmounts>;
  /** Ends a lease, whose holds are closed in the same transaction. */
  end(
    id: string,
    ended: {
      readonly state: LeaseState;
      readonly atMs: number;
      readonly successorId: string | null;
    },
  ): Promise<void>;
  addSettled(id: string, dimension: LeasedDimension, amount: bigint): Promise<void>;
  stateOf(id: string): Promise<{ readonly state: LeaseState; readonly expiresAtMs: number } | null>;
  /** The answer to an earlier allocation with this id, whichever tenant it was for. */
  answered(dataplaneId: string, requestId: string): Promise<KeptAnswer | null>;
  /** False when another transaction has kept an answer under this id meanwhile. */
  keepAnswer(
    dataplaneId: string,
    requestId: string,
    kept: KeptAnswer & { readonly atMs: number },
  ): Promise<boolean>;
}
