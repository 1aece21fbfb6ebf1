import type { LimitField } from '@purser/domain/quota/limits';
import type { LimitValues } from '@purser/schema/contract/views';

export type GrantRecord = {
  readonly id: string;
  readonly userId: bigint;
  readonly bundleId: string;
  readonly mode: 'add' | 'replace';
  readonly fields: readonly LimitField[];
  readonly limits: LimitValues;
  readonly source: 'operator' | 'trial' | 'purchase' | 'stripe';
  readonly purchaseId: string | null;
  readonly purchaseAmountMicroUsd: bigint | null;
  readonly notes: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
};

/** Which grants a revocation means; only those not yet revoked nor expired are found. */
export type GrantSelection =
  | { readonly grantId: string }
  | { readonly userId: bigint; readonly mode: 'add' | 'replace'; readonly bundleId?: string };

export interface GrantStore {
  insert(grant: GrantRecord): Promise<void>;
  find(grantId: string): Promise<GrantRecord | null>;
  /** Grants that count at `now`, locked until the transaction ends, oldest first. */
  lockActive(selection: GrantSelection, now: Date): Promise<readonly GrantRecord[]>;
  revoke(grantIds: readonly string[], at: Date, by: string): Promise<void>;
  /** Lets a grant count again that this actor revoked; one that somebody else revoked stays so. */
  reinstate(grantId: string, revokedBy: string): Promise<void>;
}
