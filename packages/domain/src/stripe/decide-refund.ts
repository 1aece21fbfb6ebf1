import { minBigint } from '../money/divide.ts';
import { formatUsdExact } from '../money/format-usd.ts';
import { microPerCent } from '../money/micro-usd.ts';
import { accepted, type Outcome, rejected } from '../outcome.ts';

/** What a refund is decided by. */
export type RefundFunds = {
  readonly paymentId: string;
  readonly userId: string;
  /** Null when no such payment was booked here. */
  readonly payment: {
    readonly isOfUser: boolean;
    readonly purpose: 'wallet_topup' | 'quota_package' | 'invoice';
    readonly amountMicroUsd: bigint;
  } | null;
  /** Refunds of this payment that have not failed, those that are still pending included. */
  readonly refundedMicroUsd: bigint;
  /** What nothing holds in the payment's own lot; 0 once it has expired. */
  readonly lotAvailableMicroUsd: bigint;
};

export type RefundRejection = {
  readonly code: 'not_found' | 'invalid_value' | 'insufficient_funds';
  readonly field: 'paymentIntentId' | 'userId' | 'amountMicroUsd';
  readonly message: string;
};

/**
 * How much of a payment is refunded: what was asked, or all that Stripe can still refund and the payment's
 * own lot still has, in whole cents (rule X10).
 */
export function decideRefund(
  funds: RefundFunds,
  askedMicroUsd: bigint | null,
): Outcome<bigint, RefundRejection> {
  const refused = whyNot(funds) ?? whyNotSoMuch(askedMicroUsd);
  if (refused !== null) return rejected(refused);
  const most = refundable(funds);
  if (most < microPerCent || (askedMicroUsd ?? 0n) > most) {
    return rejected({
      code: 'insufficient_funds',
      field: 'amountMicroUsd',
      message: `At most ${formatUsdExact(most)} of this payment can be refunded: Stripe has ${formatUsdExact(
        leftAtStripe(funds),
      )} of it left, and ${formatUsdExact(funds.lotAvailableMicroUsd)} of what it bought is neither spent nor held.`,
    });
  }
  return accepted(askedMicroUsd ?? most);
}

/** The most that can be refunded, in whole cents. */
export function refundable(funds: RefundFunds): bigint {
  const least = minBigint(leftAtStripe(funds), funds.lotAvailableMicroUsd);
  return least <= 0n ? 0n : least - (least % microPerCent);
}

function leftAtStripe({ payment, refundedMicroUsd }: RefundFunds): bigint {
  return (payment?.amountMicroUsd ?? 0n) - refundedMicroUsd;
}

function whyNot({ paymentId, userId, payment }: RefundFunds): RefundRejection | null {
  if (payment === null) {
    return {
      code: 'not_found',
      field: 'paymentIntentId',
      message: `No payment ${paymentId} was booked in this project.`,
    };
  }
  if (!payment.isOfUser) {
    return {
      code: 'invalid_value',
      field: 'userId',
      message: `The payment ${paymentId} is not one of the user ${userId}.`,
    };
  }
  if (payment.purpose === 'wallet_topup') return null;
  const bought = payment.purpose === 'quota_package' ? 'a package' : 'a subscription';
  return {
    code: 'invalid_value',
    field: 'paymentIntentId',
    message: `This payment bought ${bought}, not credits. Refund it at Stripe; that is booked here.`,
  };
}

function whyNotSoMuch(askedMicroUsd: bigint | null): RefundRejection | null {
  if (askedMicroUsd === null) return null;
  if (askedMicroUsd >= microPerCent && askedMicroUsd % microPerCent === 0n) return null;
  return {
    code: 'invalid_value',
    field: 'amountMicroUsd',
    message: 'A refund is of whole cents, one at least.',
  };
}
