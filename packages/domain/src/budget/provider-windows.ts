import { type QuotaWindow, windowKey } from '../quota/window.ts';
import { type WindowSpan, windowSpan } from '../quota/window-span.ts';
import type { ProviderPolicy } from './provider-policy.ts';

export type BudgetWindowName = 'hour' | 'day' | 'month';

/** The windows of provider budgets: the UTC clock hour, day and calendar month (rule B2). */
export const budgetWindowNames: readonly BudgetWindowName[] = ['hour', 'day', 'month'];

export type BudgetWindow = WindowSpan & {
  readonly name: BudgetWindowName;
  readonly windowKey: string;
};

const calendars = budgetWindowNames.map((name) => {
  const window: QuotaWindow = { kind: 'calendar', unit: name, zone: 'UTC' };
  return { name, window };
});

/** The last answer: they are the same for everybody, and asked for with every decision of a minute. */
let last: { readonly minute: number; readonly windows: readonly BudgetWindow[] } | null = null;

/** The three windows that contain a minute, with their keys and ends. */
export function budgetWindows(nowMinute: number): readonly BudgetWindow[] {
  if (last?.minute === nowMinute) return last.windows;
  const windows = calendars.map(({ name, window }) => {
    const span = windowSpan(window, { nowMinute, anchorMinute: null, resetMinute: null });
    return { name, windowKey: windowKey(window), ...span };
  });
  last = { minute: nowMinute, windows };
  return windows;
}

/** What a policy allows in a window; null = unlimited. */
export function budgetLimit(policy: ProviderPolicy, name: BudgetWindowName): bigint | null {
  if (name === 'hour') return policy.perHourMicroUsd;
  return name === 'day' ? policy.perDayMicroUsd : policy.perMonthMicroUsd;
}
