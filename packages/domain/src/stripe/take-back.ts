import { minBigint } from '../money/divide.ts';

/** A lot's money as far as nothing holds it; an expired lot has none. */
export type FreeLot = { readonly lotId: string; readonly availableMicroUsd: bigint };

export type LotPart = { readonly lotId: string; readonly amountMicroUsd: bigint };

/** What goes back to Stripe, by where it comes from. */
export type TakenBack = {
  readonly parts: readonly LotPart[];
  /** What nobody has: the project absorbs it. */
  readonly missingMicroUsd: bigint;
};

/**
 * Lays an amount over a wallet: the payment's own lot first, then the others in their order, and what is
 * missing is said (rule X12).
 */
export function takeBack(
  amountMicroUsd: bigint,
  lots: readonly FreeLot[],
  paymentLotId: string | null,
): TakenBack {
  const own = lots.filter(({ lotId }) => lotId === paymentLotId);
  const others = lots.filter(({ lotId }) => lotId !== paymentLotId);
  let missingMicroUsd = amountMicroUsd;
  const parts: LotPart[] = [];
  for (const { lotId, availableMicroUsd } of [...own, ...others]) {
    const taken = minBigint(availableMicroUsd, missingMicroUsd);
    if (taken <= 0n) continue;
    parts.push({ lotId, amountMicroUsd: taken });
    missingMicroUsd -= taken;
  }
  return { parts, missingMicroUsd };
}

/** The lots after parts of them are gone. */
export function withoutParts(
  lots: readonly FreeLot[],
  parts: readonly LotPart[],
): readonly FreeLot[] {
  return lots.map(({ lotId, availableMicroUsd }) => {
    const gone = parts.filter((part) => part.lotId === lotId);
    const taken = gone.reduce((sum, { amountMicroUsd }) => sum + amountMicroUsd, 0n);
    return { lotId, availableMicroUsd: availableMicroUsd - taken };
  });
}
