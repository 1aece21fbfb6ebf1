import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isInFuture, isPlausible } from './plausibility.ts';

const gib = 1024n ** 3n;

it('a report can be that leases cover, however large it is (rule D13)', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n }), (used) => {
      expect(isPlausible('bandwidth', { used, beyondLeases: 0n, largestLease: 0n })).toBe(true);
    }),
  );
});

it('beyond leases a report can be ten times the largest the plane ever had, at least the usual one', () => {
  const can = (used: bigint, largestLease: bigint) =>
    isPlausible('bandwidth', { used, beyondLeases: 1n, largestLease });
  expect([can(100n * gib, 0n), can(100n * gib + 1n, 0n)]).toEqual([true, false]);
  expect([can(500n * gib, 50n * gib), can(500n * gib + 1n, 50n * gib)]).toEqual([true, false]);
  const pieces = { used: 1_000_001n, beyondLeases: 1n, largestLease: 0n };
  expect(isPlausible('transforms', pieces)).toBe(false);
});

it('a report may be five minutes ahead of us', () => {
  expect([isInFuture(1_300_000, 1_000_000), isInFuture(1_300_001, 1_000_000)]).toEqual([
    false,
    true,
  ]);
});
