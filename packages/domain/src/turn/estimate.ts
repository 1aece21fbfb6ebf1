import { maxBigint, minBigint } from '../money/divide.ts';
import { microUsdToTokensCeil } from '../money/tokens.ts';
import { limitMax } from '../quota/limits.ts';

/** What a caller says of the size of the work; the first that is given counts, in this order. */
export type EstimateRequest = {
  readonly estimateTokens?: bigint | undefined;
  readonly estimateMicroUsd?: bigint | undefined;
  readonly inputTokens?: bigint | undefined;
  readonly maxOutputTokens?: bigint | undefined;
};

/** The least a turn without an own estimate holds, in reference tokens. */
export const estimateTokensMin = 2_000n;

/** The output budget of a turn that says how much goes in but not how much may come out. */
export const outputTokensDefault = 4_000n;

/**
 * The reference tokens a turn holds (rule T2): the estimate given, in tokens or in money (rounded
 * up); else input plus output budget, at least 2,000. Raised to the reservation floor.
 */
export function estimateTokens(
  request: EstimateRequest,
  {
    pricePicoUsd,
    floorMicroUsd,
  }: { readonly pricePicoUsd: bigint; readonly floorMicroUsd: bigint | null },
): bigint {
  const floor = floorMicroUsd === null ? 0n : microUsdToTokensCeil(floorMicroUsd, pricePicoUsd);
  // No counter holds more than 2^53 − 1.
  return minBigint(maxBigint(statedTokens(request, pricePicoUsd), floor), limitMax);
}

/** The reservation floor of a turn: its bundle's own, else its plan's (rule T2). */
export function reservationFloor(
  bundleFloorMicroUsd: bigint | undefined,
  planFloorMicroUsd: bigint | null,
): bigint | null {
  return bundleFloorMicroUsd ?? planFloorMicroUsd;
}

function statedTokens(request: EstimateRequest, pricePicoUsd: bigint): bigint {
  if (request.estimateTokens !== undefined) return request.estimateTokens;
  if (request.estimateMicroUsd !== undefined) {
    return microUsdToTokensCeil(request.estimateMicroUsd, pricePicoUsd);
  }
  const input = request.inputTokens ?? 0n;
  const outputUnstated = request.inputTokens === undefined ? 0n : outputTokensDefault;
  return maxBigint(estimateTokensMin, input + (request.maxOutputTokens ?? outputUnstated));
}
