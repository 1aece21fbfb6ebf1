import { expect, it } from 'vitest';
import {
  isReleasable,
  isSpendable,
  type Lease,
  leaseTtlMs,
  releaseAfterMs,
  remainingOf,
} from './lease.ts';
import { refreshAfterMs } from './next-ask.ts';

const lease: Lease = {
  id: 'a',
  chainId: 'a',
  dataplaneId: 'dp-1',
  instanceId: null,
  seq: 1n,
  state: 'active',
  grantedAtMs: 700_000,
  expiresAtMs: 1_000_000,
  releaseAtMs: 1_075_000,
  endedAtMs: null,
  successorId: null,
  parts: {
    bandwidth: { granted: 10n, reported: 4n, settled: 4n, holdId: 'h' },
    transforms: { granted: 0n, reported: 0n, settled: 0n, holdId: null },
  },
};

it('a lease can be spent until its end, not at it, and only while it is active (rule D7)', () => {
  expect(isSpendable(lease, 999_999)).toBe(true);
  expect(isSpendable(lease, 1_000_000)).toBe(false);
  expect(isSpendable({ ...lease, state: 'superseded' }, 0)).toBe(false);
  for (const jitter of [0, 0.5, 1]) {
    expect(refreshAfterMs(leaseTtlMs, jitter) * 2).toBeLessThan(leaseTtlMs);
  }
});

it('what is left of a lease returns 75 s after its end, ten minutes later where a plane can disclaim it (rule D8)', () => {
  expect([releaseAfterMs(null), releaseAfterMs('i')]).toEqual([75_000, 605_000]);
  expect(isReleasable(lease, 1_074_999)).toBe(false);
  expect(isReleasable(lease, 1_075_000)).toBe(true);
  expect(isReleasable({ ...lease, releaseAtMs: null }, 9e12)).toBe(false);
  expect([remainingOf(lease, 'bandwidth'), remainingOf(lease, 'transforms')]).toEqual([6n, 0n]);
  expect(remainingOf({ ...lease, endedAtMs: 1 }, 'bandwidth')).toBe(0n);
});
