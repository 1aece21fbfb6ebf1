import { expect, it } from 'vitest';
import {
  isReleasable,
  isSpendable,
  leaseTtlMs,
  type OpenLease,
  refreshAfterMs,
  releaseAfterMs,
  remainingOf,
} from './lease.ts';

const lease: OpenLease = {
  id: 'a',
  dataplaneId: 'dp-1',
  seq: 1n,
  state: 'active',
  expiresAtMs: 1_000_000,
  parts: {
    bandwidth: { granted: 10n, settled: 4n, holdId: 'h' },
    transforms: { granted: 0n, settled: 0n, holdId: null },
  },
};

it('a lease can be spent until its end, not at it, and only while it is active (rule D7)', () => {
  expect(isSpendable(lease, 999_999)).toBe(true);
  expect(isSpendable(lease, 1_000_000)).toBe(false);
  expect(isSpendable({ ...lease, state: 'superseded' }, 0)).toBe(false);
  expect(refreshAfterMs * 2).toBeLessThan(leaseTtlMs);
});

it('what is left of a lease returns 75 s after its end, not before (rule D8)', () => {
  expect(releaseAfterMs).toBe(75_000);
  expect(isReleasable(lease, 1_074_999)).toBe(false);
  expect(isReleasable(lease, 1_075_000)).toBe(true);
  expect([remainingOf(lease, 'bandwidth'), remainingOf(lease, 'transforms')]).toEqual([6n, 0n]);
});
