import { formatUsd } from '@purser/domain/money/format-usd';
import type { ChartData } from '../../components/chart/series.ts';
import type { ChartBudget } from '../../components/chart/spend-chart.tsx';
import type { OverviewProvidersQuery } from '../../generated/overview/graphql.ts';
import { microUsd } from '../../lib/amounts.ts';

/** A budget this many times the highest column would press the columns flat. */
const timesMax = 4n;

/**
 * What all providers together may cost a day, for a line on the chart; null when one of them has no
 * cap, so that there is no such amount, or when it lies too far above the columns to be drawn.
 */
export function dailyBudget(
  budgets: OverviewProvidersQuery['providerBudgets'],
  data: ChartData,
): ChartBudget | null {
  const caps = budgets
    .filter((budget) => budget.bundleId === '*' && data.groups.includes(budget.provider))
    .map((budget) => budget.windows.find((window) => window.window === 'DAY')?.limitUsd ?? null);
  if (caps.length < data.groups.length || caps.includes(null)) return null;
  const amountMicroUsd = caps.reduce((sum, cap) => sum + (cap === null ? 0n : microUsd(cap)), 0n);
  const isInSight = data.columns.some(
    (column) => column.totalMicroUsd * timesMax >= amountMicroUsd,
  );
  return isInSight && amountMicroUsd > 0n
    ? { amountMicroUsd, name: `daily budgets ${formatUsd(amountMicroUsd)}` }
    : null;
}
