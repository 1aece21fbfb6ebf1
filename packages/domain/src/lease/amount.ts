import { accepted, type Outcome, rejected } from '../outcome.ts';

/** Amounts are signed 64-bit inside; a total beyond 2^62 is a mistake that must not be booked. */
export const amountMax = 2n ** 63n - 1n;
export const totalMax = 2n ** 62n;

export type AmountRejection = { readonly code: 'value_out_of_range' };

/**
 * An amount as data planes send it: a whole JSON number up to 2^53−1, or a decimal string up to 2^63−1
 * (rule D2). Anything else is refused, because a negative amount would create quota.
 */
export function parseAmount(given: unknown): Outcome<bigint, AmountRejection> {
  const amount = readAmount(given);
  return amount === null || amount < 0n || amount > amountMax
    ? rejected({ code: 'value_out_of_range' })
    : accepted(amount);
}

function readAmount(given: unknown): bigint | null {
  if (typeof given === 'number') return Number.isSafeInteger(given) ? BigInt(given) : null;
  return typeof given === 'string' && /^\d{1,19}$/.test(given) ? BigInt(given) : null;
}

/** An amount as answers carry it: a number where that is exact, else a decimal string. */
export function amountToJson(amount: bigint): number | string {
  return amount <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(amount) : amount.toString();
}
