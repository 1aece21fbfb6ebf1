import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closingMove, sweptAtMs } from './closing.ts';
import { upgradeDifference } from './proration.ts';

const amount = fc.bigInt({ min: -9_000_000_000_000_000n, max: 9_000_000_000_000_000n });

describe('closing a period (rule S7)', () => {
  it('brings what is available to zero, whichever way that is', () => {
    fc.assert(
      fc.property(amount, (available) => {
        const move = closingMove(available);
        const moved = move === null ? 0n : move.amountMicroUsd;
        const after = move?.kind === 'rollover' ? available - moved : available + moved;
        expect(after).toBe(0n);
        expect(moved >= 0n).toBe(true);
      }),
    );
  });

  it('waits for the grace only where a renewal may come', () => {
    expect(sweptAtMs({ endsAtMs: 100, expectsRenewal: true }, 7)).toBe(107);
    expect(sweptAtMs({ endsAtMs: 100, expectsRenewal: false }, 7)).toBe(100);
  });
});

describe('the difference of an upgrade (rule S10)', () => {
  const difference = (nowMs: number, newPriceMicroUsd = 30_000_000n) =>
    upgradeDifference({
      oldPriceMicroUsd: 10_000_000n,
      newPriceMicroUsd,
      startsAtMs: 1_000,
      endsAtMs: 4_000,
      nowMs,
    });

  it('is the price of the time that remains', () => {
    expect(difference(1_000)).toBe(20_000_000n);
    expect(difference(2_500)).toBe(10_000_000n);
    expect(difference(4_000)).toBe(0n);
    expect(difference(9_000)).toBe(0n);
    expect(difference(0)).toBe(20_000_000n);
  });

  it('is rounded half-even to a micro-dollar', () => {
    expect(difference(2_500, 10_000_001n)).toBe(0n);
    expect(difference(2_500, 10_000_003n)).toBe(2n);
    expect(difference(2_000, 10_000_001n)).toBe(1n);
  });
});
