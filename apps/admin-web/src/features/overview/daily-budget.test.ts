import { describe, expect, it } from 'vitest';
import { dailyBudget } from './daily-budget.ts';

const budget = (provider: string, limitUsd: string | null) => ({
  __typename: 'ProviderBudget' as const,
  provider,
  bundleId: '*',
  windows: [
    {
      __typename: 'ProviderBudgetWindow' as const,
      window: 'DAY' as const,
      limitUsd,
      spentUsd: '0.00',
      heldUsd: '0.00',
      resetsAt: '2026-11-23T00:00:00Z',
    },
  ],
});
const dataOf = (groups: string[], totalMicroUsd: bigint) => ({
  groups,
  columns: [{ startMs: 0, parts: [], totalMicroUsd }],
});

describe('the budget line of the chart', () => {
  it('is the sum of the caps of the providers shown', () => {
    const drawn = dailyBudget(
      [budget('a', '200.00'), budget('b', '100.00'), budget('c', '9.00')],
      dataOf(['a', 'b'], 90_000_000n),
    );
    expect(drawn).toEqual({ amountMicroUsd: 300_000_000n, name: 'daily budgets $300.00' });
  });

  it('is not drawn where one provider has no cap, because then there is no such amount', () => {
    expect(
      dailyBudget([budget('a', '200.00'), budget('b', null)], dataOf(['a', 'b'], 90_000_000n)),
    ).toBeNull();
    expect(dailyBudget([budget('a', '200.00')], dataOf(['a', 'unknown'], 90_000_000n))).toBeNull();
  });

  it('never presses the columns flat', () => {
    expect(dailyBudget([budget('a', '200.00')], dataOf(['a'], 1_000_000n))).toBeNull();
  });
});
