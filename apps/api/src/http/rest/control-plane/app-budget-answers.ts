import { usdDecimal, usdNumber } from '@purser/domain/money/format-usd';
import type { AbsorptionRow } from '@purser/schema/contract/inputs';
import type { ProjectBudgetView, SpendWindows } from '@purser/schema/contract/money-views';
import type {
  AbsorptionAnswer,
  ProjectBalance,
} from '@purser/schema/contract/rest/app-budget-contract';
import { usdOrNull } from './amounts.ts';

/** The project budget under the guide's names. */
export function toProjectBalance(budget: ProjectBudgetView): ProjectBalance {
  return {
    status: 'ok',
    balance: {
      balance_usd: usdNumber(budget.balanceMicroUsd),
      reserved_usd: usdNumber(budget.heldMicroUsd),
      available_usd: usdNumber(budget.availableMicroUsd),
      overdraft_limit_usd: usdOrNull(budget.overdraftMicroUsd),
      overdraft_used_usd: usdNumber(budget.overdraftUsedMicroUsd),
      lifetime_added_usd: usdNumber(budget.lifetimeAddedMicroUsd),
      lifetime_spent_usd: usdNumber(budget.lifetimeSpentMicroUsd),
    },
    current_month_spending: toWindows(budget.spending),
    by_bundle: Object.fromEntries(
      budget.byBundle.map(({ bundleId, ...windows }) => [bundleId, toWindows(windows)]),
    ),
  };
}

function toWindows(windows: SpendWindows): ProjectBalance['current_month_spending'] {
  return {
    hour: usdNumber(windows.hourMicroUsd),
    day: usdNumber(windows.dayMicroUsd),
    month: usdNumber(windows.monthMicroUsd),
  };
}

export function toAbsorption(rows: readonly AbsorptionRow[]): AbsorptionAnswer {
  const items = rows.map((row) => ({
    period_start: row.periodStart.toISOString(),
    group_key: row.groupKey,
    total_usd: usdNumber(row.totalMicroUsd),
    wallet_short_usd: usdNumber(row.walletShortMicroUsd),
    subscription_overage_usd: usdNumber(row.subscriptionOverageMicroUsd),
    free_plan_usd: usdNumber(row.freePlanMicroUsd),
    refund_short_usd: usdNumber(row.refundShortMicroUsd),
    dispute_short_usd: usdNumber(row.disputeShortMicroUsd),
    events: row.events,
  }));
  return { status: 'ok', count: items.length, items };
}

const csvColumns = [
  'period_start',
  'group_key',
  'total_usd',
  'wallet_short_usd',
  'subscription_overage_usd',
  'free_plan_usd',
  'refund_short_usd',
  'dispute_short_usd',
  'events',
];

/** The report as RFC 4180 lines; amounts are exact decimals. */
export function absorptionCsv(rows: readonly AbsorptionRow[]): string {
  const lines = rows.map((row) => [
    row.periodStart.toISOString(),
    cell(row.groupKey ?? ''),
    usdDecimal(row.totalMicroUsd),
    usdDecimal(row.walletShortMicroUsd),
    usdDecimal(row.subscriptionOverageMicroUsd),
    usdDecimal(row.freePlanMicroUsd),
    usdDecimal(row.refundShortMicroUsd),
    usdDecimal(row.disputeShortMicroUsd),
    String(row.events),
  ]);
  return [csvColumns, ...lines].map((line) => `${line.join(',')}\r\n`).join('');
}

/** A name that a caller chose: quoted, and never read as a formula by a spreadsheet. */
function cell(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
