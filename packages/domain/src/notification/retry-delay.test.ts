import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryDelayMs } from './retry-delay.ts';

const terms = { firstMs: 5_000, factor: 2, mostMs: 3_600_000 };

describe('the delay before the next attempt', () => {
  it('doubles up to its most, lies between half and all of it, and is the same when asked again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.uuid(), (attempt, id) => {
        const whole = Math.min(5_000 * 2 ** (attempt - 1), 3_600_000);
        const delay = retryDelayMs(terms, attempt, id);
        expect(delay).toBeGreaterThanOrEqual(whole / 2);
        expect(delay).toBeLessThanOrEqual(whole);
        expect(retryDelayMs(terms, attempt, id)).toBe(delay);
      }),
    );
  });

  it('spreads what failed together', () => {
    const delays = Array.from({ length: 100 }, (_, index) => retryDelayMs(terms, 3, `id-${index}`));
    expect(new Set(delays).size).toBeGreaterThan(80);
  });
});
