import { minBigint } from '../money/divide.ts';

/** One credit of a wallet as spending sees it. */
export type SpendableLot = {
  readonly lotId: string;
  readonly createdAtMs: number;
  /** Unavailable from this instant; null = never expires. */
  readonly expiresAtMs: number | null;
  readonly availableMicroUsd: bigint;
};

export type LotTake = { readonly lotId: string; readonly amountMicroUsd: bigint };

/** Soonest expiry first, never last, then oldest, then by id so that the order is total (rule F8). */
export function compareLots(a: SpendableLot, b: SpendableLot): number {
  if (a.expiresAtMs !== b.expiresAtMs) {
    return (a.expiresAtMs ?? Number.POSITIVE_INFINITY) < (b.expiresAtMs ?? Number.POSITIVE_INFINITY)
      ? -1
      : 1;
  }
  if (a.createdAtMs !== b.createdAtMs) return a.createdAtMs - b.createdAtMs;
  return a.lotId < b.lotId ? -1 : a.lotId > b.lotId ? 1 : 0;
}

/** Whether a lot's money may be held or spent at an instant: expiry is exact (rule F8). */
export function isLotAvailable(lot: SpendableLot, nowMs: number): boolean {
  return lot.expiresAtMs === null || nowMs < lot.expiresAtMs;
}

/** What the wallet has to spend or hold now, in micro-dollars. */
export function walletAvailable(lots: readonly SpendableLot[], nowMs: number): bigint {
  return lots
    .filter((lot) => isLotAvailable(lot, nowMs))
    .reduce((sum, lot) => sum + positivePart(lot.availableMicroUsd), 0n);
}

/**
 * Takes an amount from a wallet's lots in order, as much of it as there is; which lots gave what
 * (rule F8). What is missing is `wantedMicroUsd` minus the sum of the takes.
 */
export function takeFromLots(
  lots: readonly SpendableLot[],
  { wantedMicroUsd, nowMs }: { readonly wantedMicroUsd: bigint; readonly nowMs: number },
): readonly LotTake[] {
  const takes: LotTake[] = [];
  let missing = wantedMicroUsd;
  for (const lot of lots
    .filter((candidate) => isLotAvailable(candidate, nowMs))
    .sort(compareLots)) {
    const amountMicroUsd = minBigint(missing, positivePart(lot.availableMicroUsd));
    if (amountMicroUsd <= 0n) continue;
    takes.push({ lotId: lot.lotId, amountMicroUsd });
    missing -= amountMicroUsd;
  }
  return takes;
}

function positivePart(amountMicroUsd: bigint): bigint {
  return amountMicroUsd > 0n ? amountMicroUsd : 0n;
}
