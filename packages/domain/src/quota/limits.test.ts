import { describe, expect, it } from 'vitest';
import {
  changedFields,
  changeLimits,
  isLimitValue,
  limitFields,
  limitNames,
  unlimited,
  usdEquivalents,
  withUsdLimits,
} from './limits.ts';

const reference = 15_000_000n;

describe('limits (rules P1 to P3)', () => {
  it('knows the seven limits by their names at the edges', () => {
    expect(limitFields.map((field) => limitNames[field])).toEqual([
      'max_concurrent',
      'requests_per_day',
      'requests_per_month',
      'total_requests',
      'tokens_per_hour',
      'tokens_per_day',
      'tokens_per_month',
    ]);
  });

  it('changes the fields that are sent: absent stays, null clears', () => {
    const limits = changeLimits(unlimited, { requestsPerDay: 10n, tokensPerDay: 5n });
    const changed = changeLimits(limits, { requestsPerDay: null, totalRequests: undefined });
    expect(changed).toEqual({ ...unlimited, tokensPerDay: 5n });
    expect(changedFields({ tokensPerDay: null, maxConcurrent: undefined })).toEqual([
      'tokensPerDay',
    ]);
  });

  it('floors limits given in USD, and USD wins over tokens', () => {
    expect(
      withUsdLimits(
        { tokensPerDay: 1n, requestsPerDay: 3n },
        { usdPerDay: 1_000_000n, usdPerHour: 29n, usdPerMonth: null },
        reference,
      ),
    ).toEqual({
      requestsPerDay: 3n,
      tokensPerDay: 66_666n,
      tokensPerHour: 1n,
      tokensPerMonth: null,
    });
  });

  it('states token limits in money, floored', () => {
    const limits = changeLimits(unlimited, { tokensPerDay: 100_000n });
    expect(usdEquivalents(limits, reference)).toEqual({
      usdPerHour: null,
      usdPerDay: 1_500_000n,
      usdPerMonth: null,
    });
  });

  it('accepts null and 0 up to 2^53 − 1, nothing else', () => {
    expect([null, 0n, 9_007_199_254_740_991n].every(isLimitValue)).toBe(true);
    expect([-1n, 9_007_199_254_740_992n].some(isLimitValue)).toBe(false);
  });
});
