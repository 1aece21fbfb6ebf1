import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatUsd,
  formatUsdChange,
  formatUsdExact,
  usdDecimal,
  usdNumber,
} from './format-usd.ts';
import { centsHalfEven, centsToMicroUsd } from './micro-usd.ts';

describe('amounts for people (rule M9)', () => {
  it.each([
    [0n, '$0.00'],
    [1n, '< $0.01'],
    [9_999n, '< $0.01'],
    [-1n, '> −$0.01'],
    [10_000n, '$0.01'],
    [1_234_567_890n, '$1,234.57'],
    [-1_234_567_890n, '−$1,234.57'],
    [1_005_000n, '$1.00'],
    [1_015_000n, '$1.02'],
    [9_000_000_000_000_000n, '$9,000,000,000.00'],
  ])('%s micro-dollars read %s', (amount, text) => {
    expect(formatUsd(amount)).toBe(text);
  });

  it('never shows zero for something that is not zero', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -20_000n, max: 20_000n }), (amount) => {
        expect(formatUsd(amount) === '$0.00').toBe(amount === 0n);
      }),
    );
  });

  it('shows the exact amount on demand', () => {
    expect(formatUsdExact(12_345_678n)).toBe('$12.345678');
    expect(formatUsdExact(-1_000_000_100n)).toBe('−$1,000.0001');
    expect(formatUsdChange(5_000_000n)).toBe('+$5.00');
    expect(formatUsdChange(-5_000_000n)).toBe('−$5.00');
    expect(formatUsdChange(0n)).toBe('$0.00');
  });

  it('groups counts', () => {
    expect(formatCount(1_000_000n)).toBe('1,000,000');
    expect(formatCount(-1_234)).toBe('−1,234');
    expect(formatCount(999)).toBe('999');
  });
});

describe('amounts for machines', () => {
  it('writes exact decimals with a plain hyphen and at least two digits', () => {
    expect(usdDecimal(150_000n)).toBe('0.15');
    expect(usdDecimal(-1n)).toBe('-0.000001');
    expect(usdDecimal(1_234_000_000n)).toBe('1234.00');
  });

  it('gives the guides the nearest JSON number', () => {
    expect(usdNumber(150_000n)).toBe(0.15);
    expect(usdNumber(-10_000_000n)).toBe(-10);
  });
});

describe('cents (rule M2)', () => {
  it.each([
    [5_000n, 0n],
    [15_000n, 2n],
    [25_000n, 2n],
    [25_001n, 3n],
    [-5_000n, 0n],
    [-15_000n, -2n],
    [-15_001n, -2n],
  ])('%s micro-dollars are %s cents, half-even', (amount, cents) => {
    expect(centsHalfEven(amount)).toBe(cents);
  });

  it('keeps every whole number of cents', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), (cents) => {
        expect(centsHalfEven(centsToMicroUsd(cents))).toBe(cents);
      }),
    );
  });
});
