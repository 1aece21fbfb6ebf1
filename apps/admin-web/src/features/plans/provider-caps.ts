import type { SetBudgetPolicyInput } from '../../generated/plans/graphql.ts';
import { microUsd } from '../../lib/amounts.ts';
import { enteredValue, readUsd, usdInput } from '../../lib/field-values.ts';

/** One window's cap as chosen: in words unlimited, or an amount. */
export type Cap = { readonly choice: 'unlimited' | 'limit'; readonly text: string };

const fields = ['usdPerHour', 'usdPerDay', 'usdPerMonth'] as const;
export type Caps = Readonly<Record<(typeof fields)[number], Cap>> & {
  /** Whether the budget is in force at all. */
  readonly active: boolean;
};

type Stored = { readonly [Field in (typeof fields)[number]]: string | null } & {
  readonly active: boolean;
};

/** The caps as stored; a new budget starts with none chosen. */
export function capsOf(policy: Stored | null): Caps {
  const capOf = (amount: string | null | undefined): Cap =>
    amount === null ? { choice: 'unlimited', text: '' } : { choice: 'limit', text: amount ?? '' };
  return {
    usdPerHour: capOf(policy?.usdPerHour),
    usdPerDay: capOf(policy?.usdPerDay),
    usdPerMonth: capOf(policy?.usdPerMonth),
    active: policy?.active ?? true,
  };
}

/** What differs from what is stored; null while nothing does, or an amount is missing. */
export function providerInput(
  pair: { provider: string; bundleId: string },
  caps: Caps,
  stored: Stored | null,
): SetBudgetPolicyInput | null {
  if (pair.provider === '' || pair.bundleId === '') return null;
  const changes: {
    usdPerHour?: string | null;
    usdPerDay?: string | null;
    usdPerMonth?: string | null;
    active?: boolean;
  } = {};
  if (stored !== null && stored.active !== caps.active) changes.active = caps.active;
  for (const field of fields) {
    const cap = caps[field];
    const amount =
      cap.choice === 'unlimited' ? null : enteredValue(readUsd(cap.text, { zeroAllowed: true }));
    if (cap.choice === 'limit' && amount === null) return null;
    const before = stored === null || stored[field] === null ? null : microUsd(stored[field]);
    if (stored === null || before !== amount)
      changes[field] = amount === null ? null : usdInput(amount);
  }
  if (Object.keys(changes).length === 0) return null;
  return { ...pair, ...changes, ...(stored === null ? { onlyIfMissing: true } : {}) };
}
