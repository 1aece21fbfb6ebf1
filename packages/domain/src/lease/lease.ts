import type { LeasedDimension } from '../tenant/dimension.ts';

export type LeaseState = 'active' | 'superseded' | 'expired' | 'revoked';

/** One dimension of a lease; `remaining` is what its hold in the ledger still keeps. */
export type LeasePart = {
  readonly granted: bigint;
  readonly settled: bigint;
  readonly holdId: string | null;
};

/** A lease whose holds are still open. */
export type OpenLease = {
  readonly id: string;
  readonly dataplaneId: string;
  readonly seq: bigint;
  readonly state: LeaseState;
  readonly expiresAtMs: number;
  readonly parts: Readonly<Record<LeasedDimension, LeasePart>>;
};

/** How long a lease may be spent (rule D7). */
export const leaseTtlMs = 300_000;

/** A data plane asks again after a third of it, so that one failed call does not stop it. */
export const refreshAfterMs = 100_000;

/** Answers take a while; the server counts a lease as running this much longer. */
const drainMs = 5_000;

/** One report interval and a minute: what was spent before the end has been reported by then. */
const doubtMs = 70_000;

/** So long after a lease's end what is left of it returns to the quota (rule D8). */
export const releaseAfterMs = drainMs + doubtMs;

/** What the lease's hold of one dimension still keeps. */
export function remainingOf({ parts }: OpenLease, dimension: LeasedDimension): bigint {
  const { granted, settled } = parts[dimension];
  return granted - settled;
}

/** Whether a data plane can still spend it. */
export function isSpendable({ state, expiresAtMs }: OpenLease, nowMs: number): boolean {
  return state === 'active' && nowMs < expiresAtMs;
}

/** Whether what is left of it returns to the quota: its end has passed, and the time to report too (rule D8). */
export function isReleasable({ expiresAtMs }: OpenLease, nowMs: number): boolean {
  return nowMs >= expiresAtMs + releaseAfterMs;
}
