import type { AbsorptionRequest, AbsorptionRow } from '@purser/schema/contract/inputs';
import type { ScopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';

type Row = {
  readonly period_start: Date;
  readonly group_key: string | null;
  readonly total: bigint;
  readonly wallet_short: bigint;
  readonly subscription_overage: bigint;
  readonly free_plan: bigint;
  readonly refund_short: bigint;
  readonly dispute_short: bigint;
  readonly events: bigint;
};

const dayMs = 86_400_000;

/** What the project paid because nobody else could, by UTC hour, day or month, newest first (rule F7). */
export async function readAbsorption(
  run: SqlRunner,
  { tenantId, projectId }: ScopeKey,
  { period, groupBy, days }: AbsorptionRequest,
  now: Date,
): Promise<readonly AbsorptionRow[]> {
  const rows = await run<Row>(statement, [
    tenantId,
    projectId,
    period,
    groupBy ?? 'none',
    new Date(now.getTime() - days * dayMs),
  ]);
  return rows.map((row) => ({
    periodStart: row.period_start,
    groupKey: row.group_key,
    totalMicroUsd: row.total,
    walletShortMicroUsd: row.wallet_short,
    subscriptionOverageMicroUsd: row.subscription_overage,
    freePlanMicroUsd: row.free_plan,
    refundShortMicroUsd: row.refund_short,
    disputeShortMicroUsd: row.dispute_short,
    events: Number(row.events),
  }));
}

const statement = `
SELECT date_trunc($3::text, t.effective_at, 'UTC') AS period_start,
       CASE $4::text WHEN 'user' THEN u.external_id WHEN 'bundle' THEN turn.bundle_id END AS group_key,
       sum(t.amount * signs.sign)::bigint AS total,
       coalesce(sum(t.amount) FILTER (WHERE t.reason = 'wallet_short'), 0)::bigint AS wallet_short,
       coalesce(sum(t.amount) FILTER (WHERE t.reason = 'subscription_overage'), 0)::bigint
         AS subscription_overage,
       coalesce(sum(t.amount) FILTER (WHERE t.reason = 'free_plan'), 0)::bigint AS free_plan,
       coalesce(sum(t.amount * signs.sign) FILTER (WHERE t.reason = 'refund_short' OR signs.sign < 0), 0)::bigint
         AS refund_short,
       coalesce(sum(t.amount) FILTER (WHERE t.reason = 'dispute_short'), 0)::bigint AS dispute_short,
       count(DISTINCT coalesce(t.turn_id, t.id)) AS events
  FROM transfer t
  -- What was absorbed of a refund that failed afterwards came back.
  JOIN (VALUES ('absorb', 1), ('refund_returned', -1)) AS signs (kind, sign) ON signs.kind = t.kind
  LEFT JOIN turn ON turn.tenant_id = t.tenant_id AND turn.project_id = t.project_id
       AND turn.id = t.turn_id
  LEFT JOIN stripe_payment payment ON payment.tenant_id = t.tenant_id
       AND payment.project_id = t.project_id AND payment.id = t.external_id AND t.turn_id IS NULL
  LEFT JOIN app_user u ON u.tenant_id = t.tenant_id AND u.project_id = t.project_id
       AND u.id = coalesce(turn.user_id, payment.user_id)
 WHERE t.tenant_id = $1::int AND t.project_id = $2::int
   AND (t.kind = 'absorb' OR t.credit_account_id = purser_account_id('project', '', 0))
   AND t.effective_at >= $5::timestamptz
 GROUP BY 1, 2 ORDER BY 1 DESC, 2 NULLS FIRST LIMIT 10000`;
