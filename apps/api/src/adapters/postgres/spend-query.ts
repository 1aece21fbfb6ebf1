import type { SpendRequest } from '@purser/schema/contract/inputs';
import type { SpendPoint } from '@purser/schema/contract/money-views';
import { noBundle } from './project-budget-query.ts';
import type { ScopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';
import { firstIdAt } from './time-id.ts';

type PointRow = {
  readonly bucket: Date;
  readonly group_key: string;
  readonly amount: bigint;
  readonly turns: bigint;
};

const hourMs = 3_600_000;

/** How long before its settlement a turn may have been admitted and still be found. */
const longestTurnMs = 7 * 24 * hourMs;

/** What turns cost, by UTC hour or day; gaps are left out. Spending counts in the hour of its settlement. */
export async function readSpend(
  run: SqlRunner,
  { tenantId, projectId }: ScopeKey,
  { groupBy, bucket, from, to }: SpendRequest,
): Promise<readonly SpendPoint[]> {
  const scope = [tenantId, projectId] as const;
  const rows = await (() => {
    switch (groupBy) {
      case 'none':
      case 'provider':
      case 'bundle':
        return run<PointRow>(byHour(groupBy), [...scope, bucket, hourOf(from), hourOf(to)]);
      case 'plan': {
        const earliest = firstIdAt(new Date(from.getTime() - longestTurnMs));
        return run<PointRow>(byPlan, [...scope, bucket, from, to, earliest, firstIdAt(to)]);
      }
      case 'source':
        return run<PointRow>(bySource, [...scope, bucket, firstIdAt(from), firstIdAt(to)]);
    }
  })();
  return rows.map((row) => ({
    bucketStart: row.bucket,
    group: row.group_key,
    amountMicroUsd: row.amount,
    turns: Number(row.turns),
  }));
}

/** The first whole hour of a range; its last one is the one before the hour of `to`. */
function hourOf(instant: Date): number {
  return Math.ceil(instant.getTime() / hourMs);
}

const groupColumns = {
  none: `''`,
  provider: 'p.provider',
  bundle: `coalesce(nullif(p.bundle_id, ''), '${noBundle}')`,
} as const;

function byHour(groupBy: keyof typeof groupColumns): string {
  return `
SELECT date_trunc($3::text, to_timestamp(p.hour::bigint * 3600), 'UTC') AS bucket,
       ${groupColumns[groupBy]} AS group_key, sum(p.micro_usd)::bigint AS amount,
       sum(p.turns)::bigint AS turns
  FROM provider_spend p
 WHERE p.tenant_id = $1::int AND p.project_id = $2::int AND p.hour >= $4::int AND p.hour < $5::int
 GROUP BY 1, 2 ORDER BY 1, 2`;
}

const byPlan = `
SELECT date_trunc($3::text, t.closed_at, 'UTC') AS bucket, t.plan_id AS group_key,
       sum(t.cost_micro_usd)::bigint AS amount, count(*) AS turns
  FROM turn t
 WHERE t.tenant_id = $1::int AND t.project_id = $2::int AND t.state = 'settled'
   AND t.closed_at >= $4::timestamptz AND t.closed_at < $5::timestamptz
   AND t.id >= $6::uuid AND t.id < $7::uuid
 GROUP BY 1, 2 ORDER BY 1, 2`;

/** Absorbed money is shown apart from what the project pays by plan. */
const bySource = `
SELECT date_trunc($3::text, t.effective_at, 'UTC') AS bucket,
       CASE WHEN t.kind = 'absorb' THEN 'absorbed' ELSE payer.kind END AS group_key,
       sum(t.amount)::bigint AS amount, count(DISTINCT t.turn_id) AS turns
  FROM transfer t
  JOIN account payer ON payer.tenant_id = t.tenant_id AND payer.project_id = t.project_id
       AND payer.id = t.debit_account_id
 WHERE t.tenant_id = $1::int AND t.project_id = $2::int AND t.phase IN ('post', 'settle')
   AND t.turn_id IS NOT NULL AND t.id >= $4::uuid AND t.id < $5::uuid
 GROUP BY 1, 2 ORDER BY 1, 2`;
