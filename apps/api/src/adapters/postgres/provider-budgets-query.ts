import { budgetLimit, budgetWindows } from '@purser/domain/budget/provider-windows';
import { everyBundle } from '@purser/domain/plan/plan';
import { minuteOf, msOfMinute } from '@purser/domain/quota/window';
import type { BudgetPolicy } from '@purser/prisma/client';
import type { ProviderBudgetView } from '@purser/schema/contract/money-views';
import { budgetPolicyFromDb } from './policy-mapping.ts';
import { windowStartHours } from './project-budget-query.ts';
import type { ScopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';

type BudgetRow = {
  readonly provider: string;
  readonly scope: string;
  readonly hour: bigint;
  readonly day: bigint;
  readonly month: bigint;
  readonly held: bigint;
};

/** Each provider and bundle that has a policy, spent something this month, or is held against (rule B2). */
export async function readProviderBudgets(
  run: SqlRunner,
  { tenantId, projectId }: ScopeKey,
  now: Date,
): Promise<readonly ProviderBudgetView[]> {
  const rows = await run<BudgetRow>(spendStatement, [
    tenantId,
    projectId,
    ...windowStartHours(now),
    now,
  ]);
  const policies = await run<BudgetPolicy>(policiesStatement, [tenantId, projectId]);
  const byKey = new Map(policies.map((row) => [keyOf(row.provider, row.bundleId), row]));
  const spent = new Map(rows.map((row) => [keyOf(row.provider, row.scope), row]));
  return [...new Set([...byKey.keys(), ...spent.keys()])].sort().map((key) => {
    const [provider, bundleId] = JSON.parse(key) as [string, string];
    const policy = byKey.get(key);
    return budgetView({ provider, bundleId }, policy, spent.get(key), now);
  });
}

function budgetView(
  of: { readonly provider: string; readonly bundleId: string },
  row: BudgetPolicy | undefined,
  spent: BudgetRow | undefined,
  now: Date,
): ProviderBudgetView {
  const policy = row === undefined ? null : budgetPolicyFromDb(row);
  const windows = budgetWindows(minuteOf(now.getTime())).map(({ name, endMinute }) => ({
    window: name,
    limitMicroUsd: policy === null || !policy.active ? null : budgetLimit(policy, name),
    spentMicroUsd: spent?.[name] ?? 0n,
    heldMicroUsd: spent?.held ?? 0n,
    resetsAt: new Date(msOfMinute(endMinute ?? 0)),
  }));
  return { ...of, policy, windows };
}

function keyOf(provider: string, bundleId: string): string {
  return JSON.stringify([provider, bundleId]);
}

/** A turn counts for its provider over the whole project and, if it has a bundle, in that bundle. */
const spendStatement = `
WITH spent AS (
  SELECT p.provider, of_scope.scope,
         coalesce(sum(p.micro_usd) FILTER (WHERE p.hour >= $3::int), 0) AS hour,
         coalesce(sum(p.micro_usd) FILTER (WHERE p.hour >= $4::int), 0) AS day,
         sum(p.micro_usd) AS month
    FROM provider_spend p CROSS JOIN LATERAL (VALUES ('${everyBundle}'), (p.bundle_id)) of_scope(scope)
   WHERE p.tenant_id = $1::int AND p.project_id = $2::int AND p.hour >= $5::int
     AND of_scope.scope <> ''
   GROUP BY p.provider, of_scope.scope
), held AS (
  SELECT hold ->> 'provider' AS provider, hold ->> 'scope' AS scope,
         sum((hold ->> 'microUsd')::numeric) AS amount
    FROM (SELECT DISTINCT turn_id FROM open_hold
           WHERE tenant_id = $1::int AND project_id = $2::int AND turn_id IS NOT NULL) open
    JOIN turn t ON t.tenant_id = $1::int AND t.project_id = $2::int AND t.id = open.turn_id
         AND t.state = 'admitted' AND t.expires_at > $6::timestamptz
   CROSS JOIN LATERAL jsonb_array_elements(coalesce(t.provider_holds, '[]')) hold
   GROUP BY 1, 2
)
SELECT coalesce(spent.provider, held.provider) AS provider,
       coalesce(spent.scope, held.scope) AS scope, coalesce(spent.hour, 0)::bigint AS hour,
       coalesce(spent.day, 0)::bigint AS day, coalesce(spent.month, 0)::bigint AS month,
       coalesce(held.amount, 0)::bigint AS held
  FROM spent FULL JOIN held ON held.provider = spent.provider AND held.scope = spent.scope`;

const policiesStatement = `
SELECT provider, bundle_id AS "bundleId", per_hour_micro_usd AS "perHourMicroUsd",
       per_day_micro_usd AS "perDayMicroUsd", per_month_micro_usd AS "perMonthMicroUsd", active,
       notes, version, updated_by AS "updatedBy", updated_at AS "updatedAt"
  FROM budget_policy WHERE tenant_id = $1::int AND project_id = $2::int`;
