import {
  type BudgetWindow,
  type BudgetWindowName,
  budgetLimit,
  budgetWindows,
} from '@purser/domain/budget/provider-windows';
import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { Pool } from 'pg';
import type { BudgetWatch } from '../../ports/budget-watch.ts';
import { accountId } from './account-id.ts';

type SpentRow = {
  readonly provider: string;
  readonly bundleId: string;
  readonly perHourMicroUsd: bigint | null;
  readonly perDayMicroUsd: bigint | null;
  readonly perMonthMicroUsd: bigint | null;
  readonly active: boolean;
  readonly window: BudgetWindowName;
  readonly startMinute: number;
  readonly spentMicroUsd: bigint;
};

type MoneyRow = {
  readonly balance: bigint;
  readonly pending: bigint;
  readonly overdraft: bigint | null;
  readonly last_top_up: bigint | null;
};

export function createBudgetWatch(pool: Pool): BudgetWatch {
  return {
    async windows({ tenantId, projectId }, minutes) {
      const windows = distinct(minutes.flatMap((minute) => budgetWindows(minute)));
      const { rows } = await pool.query<SpentRow>(spentSql, [
        tenantId,
        projectId,
        windows.map(({ name }) => name),
        windows.map(({ startMinute }) => startMinute),
        windows.map(({ endMinute }) => endMinute),
      ]);
      return rows.flatMap((row) => {
        const { provider, bundleId, window, startMinute, spentMicroUsd } = row;
        const limitMicroUsd = budgetLimit(row, window);
        if (limitMicroUsd === null) return [];
        return [{ provider, bundleId, window, startMinute, limitMicroUsd, spentMicroUsd }];
      });
    },
    project: (scope) => readProject(pool, scope),
  };
}

/** An hour may lie in the same day as the one before it. */
function distinct(windows: readonly BudgetWindow[]): readonly BudgetWindow[] {
  return [...new Map(windows.map((each) => [`${each.name} ${each.startMinute}`, each])).values()];
}

async function readProject(pool: Pool, { tenantId, projectId }: CounterScope) {
  const { rows } = await pool.query<MoneyRow>(projectSql, [
    tenantId,
    projectId,
    accountId('project', ''),
  ]);
  const row = rows[0];
  if (row === undefined) return null;
  return {
    balanceMicroUsd: row.balance,
    availableMicroUsd: row.balance - row.pending,
    overdraftMicroUsd: row.overdraft,
    lastTopUpMicroUsd: row.last_top_up,
  };
}

/** Spend is kept by the hour, and every window is whole hours. A `*` policy counts every bundle. */
const spentSql = `
SELECT p.provider, p.bundle_id AS "bundleId", p.per_hour_micro_usd AS "perHourMicroUsd",
       p.per_day_micro_usd AS "perDayMicroUsd", p.per_month_micro_usd AS "perMonthMicroUsd", p.active,
       w.name AS window, w.start_minute AS "startMinute", coalesce(spent.micro_usd, 0)::bigint AS "spentMicroUsd"
  FROM budget_policy p
 CROSS JOIN unnest($3::text[], $4::int[], $5::int[]) AS w(name, start_minute, end_minute)
  LEFT JOIN LATERAL (
    SELECT sum(s.micro_usd) AS micro_usd FROM provider_spend s
     WHERE s.tenant_id = $1 AND s.project_id = $2 AND s.provider = p.provider
       AND s.hour >= w.start_minute / 60 AND s.hour < w.end_minute / 60
       AND (p.bundle_id = '*' OR s.bundle_id = p.bundle_id)) spent ON true
 WHERE p.tenant_id = $1 AND p.project_id = $2 AND p.active`;

/** The last top-up is the newest credit that came from funding: others are rests of periods. */
const projectSql = `
SELECT a.credits_posted - a.debits_posted AS balance, a.debits_pending AS pending, a.overdraft,
       (SELECT t.amount FROM transfer t
          JOIN account f ON f.tenant_id = $1 AND f.project_id = $2 AND f.id = t.debit_account_id AND f.kind = 'funding'
         WHERE t.tenant_id = $1 AND t.project_id = $2 AND t.credit_account_id = a.id
         ORDER BY t.credit_version DESC LIMIT 1) AS last_top_up
  FROM account a WHERE a.tenant_id = $1 AND a.project_id = $2 AND a.id = $3`;
