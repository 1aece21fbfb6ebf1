import type { TransferView } from '@purser/schema/contract/money-views';

export type TransferRow = {
  readonly id: string;
  readonly phase: string;
  readonly kind: string;
  readonly debit_account_id: string;
  readonly debit_kind: string | null;
  readonly debit_reference: string | null;
  readonly credit_account_id: string;
  readonly credit_kind: string | null;
  readonly credit_reference: string | null;
  readonly amount: bigint;
  readonly hold_id: string | null;
  readonly effective_at: Date;
  readonly recorded_at: Date;
  readonly actor: string;
  readonly reason: string;
  readonly idempotency_key: string;
  readonly turn: string | null;
  readonly external_id: string | null;
};

/** A transfer between two named accounts; a split account goes by the id of its first part. */
export function transferFromDb(row: TransferRow): TransferView {
  return {
    id: row.id,
    phase: row.phase as TransferView['phase'],
    kind: row.kind,
    debit: side(row.debit_account_id, row.debit_kind, row.debit_reference),
    credit: side(row.credit_account_id, row.credit_kind, row.credit_reference),
    amountMicroUsd: row.amount,
    holdId: row.hold_id,
    effectiveAt: row.effective_at,
    recordedAt: row.recorded_at,
    actor: row.actor,
    reason: row.reason,
    idempotencyKey: row.idempotency_key,
    turnId: row.turn,
    externalId: row.external_id,
  };
}

/** Money held for a turn points at what will be spent; that account exists only by name. */
function side(id: string, kind: string | null, reference: string | null): TransferView['debit'] {
  return { id, kind: kind ?? 'spend', reference: reference ?? 'unsettled' };
}

/** Columns of `transfer t` with the names of both accounts and the caller's turn id. */
export const transferColumns = `
  t.id, t.phase, t.kind, t.amount, t.hold_id, t.effective_at, t.recorded_at, t.actor, t.reason,
  t.idempotency_key, t.external_id,
  CASE WHEN debit.id IS NULL THEN t.debit_account_id
       ELSE purser_account_id(debit.kind, debit.reference, 0) END AS debit_account_id,
  debit.kind AS debit_kind, debit.reference AS debit_reference,
  CASE WHEN credit.id IS NULL THEN t.credit_account_id
       ELSE purser_account_id(credit.kind, credit.reference, 0) END AS credit_account_id,
  credit.kind AS credit_kind, credit.reference AS credit_reference,
  turn.external_id AS turn`;

export const transferJoins = `
  LEFT JOIN account debit ON debit.tenant_id = t.tenant_id AND debit.project_id = t.project_id
       AND debit.id = t.debit_account_id
  LEFT JOIN account credit ON credit.tenant_id = t.tenant_id AND credit.project_id = t.project_id
       AND credit.id = t.credit_account_id
  LEFT JOIN turn ON turn.tenant_id = t.tenant_id AND turn.project_id = t.project_id
       AND turn.id = t.turn_id`;
