import { budgetWindows } from '@purser/domain/budget/provider-windows';
import { minuteOf } from '@purser/domain/quota/window';
import type { ProjectBudgetView, SpendWindows } from '@purser/schema/contract/money-views';
import { balanceFromDb, emptyBalance } from './account-mapping.ts';
import type { ScopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';

type AccountRow = {
  readonly credits_posted: bigint;
  readonly debits_posted: bigint;
  readonly debits_pending: bigint;
  readonly overdraft: bigint | null;
};

type SpendRow = {
  readonly bundle_id: string;
  readonly hour: bigint;
  readonly day: bigint;
  readonly month: bigint;
};

/** What turns without a bundle are shown under. */
export const noBundle = '(none)';

/** The project's money, and what its turns cost in the present hour, day and month (UTC), by bundle. */
export async function readProjectBudget(
  run: SqlRunner,
  { tenantId, projectId }: ScopeKey,
  now: Date,
): Promise<ProjectBudgetView> {
  const accounts = await run<AccountRow>(
    `SELECT credits_posted, debits_posted, debits_pending, overdraft FROM account
      WHERE tenant_id = $1::int AND project_id = $2::int AND id = purser_account_id('project', '', 0)`,
    [tenantId, projectId],
  );
  const [hour, day, month] = windowStartHours(now);
  const spending = await run<SpendRow>(
    `SELECT bundle_id,
            coalesce(sum(micro_usd) FILTER (WHERE hour >= $3::int), 0)::bigint AS hour,
            coalesce(sum(micro_usd) FILTER (WHERE hour >= $4::int), 0)::bigint AS day,
            sum(micro_usd)::bigint AS month
       FROM provider_spend
      WHERE tenant_id = $1::int AND project_id = $2::int AND hour >= $5::int
      GROUP BY bundle_id ORDER BY bundle_id`,
    [tenantId, projectId, hour, day, month],
  );
  return budgetFromDb(accounts[0], spending);
}

function budgetFromDb(
  account: AccountRow | undefined,
  spending: readonly SpendRow[],
): ProjectBudgetView {
  const balance =
    account === undefined
      ? emptyBalance
      : balanceFromDb({
          creditsPosted: account.credits_posted,
          debitsPosted: account.debits_posted,
          debitsPending: account.debits_pending,
          overdraft: account.overdraft,
        });
  const byBundle = spending.map((row) => ({
    bundleId: row.bundle_id === '' ? noBundle : row.bundle_id,
    hourMicroUsd: row.hour,
    dayMicroUsd: row.day,
    monthMicroUsd: row.month,
  }));
  return {
    ...balance,
    overdraftUsedMicroUsd: balance.balanceMicroUsd < 0n ? -balance.balanceMicroUsd : 0n,
    lifetimeAddedMicroUsd: balance.creditsMicroUsd,
    lifetimeSpentMicroUsd: balance.debitsMicroUsd,
    spending: sumWindows(byBundle),
    byBundle,
  };
}

function sumWindows(rows: readonly SpendWindows[]): SpendWindows {
  const sum = (of: (row: SpendWindows) => bigint) => rows.reduce((all, row) => all + of(row), 0n);
  return {
    hourMicroUsd: sum((row) => row.hourMicroUsd),
    dayMicroUsd: sum((row) => row.dayMicroUsd),
    monthMicroUsd: sum((row) => row.monthMicroUsd),
  };
}

/** First epoch hours of the present UTC hour, day and month. */
export function windowStartHours(now: Date): readonly number[] {
  return budgetWindows(minuteOf(now.getTime())).map(({ startMinute }) => startMinute / 60);
}
