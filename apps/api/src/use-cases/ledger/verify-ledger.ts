import type { LedgerVerification } from '@purser/schema/contract/inputs';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { Clock } from '../../ports/clock.ts';
import type { LedgerChecker } from '../../ports/ledger-checker.ts';
import type { TransferSeals } from '../../ports/transfer-seals.ts';
import { verifySeals } from './verify-seals.ts';

export type VerifyDeps = {
  readonly clock: Clock;
  readonly checker: LedgerChecker;
  readonly seals: TransferSeals;
};

/**
 * Compares every balance, hold, cost and count of a project with its transfers (rule L12), and the
 * transfers with their seals (rule A8).
 */
export async function verifyLedger(
  { clock, checker, seals }: VerifyDeps,
  scope: ProjectScope,
): Promise<LedgerVerification> {
  const checkedAt = new Date(await clock.nowMs(scope));
  const { accounts, transfers, differences: found } = await checker.check(scope);
  const { sealed, waiting, head, differences: broken } = await verifySeals(seals, scope);
  const differences = [...found, ...broken];
  const balanced = differences.length === 0;
  return { checkedAt, accounts, transfers, sealed, waiting, sealHead: head, balanced, differences };
}
