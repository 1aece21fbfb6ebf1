import { divideHalfEven } from './divide.ts';

/** Micro-dollars in one dollar (rule M1). */
export const microPerUsd = 1_000_000n;

/** Micro-dollars in one cent. */
export const microPerCent = 10_000n;

/** Pico-dollars in one micro-dollar; prices are pico-dollars per unit (rule M5). */
export const picoPerMicro = 1_000_000n;

/**
 * The largest amount any edge accepts, 9,000,000,000 dollars (rule M3). It is below 2^53, so that an
 * amount is exact as a JSON integer and in the counters' doubles.
 */
export const microUsdMax = 9_000_000_000n * microPerUsd;

/** Whether an amount lies within what Purser can carry, on either side of zero (rule M3). */
export function isWithinMoneyBounds(amountMicroUsd: bigint): boolean {
  return amountMicroUsd >= -microUsdMax && amountMicroUsd <= microUsdMax;
}

/** Micro-dollars as whole cents, half-even: only for invoice lines, Stripe and `_cents` fields (rule M2). */
export function centsHalfEven(amountMicroUsd: bigint): bigint {
  return divideHalfEven(amountMicroUsd, microPerCent);
}

/** Cents, as Stripe and price fields give them, as micro-dollars; exact. */
export function centsToMicroUsd(cents: bigint | number): bigint {
  return BigInt(cents) * microPerCent;
}
