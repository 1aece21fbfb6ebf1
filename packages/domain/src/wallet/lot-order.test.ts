import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minBigint } from '../money/divide.ts';
import { compareLots, type SpendableLot, takeFromLots, walletAvailable } from './lot-order.ts';

const nowMs = 1_000;

function lot(
  lotId: string,
  availableMicroUsd: bigint,
  more: Partial<SpendableLot> = {},
): SpendableLot {
  return { lotId, createdAtMs: 0, expiresAtMs: null, availableMicroUsd, ...more };
}

describe('the order of lots (rule F8)', () => {
  it('takes the soonest expiry first, never last, then the oldest', () => {
    const lots = [
      lot('never, new', 10n, { createdAtMs: 5 }),
      lot('never, old', 10n, { createdAtMs: 1 }),
      lot('later', 10n, { expiresAtMs: 3_000 }),
      lot('soon', 10n, { expiresAtMs: 2_000, createdAtMs: 9 }),
    ];
    expect(takeFromLots(lots, { wantedMicroUsd: 35n, nowMs })).toEqual([
      { lotId: 'soon', amountMicroUsd: 10n },
      { lotId: 'later', amountMicroUsd: 10n },
      { lotId: 'never, old', amountMicroUsd: 10n },
      { lotId: 'never, new', amountMicroUsd: 5n },
    ]);
  });

  it('takes nothing from a lot from the instant it expires', () => {
    const expiring = [lot('a', 10n, { expiresAtMs: nowMs })];
    expect(walletAvailable(expiring, nowMs - 1)).toBe(10n);
    expect(walletAvailable(expiring, nowMs)).toBe(0n);
    expect(takeFromLots(expiring, { wantedMicroUsd: 1n, nowMs })).toEqual([]);
  });

  const lots = fc.array(
    fc.record({
      lotId: fc.uuid(),
      createdAtMs: fc.integer({ min: 0, max: 3 }),
      expiresAtMs: fc.option(fc.integer({ min: 990, max: 1_010 }), { nil: null }),
      availableMicroUsd: fc.bigInt({ min: -5n, max: 50n }),
    }),
    { maxLength: 8 },
  );

  it('takes what is wanted or all there is, never more than a lot has', () => {
    fc.assert(
      fc.property(lots, fc.bigInt({ min: 0n, max: 200n }), (given, wantedMicroUsd) => {
        const takes = takeFromLots(given, { wantedMicroUsd, nowMs });
        const taken = takes.reduce((sum, { amountMicroUsd }) => sum + amountMicroUsd, 0n);
        const available = walletAvailable(given, nowMs);
        expect(taken).toBe(minBigint(wantedMicroUsd, available));
        for (const { lotId, amountMicroUsd } of takes) {
          expect(amountMicroUsd).toBeGreaterThan(0n);
          const source = given.find((candidate) => candidate.lotId === lotId);
          expect(amountMicroUsd).toBeLessThanOrEqual(source?.availableMicroUsd ?? 0n);
        }
      }),
    );
  });

  it('is total, so that two readers lock and spend alike', () => {
    const shuffled = lots.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
    );
    fc.assert(
      fc.property(shuffled, ([given, other]) => {
        expect([...other].sort(compareLots)).toEqual([...given].sort(compareLots));
      }),
    );
  });
});
