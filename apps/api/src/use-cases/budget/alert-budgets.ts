import { type ProjectLevel, projectLevel } from '@purser/domain/budget/project-level';
import type { BudgetWindowName } from '@purser/domain/budget/provider-windows';
import { type BudgetThreshold, crossedThresholds } from '@purser/domain/budget/thresholds';
import { formatUsd } from '@purser/domain/money/format-usd';
import { everyBundle } from '@purser/domain/plan/plan';
import { minuteOf } from '@purser/domain/quota/window';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { AlertLog } from '../../ports/alert-log.ts';
import type { BudgetWatch, WatchedWindow } from '../../ports/budget-watch.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import type { OutboxRecord } from '../../ports/outbox-store.ts';

export type AlertDeps = {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly watch: BudgetWatch;
  readonly alerts: AlertLog;
};

type Alert = Omit<OutboxRecord, 'id' | 'createdAtMs'>;

/** A window that ended between two runs is looked at once more, for so long. */
const lookBackMinutes = 60;

const severities: Readonly<Record<BudgetThreshold, OutboxRecord['severity']>> = {
  50: 'info',
  80: 'warning',
  100: 'critical',
};

const adjectives: Readonly<Record<BudgetWindowName, string>> = {
  hour: 'hourly',
  day: 'daily',
  month: 'monthly',
};

/**
 * Raises an alert for every threshold that a provider's spending has reached, once per window (rule
 * B7), and one a day for a project budget in want (rule F11). Answers how many are new.
 */
export async function alertBudgets(deps: AlertDeps, scope: ProjectScope): Promise<number> {
  const { clock, ids, watch, alerts } = deps;
  const nowMs = await clock.nowMs(scope);
  const minute = minuteOf(nowMs);
  const windows = await watch.windows(scope, [minute, minute - lookBackMinutes]);
  const found = [...windows.flatMap(providerAlerts), ...(await projectAlerts(deps, scope, nowMs))];
  return alerts.raise(
    scope,
    found.map((alert) => ({ ...alert, id: ids.uuid7(nowMs), createdAtMs: nowMs })),
  );
}

/** All thresholds reached so far: those that were said before are known by their keys. */
function providerAlerts(spent: WatchedWindow): readonly Alert[] {
  const { provider, bundleId, window, startMinute, limitMicroUsd, spentMicroUsd } = spent;
  const reached = crossedThresholds({
    limitMicroUsd,
    beforeMicroUsd: 0n,
    afterMicroUsd: spentMicroUsd,
  });
  const whose = bundleId === everyBundle ? provider : `${provider} in ${bundleId}`;
  return reached.map((percent) => ({
    kind: 'provider_budget',
    severity: severities[percent],
    dedupeKey: `provider-budget:${JSON.stringify([provider, bundleId])}:${window}:${startMinute}:${percent}`,
    title: `${whose} has reached ${percent} % of its ${adjectives[window]} budget: ${formatUsd(spentMicroUsd)} of ${formatUsd(limitMicroUsd)}.`,
    payload: { provider, bundleId, window, startMinute, percent, spentMicroUsd, limitMicroUsd },
  }));
}

async function projectAlerts(
  { watch }: AlertDeps,
  scope: ProjectScope,
  nowMs: number,
): Promise<readonly Alert[]> {
  const money = await watch.project(scope);
  const level = money === null ? null : projectLevel(money);
  if (money === null || level === null) return [];
  const { balanceMicroUsd, availableMicroUsd, overdraftMicroUsd } = money;
  const day = new Date(nowMs).toISOString().slice(0, 'YYYY-MM-DD'.length);
  const words: Readonly<Record<ProjectLevel, Pick<Alert, 'severity' | 'title'>>> = {
    low: {
      severity: 'warning',
      title: `The project budget is low: ${formatUsd(availableMicroUsd)} left.`,
    },
    negative: {
      severity: 'warning',
      title: `The project budget is overdrawn: ${formatUsd(balanceMicroUsd)}.`,
    },
    overdraft_passed: {
      severity: 'critical',
      title: `The project budget is below its overdraft of ${formatUsd(overdraftMicroUsd ?? 0n)}: ${formatUsd(balanceMicroUsd)}.`,
    },
  };
  return [
    {
      ...words[level],
      kind: 'project_budget',
      dedupeKey: `project-budget:${level}:${day}`,
      payload: { level, ...money },
    },
  ];
}
