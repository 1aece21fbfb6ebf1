import { describe, expect, it } from 'vitest';
import { type EstimateRequest, estimateTokens, reservationFloor } from './estimate.ts';

const price = { pricePicoUsd: 15_000_000n, floorMicroUsd: null };

describe('the estimate (rule T2)', () => {
  it.each<[string, EstimateRequest, bigint]>([
    ['nothing: 2,000', {}, 2_000n],
    ['tokens as given', { estimateTokens: 500n }, 500n],
    ['tokens before money', { estimateTokens: 500n, estimateMicroUsd: 150_000n }, 500n],
    ['money, rounded up', { estimateMicroUsd: 150_001n }, 10_001n],
    ['input with an unstated output: 4,000 more', { inputTokens: 1_000n }, 5_000n],
    ['input and output as given', { inputTokens: 1_000n, maxOutputTokens: 8_000n }, 9_000n],
    ['at least 2,000', { inputTokens: 10n, maxOutputTokens: 10n }, 2_000n],
    ['output alone', { maxOutputTokens: 3_000n }, 3_000n],
  ])('%s', (_, request, tokens) => {
    expect(estimateTokens(request, price)).toBe(tokens);
  });

  it('is raised to the reservation floor, as tokens rounded up', () => {
    const floored = { ...price, floorMicroUsd: 150_001n };
    expect(estimateTokens({ estimateTokens: 500n }, floored)).toBe(10_001n);
    expect(estimateTokens({ estimateTokens: 20_000n }, floored)).toBe(20_000n);
  });

  it('takes the floor of the bundle before that of the plan', () => {
    expect(reservationFloor(5n, 10n)).toBe(5n);
    expect(reservationFloor(undefined, 10n)).toBe(10n);
    expect(reservationFloor(undefined, null)).toBeNull();
  });

  it('stays countable', () => {
    const huge = { estimateMicroUsd: 9n * 10n ** 15n };
    expect(estimateTokens(huge, { ...price, pricePicoUsd: 1n })).toBe(2n ** 53n - 1n);
  });
});
