import { divideFloor } from '@purser/domain/money/divide';
import type { RevenueView } from '@purser/schema/contract/money-views';
import type { ScopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';
import { firstIdAt } from './time-id.ts';

type SourceRow = { readonly source: string; readonly purchases: bigint; readonly total: bigint };

/** What users paid: wallet credits with a payment behind them, and grants that were bought and not revoked. */
export async function readRevenue(
  run: SqlRunner,
  { tenantId, projectId }: ScopeKey,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<RevenueView> {
  const rows = await run<SourceRow>(statement, [
    tenantId,
    projectId,
    firstIdAt(from),
    firstIdAt(to),
  ]);
  const count = rows.reduce((sum, row) => sum + row.purchases, 0n);
  const totalMicroUsd = rows.reduce((sum, row) => sum + row.total, 0n);
  return {
    purchaseCount: Number(count),
    totalMicroUsd,
    averageMicroUsd: count === 0n ? null : divideFloor(totalMicroUsd, count),
    bySource: rows.map((row) => ({
      source: row.source,
      purchaseCount: Number(row.purchases),
      totalMicroUsd: row.total,
    })),
  };
}

const statement = `
SELECT source, count(*) AS purchases, sum(amount)::bigint AS total FROM (
  SELECT 'grant' AS source, purchase_amount_micro_usd AS amount FROM quota_grant
   WHERE tenant_id = $1::int AND project_id = $2::int AND id >= $3::uuid AND id < $4::uuid
     AND purchase_amount_micro_usd IS NOT NULL AND revoked_at IS NULL
  UNION ALL
  SELECT 'wallet', account.credits_posted FROM wallet_lot lot
    JOIN account ON account.tenant_id = lot.tenant_id AND account.project_id = lot.project_id
     AND account.id = purser_account_id('wallet', lot.id::text, 0)
   WHERE lot.tenant_id = $1::int AND lot.project_id = $2::int AND lot.id >= $3::uuid
     AND lot.id < $4::uuid AND lot.source = 'payment') paid
 GROUP BY source ORDER BY source`;
