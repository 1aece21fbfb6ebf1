import type { Transaction } from './transaction.ts';

export type AccountRow = {
  readonly id: string;
  readonly credits_posted: bigint;
  readonly debits_posted: bigint;
  readonly debits_pending: bigint;
  readonly overdraft: bigint | null;
  readonly version: bigint;
};

/** Locks accounts in the order of their ids, as everybody does, so that nobody waits in a circle. */
export async function lockAccounts(
  tx: Transaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, AccountRow>> {
  const rows = await tx.query<AccountRow>(
    `SELECT id, credits_posted, debits_posted, debits_pending, overdraft, version FROM account
      WHERE tenant_id = $1 AND project_id = $2 AND id = ANY ($3) ORDER BY id FOR NO KEY UPDATE`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

export async function updateAccount(tx: Transaction, account: AccountRow, at: Date): Promise<void> {
  await tx.query(
    `UPDATE account SET credits_posted = $4, debits_posted = $5, debits_pending = $6, version = $7, last_recorded_at = $8
      WHERE tenant_id = $1 AND project_id = $2 AND id = $3`,
    [
      account.id,
      account.credits_posted,
      account.debits_posted,
      account.debits_pending,
      account.version,
      at,
    ],
  );
}

export type NewTransfer = {
  readonly id: string;
  readonly phase: 'hold' | 'settle' | 'void';
  readonly debit: string;
  readonly credit: string;
  readonly amount: bigint;
  readonly holdId: string | null;
  readonly debitVersion: bigint;
  readonly creditVersion: bigint | null;
  readonly at: Date;
  readonly reason: string;
  readonly key: string;
  readonly turnId: string;
};

/** Several rows go in one statement, as `createMany` sends them. */
export async function insertTransfers(
  tx: Transaction,
  actor: string,
  rows: readonly NewTransfer[],
): Promise<void> {
  const values: unknown[] = [];
  const tuples = rows.map((row) => {
    const columns = [
      row.id,
      row.phase,
      'turn',
      row.debit,
      row.credit,
      row.amount,
      row.holdId,
      row.debitVersion,
      row.creditVersion,
      row.at,
      row.at,
      actor,
      row.reason,
      row.key,
      row.turnId,
    ];
    const places = columns.map((value) => `$${values.push(value) + 2}`);
    return `($1, $2, ${places.join(', ')})`;
  });
  await tx.query(
    `INSERT INTO transfer (tenant_id, project_id, id, phase, kind, debit_account_id, credit_account_id, amount, hold_id,
       debit_version, credit_version, effective_at, recorded_at, actor, reason, idempotency_key, turn_id)
     VALUES ${tuples.join(', ')}`,
    values,
  );
}
