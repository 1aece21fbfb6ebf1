import type { LedgerVerification } from '@purser/schema/contract/inputs';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { Clock } from '../../ports/clock.ts';
import type { LedgerChecker } from '../../ports/ledger-checker.ts';

export type VerifyDeps = { readonly clock: Clock; readonly checker: LedgerChecker };

/** Compares every balance, hold, cost and count of a project with its transfers (rule L12). */
export async function verifyLedger(
  { clock, checker }: VerifyDeps,
  scope: ProjectScope,
): Promise<LedgerVerification> {
  const checkedAt = new Date(await clock.nowMs(scope));
  const { accounts, transfers, differences } = await checker.check(scope);
  return { checkedAt, accounts, transfers, balanced: differences.length === 0, differences };
}
