import { minBigint } from '@purser/domain/money/divide';
import { microUsd } from '../../lib/amounts.ts';

type Payment = {
  readonly paymentId: string;
  readonly amountUsd: string;
  readonly refundedUsd: string;
  readonly lotId: string | null;
};

type Lot = {
  readonly lotId: string;
  readonly availableUsd: string;
  readonly isExpired: boolean;
};

const microUsdPerCent = 10_000n;

/**
 * What can be paid back of a payment, in whole cents: what is free in the lot that it made, and no more than was
 * paid and not paid back. Nothing of one that bought no credits. The server decides again.
 */
export function refundableMicroUsd(payment: Payment, lots: readonly Lot[]): bigint {
  const lot = lots.find(({ lotId }) => lotId === payment.lotId);
  if (lot === undefined || lot.isExpired) return 0n;
  const left = microUsd(payment.amountUsd) - microUsd(payment.refundedUsd);
  const free = microUsd(lot.availableUsd);
  const least = minBigint(left, free);
  return least <= 0n ? 0n : least - (least % microUsdPerCent);
}
