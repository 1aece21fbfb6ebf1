import type { LotView } from '@purser/schema/contract/money-views';
import { balanceFromDb } from './account-mapping.ts';

export type LotRow = {
  readonly id: string;
  readonly source: string;
  readonly purchase_id: string | null;
  readonly reference_model: string;
  readonly notes: string | null;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly credits_posted: bigint;
  readonly debits_posted: bigint;
  readonly debits_pending: bigint;
  readonly overdraft: bigint | null;
};

/** A lot with the balance of its account; it is expired from its very instant (rule L2). */
export function lotFromDb(row: LotRow, now: Date): LotView {
  return {
    ...balanceFromDb({
      creditsPosted: row.credits_posted,
      debitsPosted: row.debits_posted,
      debitsPending: row.debits_pending,
      overdraft: row.overdraft,
    }),
    id: row.id,
    source: row.source as LotView['source'],
    purchaseId: row.purchase_id,
    referenceModel: row.reference_model,
    notes: row.notes,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    isExpired: row.expires_at !== null && row.expires_at <= now,
  };
}
