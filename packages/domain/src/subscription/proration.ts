import { divideHalfEven } from '../money/divide.ts';

/**
 * What an upgrade adds to the open period: the difference of the prices for the time that remains,
 * rounded half-even to a µ$ (rule S10). Nothing once the period has ended.
 */
export function upgradeDifference({
  oldPriceMicroUsd,
  newPriceMicroUsd,
  startsAtMs,
  endsAtMs,
  nowMs,
}: {
  readonly oldPriceMicroUsd: bigint;
  readonly newPriceMicroUsd: bigint;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly nowMs: number;
}): bigint {
  const remainingMs = BigInt(Math.max(0, endsAtMs - Math.max(nowMs, startsAtMs)));
  const lengthMs = BigInt(endsAtMs - startsAtMs);
  return divideHalfEven((newPriceMicroUsd - oldPriceMicroUsd) * remainingMs, lengthMs);
}
