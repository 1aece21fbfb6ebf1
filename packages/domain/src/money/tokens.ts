import { divideCeil, divideFloor } from './divide.ts';
import { picoPerMicro } from './micro-usd.ts';

/**
 * Reference tokens and money. Every function takes the reference price in pico-dollars per token,
 * which is positive; amounts are not negative (rules M6 and M7).
 */
export type ReferencePrice = { readonly pricePicoUsd: bigint };

/** What holding these tokens takes, rounded up to a micro-dollar. */
export function tokensToMicroUsdCeil(tokens: bigint, pricePicoUsd: bigint): bigint {
  return divideCeil(tokens * positive(pricePicoUsd), picoPerMicro);
}

/** What these tokens are worth when shown, or as a capacity in money: rounded down. */
export function tokensToMicroUsdFloor(tokens: bigint, pricePicoUsd: bigint): bigint {
  return divideFloor(tokens * positive(pricePicoUsd), picoPerMicro);
}

/** How many tokens this money grants or is shown as: rounded down. */
export function microUsdToTokensFloor(amountMicroUsd: bigint, pricePicoUsd: bigint): bigint {
  return divideFloor(amountMicroUsd * picoPerMicro, positive(pricePicoUsd));
}

/** How many tokens a cost charges against a quota: rounded up. */
export function microUsdToTokensCeil(amountMicroUsd: bigint, pricePicoUsd: bigint): bigint {
  return divideCeil(amountMicroUsd * picoPerMicro, positive(pricePicoUsd));
}

function positive(pricePicoUsd: bigint): bigint {
  if (pricePicoUsd <= 0n) throw new RangeError('The reference price must be above zero.');
  return pricePicoUsd;
}
