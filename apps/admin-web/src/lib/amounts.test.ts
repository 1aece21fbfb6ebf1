import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTokensShort, microUsd, padUsd, percentOf, usdDigits } from './amounts.ts';

describe('amounts', () => {
  it('reads the Usd scalar exactly, to the micro-dollar and below zero', () => {
    expect(microUsd('12.345678')).toBe(12_345_678n);
    expect(microUsd('-0.000001')).toBe(-1n);
    expect(() => microUsd('twelve')).toThrow(RangeError);
  });

  it('gives the amounts of a column as many digits as the longest of them needs', () => {
    const column = ['250.00', '-0.02134', '0.000412'];
    expect(usdDigits(column)).toBe(6);
    expect(usdDigits(['10.00', '5.5'])).toBe(2);
    expect(padUsd('\u2212$0.02134', 6)).toBe('\u2212$0.021340');
  });

  it('shortens large token counts and leaves small ones exact', () => {
    expect(formatTokensShort(9_999n)).toBe('9,999');
    expect(formatTokensShort(333_333n)).toBe('333.3k');
    expect(formatTokensShort(20_000_000n)).toBe('20M');
    expect(formatTokensShort(-150_000n)).toBe('\u2212150k');
  });

  it('keeps every share between 0 and 100 per cent', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        fc.bigInt({ min: -1n, max: 10n ** 15n }),
        (part, whole) => {
          const share = percentOf(part, whole);
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(100);
        },
      ),
    );
  });
});
