import type { WalletRowFieldsFragment } from '../../generated/wallets/graphql.ts';
import { microUsd } from '../../lib/amounts.ts';

type Lots = readonly Pick<
  WalletRowFieldsFragment['lots'][number],
  'expiresAt' | 'isExpired' | 'availableUsd'
>[];

export type NextEnding = { readonly at: string; readonly amountMicroUsd: bigint };

/** When a wallet's next lot with money in it ends, and how much of it that takes; null when none will. */
export function nextEnding(lots: Lots): NextEnding | null {
  const ending = lots.flatMap(({ expiresAt, isExpired, availableUsd }) => {
    const amountMicroUsd = microUsd(availableUsd);
    return expiresAt === null || isExpired || amountMicroUsd <= 0n
      ? []
      : [{ at: expiresAt, amountMicroUsd }];
  });
  const [first] = ending.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  if (first === undefined) return null;
  const together = ending.filter(({ at }) => Date.parse(at) === Date.parse(first.at));
  return {
    at: first.at,
    amountMicroUsd: together.reduce((sum, lot) => sum + lot.amountMicroUsd, 0n),
  };
}
