import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { microUsd } from './amounts.ts';
import { enteredValue, problemOf, readCount, readDays, readUsd, usdInput } from './field-values.ts';

describe('fields', () => {
  it('reads an amount as people write it, exactly', () => {
    expect(enteredValue(readUsd('$1,250.50'))).toBe(1_250_500_000n);
    expect(enteredValue(readUsd('0.000001'))).toBe(1n);
    expect(readUsd(' ').status).toBe('empty');
  });

  it('refuses what cannot be, and says why', () => {
    expect(problemOf(readUsd('0'))).toBe('More than zero.');
    expect(problemOf(readUsd('1.2345678'))).toBe('At most 6 digits after the point.');
    expect(problemOf(readUsd('-5'))).toBe('Not below zero.');
    expect(problemOf(readUsd('NaN'))).toMatch(/Not an amount/);
    expect(problemOf(readCount('1.5'))).toBe('A whole number, 0 or more.');
    expect(problemOf(readDays('0'))).toBe('Between 1 and 3,650 days.');
  });

  it('sends to the server exactly what was typed, whatever the amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 9_000_000_000_000_000n }), (amount) => {
        expect(enteredValue(readUsd(usdInput(amount)))).toBe(amount);
        expect(microUsd(usdInput(amount))).toBe(amount);
      }),
    );
  });

  it('reads zero where zero has a meaning', () => {
    expect(enteredValue(readUsd('0', { zeroAllowed: true }))).toBe(0n);
    expect(enteredValue(readCount('0'))).toBe(0n);
  });
});
