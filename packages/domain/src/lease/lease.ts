import { type LeasedDimension, leasedDimensions } from '../tenant/dimension.ts';

/** A fenced lease belongs to an incarnation of its data plane that another one has replaced (rule D15). */
export type LeaseState = 'active' | 'superseded' | 'fenced' | 'expired' | 'revoked';

/** One dimension of a lease. */
export type LeasePart = {
  readonly granted: bigint;
  /** The most that the plane said it spent under this lease's id. */
  readonly reported: bigint;
  /** What was taken out of its hold, by its own reports or by those of a lease that it superseded. */
  readonly settled: bigint;
  readonly holdId: string | null;
};

export type Lease = {
  readonly id: string;
  readonly dataplaneId: string;
  /** The incarnation it was given to; null for a client that has none. */
  readonly instanceId: string | null;
  readonly seq: bigint;
  readonly state: LeaseState;
  readonly grantedAtMs: number;
  readonly expiresAtMs: number;
  /** From then on what is left of it returns to the quota; null = when it was reported or disclaimed (rule D8). */
  readonly releaseAtMs: number | null;
  /** When its holds were closed; null while they are open. */
  readonly endedAtMs: number | null;
  readonly successorId: string | null;
  /** The first lease of the renewals that it belongs to: usage that comes late is taken from the living one of them. */
  readonly chainId: string;
  readonly parts: Readonly<Record<LeasedDimension, LeasePart>>;
};

/** How long a lease may be spent (rule D7). */
export const leaseTtlMs = 300_000;

/** Answers take a while; the server counts a lease as running this much longer. */
const answerMs = 5_000;

/** The longest that an operation admitted before the end of a period may go on spending (rule D7). */
export const drainMs = 30_000;

/** One report interval and a minute: what was spent before the end has been reported by then. */
const guideDoubtMs = 70_000;

/** How long a plane that can disclaim its leases has to do so, or to report them. */
const doubtMs = 600_000;

/** So long after a lease's end what is left of it returns to the quota (rule D8). */
export function releaseAfterMs(instanceId: string | null): number {
  return answerMs + (instanceId === null ? guideDoubtMs : doubtMs);
}

/** What the lease's hold of one dimension still keeps. */
export function remainingOf({ parts, endedAtMs }: Lease, dimension: LeasedDimension): bigint {
  const { granted, settled } = parts[dimension];
  return endedAtMs === null ? granted - settled : 0n;
}

export function isHolding(lease: Lease): boolean {
  return leasedDimensions.some((dimension) => remainingOf(lease, dimension) > 0n);
}

/** Whether a data plane can still spend it. */
export function isSpendable(
  { state, expiresAtMs }: Pick<Lease, 'state' | 'expiresAtMs'>,
  nowMs: number,
): boolean {
  return state === 'active' && nowMs < expiresAtMs;
}

/** Whether what is left of it returns to the quota (rule D8). */
export function isReleasable({ endedAtMs, releaseAtMs }: Lease, nowMs: number): boolean {
  return endedAtMs === null && releaseAtMs !== null && nowMs >= releaseAtMs;
}
