import type { AccountView } from '@purser/schema/contract/money-views';
import { balanceFromDb } from './account-mapping.ts';

/** An account with its parts summed. */
export type AccountRow = {
  readonly id: string;
  readonly kind: string;
  readonly unit: string;
  readonly reference: string;
  readonly user_id: string | null;
  readonly credits_posted: bigint;
  readonly debits_posted: bigint;
  readonly debits_pending: bigint;
  readonly overdraft: bigint | null;
  readonly version: bigint;
  readonly last_recorded_at: Date;
  readonly closed_at: Date | null;
};

export function accountFromDb(row: AccountRow): AccountView {
  return {
    ...balanceFromDb({
      creditsPosted: row.credits_posted,
      debitsPosted: row.debits_posted,
      debitsPending: row.debits_pending,
      overdraft: row.overdraft,
    }),
    id: row.id,
    kind: row.kind,
    unit: row.unit,
    reference: row.reference,
    userId: row.user_id,
    version: row.version,
    lastRecordedAt: row.last_recorded_at,
    closedAt: row.closed_at,
  };
}
