import type { LotView } from '@purser/schema/contract/money-views';
import type { WalletOutflows } from '../../ports/wallet-reader.ts';
import type { ScopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';
import { type LotRow, lotFromDb } from './wallet-mapping.ts';

/** The lots of users with their balances, soonest expiry first, then oldest (rule F8). */
export async function readLots(
  run: SqlRunner,
  { tenantId, projectId }: ScopeKey,
  userIds: readonly bigint[],
  now: Date,
): Promise<ReadonlyMap<bigint, readonly LotView[]>> {
  const rows = await run<LotRow & { readonly user_id: bigint }>(lotsStatement, [
    tenantId,
    projectId,
    userIds.map(String),
  ]);
  const lots = new Map<bigint, LotView[]>();
  for (const row of rows) {
    lots.set(row.user_id, [...(lots.get(row.user_id) ?? []), lotFromDb(row, now)]);
  }
  return lots;
}

type OutflowRow = {
  readonly user_id: bigint;
  readonly refunded: bigint;
  readonly returned: bigint;
  readonly expired: bigint;
};

/** What a user without any is said to have. */
export const noOutflows: WalletOutflows = {
  refundedMicroUsd: 0n,
  returnedMicroUsd: 0n,
  expiredMicroUsd: 0n,
};

/** Money that left the lots of users other than by spending: back to who paid it, or to breakage. */
export async function readOutflows(
  run: SqlRunner,
  { tenantId, projectId }: ScopeKey,
  userIds: readonly bigint[],
): Promise<ReadonlyMap<bigint, WalletOutflows>> {
  const rows = await run<OutflowRow>(outflowsStatement, [tenantId, projectId, userIds.map(String)]);
  return new Map(
    rows.map(({ user_id, refunded, returned, expired }) => [
      user_id,
      { refundedMicroUsd: refunded, returnedMicroUsd: returned, expiredMicroUsd: expired },
    ]),
  );
}

const lotsStatement = `
SELECT lot.user_id, lot.id, lot.source, lot.purchase_id, lot.reference_model, lot.notes, lot.created_at,
       account.expires_at, account.credits_posted, account.debits_posted, account.debits_pending,
       account.overdraft
  FROM wallet_lot lot
  JOIN account ON account.tenant_id = lot.tenant_id AND account.project_id = lot.project_id
   AND account.id = purser_account_id('wallet', lot.id::text, 0)
 WHERE lot.tenant_id = $1::int AND lot.project_id = $2::int AND lot.user_id = ANY ($3::bigint[])
 ORDER BY account.expires_at NULLS LAST, lot.created_at, lot.id`;

/** Refunds go to few funding accounts, expiries to one: both are found from the lots' side. */
const outflowsStatement = `
SELECT lot.user_id,
       coalesce(sum(moved.amount) FILTER (WHERE moved.debit_account_id = account.id AND other.kind = 'funding'), 0)::bigint
         AS refunded,
       coalesce(sum(moved.amount) FILTER (WHERE moved.credit_account_id = account.id), 0)::bigint AS returned,
       coalesce(sum(moved.amount) FILTER (WHERE moved.debit_account_id = account.id AND other.kind = 'breakage'), 0)::bigint
         AS expired
  FROM wallet_lot lot
  JOIN account ON account.tenant_id = lot.tenant_id AND account.project_id = lot.project_id
   AND account.id = purser_account_id('wallet', lot.id::text, 0)
  JOIN LATERAL (
    SELECT debit_account_id, credit_account_id, amount FROM transfer
     WHERE tenant_id = lot.tenant_id AND project_id = lot.project_id AND debit_account_id = account.id
       AND phase IN ('post', 'settle')
    UNION ALL
    SELECT debit_account_id, credit_account_id, amount FROM transfer
     WHERE tenant_id = lot.tenant_id AND project_id = lot.project_id AND credit_account_id = account.id
       AND phase = 'post' AND kind = 'refund_returned') moved ON true
  JOIN account other ON other.tenant_id = lot.tenant_id AND other.project_id = lot.project_id
   AND other.id = CASE WHEN moved.debit_account_id = account.id THEN moved.credit_account_id ELSE moved.debit_account_id END
   AND other.kind IN ('funding', 'breakage')
 WHERE lot.tenant_id = $1::int AND lot.project_id = $2::int AND lot.user_id = ANY ($3::bigint[])
 GROUP BY lot.user_id`;
