import type { BalanceView } from '@purser/schema/contract/money-views';

/** What a row of `account` says of its money, in micro-dollars. */
export type BalanceColumns = {
  readonly creditsPosted: bigint;
  readonly debitsPosted: bigint;
  readonly debitsPending: bigint;
  readonly overdraft: bigint | null;
};

/** balance = credits − debits; available = balance − held (rule L1). */
export function balanceFromDb(row: BalanceColumns): BalanceView {
  const balanceMicroUsd = row.creditsPosted - row.debitsPosted;
  return {
    creditsMicroUsd: row.creditsPosted,
    debitsMicroUsd: row.debitsPosted,
    balanceMicroUsd,
    heldMicroUsd: row.debitsPending,
    availableMicroUsd: balanceMicroUsd - row.debitsPending,
    overdraftMicroUsd: row.overdraft,
  };
}

/** An account that no transfer has touched yet. */
export const emptyBalance: BalanceView = balanceFromDb({
  creditsPosted: 0n,
  debitsPosted: 0n,
  debitsPending: 0n,
  overdraft: 0n,
});
