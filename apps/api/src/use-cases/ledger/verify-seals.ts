import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { ChainLink } from '../../ports/audit-chain.ts';
import type { LedgerDifference } from '../../ports/ledger-checker.ts';
import type { StoredSeal, TransferSeals } from '../../ports/transfer-seals.ts';
import { nextSeal } from './transfer-chain.ts';

export type SealVerification = {
  /** Transfers that the seals stand for. */
  readonly sealed: number;
  /** Transfers that no seal stands for yet, which is usual for the last seconds only. */
  readonly waiting: number;
  /** The hash of the last seal; null before the first. Kept elsewhere, it betrays a chain that was made anew. */
  readonly head: string | null;
  /** The first hundred seals that are not what the transfers make of them, and what else no posting does. */
  readonly differences: readonly LedgerDifference[];
};

const differencesMax = 100;

/** Computes the seals anew from the transfers as they are stored, and compares (rule A8). */
export async function verifySeals(
  seals: TransferSeals,
  scope: CounterScope,
): Promise<SealVerification> {
  let last: ChainLink | null = null;
  let sealed = 0;
  const differences: LedgerDifference[] = [];
  const { waiting, stray, displaced } = await seals.walk(scope, (stored) => {
    for (const seal of stored) {
      sealed += seal.leaves.length;
      const what = whatIsWrong(last, seal);
      if (what !== null && differences.length < differencesMax) {
        differences.push({ accountId: `seal ${seal.seq}`, what });
      }
      last = seal;
    }
  });
  for (const seq of displaced) {
    const what = 'does not begin where the seal before it ended, for an account';
    differences.push({ accountId: `seal ${seq}`, what });
  }
  if (stray > 0) {
    const what = `${stray} have a version that no posting gives`;
    differences.push({ accountId: 'transfers', what });
  }
  return { sealed, waiting, head: headOf(last), differences };
}

/** The compiler takes what a callback assigns for never assigned. */
function headOf(last: ChainLink | null): string | null {
  return last?.hash ?? null;
}

function whatIsWrong(last: ChainLink | null, { seq, hash, leaves }: StoredSeal): string | null {
  const expected = nextSeal(last, leaves);
  if (seq !== expected.seq) return `follows seal ${last?.seq ?? 0}: one between them is gone`;
  if (hash === expected.hash) return null;
  return 'its transfers, or the seal before it, are not those that were sealed';
}
