import type { EstimateRequest } from './estimate.ts';

/**
 * The canonical text of an admission (rule T8): user, bundle and estimate as asked. Admitting a live
 * turn again with the same text answers the same; with another one it is a conflict.
 */
export function admissionContent(request: {
  readonly userId: string;
  readonly bundleId: string;
  readonly estimate: EstimateRequest;
}): string {
  const { estimateTokens, estimateMicroUsd, inputTokens, maxOutputTokens } = request.estimate;
  const estimate = [estimateTokens, estimateMicroUsd, inputTokens, maxOutputTokens];
  return JSON.stringify([
    request.userId,
    request.bundleId,
    ...estimate.map((size) => size?.toString() ?? null),
  ]);
}
