import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentUsed, projectedExhaustionMs, quotaAvailable } from './quota-use.ts';

const amount = fc.bigInt({ min: 0n, max: 2n ** 62n });
const use = fc.record({
  limit: fc.option(amount, { nil: null }),
  used: amount,
  inFlight: amount,
});

describe('how a quota stands (rule C3)', () => {
  it('never shows less than nothing available, and no bound without a limit', () => {
    fc.assert(
      fc.property(use, (quota) => {
        const available = quotaAvailable(quota);
        expect(available === null).toBe(quota.limit === null);
        expect((available ?? 0n) >= 0n).toBe(true);
        expect((available ?? 0n) <= (quota.limit ?? 0n)).toBe(true);
      }),
    );
    expect(quotaAvailable({ limit: 10n, used: 3n, inFlight: 4n })).toBe(3n);
  });

  it('is 100 percent only when all of it was reported; what is leased does not count', () => {
    expect(percentUsed({ limit: 1_000n, used: 999n, inFlight: 1n })).toBe(99.9);
    expect(percentUsed({ limit: 10_000n, used: 9_999n, inFlight: 0n })).toBe(99.9);
    expect(percentUsed({ limit: 1_000n, used: 1_500n, inFlight: 0n })).toBe(150);
    expect(percentUsed({ limit: 0n, used: 0n, inFlight: 0n })).toBe(0);
    expect(percentUsed({ limit: 0n, used: 1n, inFlight: 0n })).toBe(100);
    expect(percentUsed({ limit: null, used: 1n, inFlight: 0n })).toBeNull();
  });

  it('is projected to run out where the line from its beginning meets the limit, within the period', () => {
    const period = { startsAtMs: 1_000, endsAtMs: 11_000, nowMs: 3_000 };
    const at = (used: bigint, limit: bigint | null = 100n) =>
      projectedExhaustionMs({ limit, used, inFlight: 0n }, period);
    expect(at(40n)).toBe(6_000);
    expect(at(20n)).toBeNull();
    expect(at(21n)).toBe(1_000 + Math.floor((100 * 2_000) / 21));
    expect(at(100n)).toBe(3_000);
    expect([at(0n), at(5n, null)]).toEqual([null, null]);
  });
});
