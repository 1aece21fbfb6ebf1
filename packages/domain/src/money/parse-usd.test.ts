import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usdDecimal } from './format-usd.ts';
import { microUsdMax } from './micro-usd.ts';
import { parseUsd, parseUsdFact } from './parse-usd.ts';

const amounts = fc.bigInt({ min: 0n, max: microUsdMax });

function amountOf(outcome: ReturnType<typeof parseUsd>): bigint | string {
  return outcome.ok ? outcome.value : outcome.rejection.code;
}

describe('exact amounts (rules M3 and M4)', () => {
  it.each([
    ['12.345678', 12_345_678n],
    ['0', 0n],
    ['-0', 0n],
    ['0.000001', 1n],
    ['1.500000', 1_500_000n],
    ['9000000000', microUsdMax],
    [0.1, 100_000n],
    [1e-6, 1n],
    [25, 25_000_000n],
  ])('%s reads as %s micro-dollars', (given, expected) => {
    expect(amountOf(parseUsd(given))).toBe(expected);
  });

  it.each([
    ['0.0000001', 'usd_too_precise'],
    ['1.0000000', 'usd_too_precise'],
    [1e-7, 'usd_too_precise'],
    [0.1 + 0.2, 'usd_too_precise'],
    ['9000000000.000001', 'usd_out_of_range'],
    [1e21, 'usd_out_of_range'],
    [Number.NaN, 'usd_malformed'],
    [Number.POSITIVE_INFINITY, 'usd_malformed'],
    ['', 'usd_malformed'],
    [' 1', 'usd_malformed'],
    ['+1', 'usd_malformed'],
    ['.5', 'usd_malformed'],
    ['1e3', 'usd_malformed'],
    ['1,000', 'usd_malformed'],
    ['٣', 'usd_malformed'],
    ['9'.repeat(500), 'usd_malformed'],
    ['-1', 'usd_negative'],
    [-0.5, 'usd_negative'],
  ])('%s is refused as %s', (given, code) => {
    expect(amountOf(parseUsd(given))).toBe(code);
  });

  it('reads a negative amount only where it is allowed', () => {
    expect(amountOf(parseUsd('-1.25', { negativeAllowed: true }))).toBe(-1_250_000n);
    expect(amountOf(parseUsd('-9000000001', { negativeAllowed: true }))).toBe('usd_out_of_range');
  });

  it('reads back every amount it writes', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(amountOf(parseUsd(usdDecimal(amount)))).toBe(amount);
      }),
    );
  });
});

describe('facts are lenient and rounded up (rule M4)', () => {
  it.each([
    ['0.0000001', 1n],
    ['0.1234561', 123_457n],
    ['0.123456000', 123_456n],
    ['1.5e-7', 1n],
    [1.5e-7, 1n],
    ['2e1', 20_000_000n],
    ['0.000', 0n],
  ])('%s is booked as %s micro-dollars', (given, expected) => {
    expect(amountOf(parseUsdFact(given))).toBe(expected);
  });

  it.each([
    ['-0.0000001', 'usd_negative'],
    ['9000000000.0000001', 'usd_out_of_range'],
    ['1e999', 'usd_out_of_range'],
    ['NaN', 'usd_malformed'],
    ['1e1000', 'usd_malformed'],
  ])('%s is refused as %s', (given, code) => {
    expect(amountOf(parseUsdFact(given))).toBe(code);
  });

  it('never books less than was reported, and less than a micro-dollar more', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1_000_000n }), digits, (whole, fraction) => {
        const given = `${whole}.${fraction.join('')}`;
        const booked = parseUsdFact(given);
        if (!booked.ok) throw new Error(booked.rejection.code);
        const scale = 10n ** BigInt(fraction.length);
        const exact = BigInt(`${whole}${fraction.join('')}`) * 1_000_000n;
        expect(booked.value * scale).toBeGreaterThanOrEqual(exact);
        expect((booked.value - 1n) * scale).toBeLessThan(exact);
      }),
    );
  });
});
