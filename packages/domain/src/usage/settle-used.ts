import { type Lease, remainingOf } from '../lease/lease.ts';
import { type BookDraft, leaseOf, moved, withLease, withViolation } from '../lease/quota-book.ts';
import type { UsageSink } from '../lease/quota-movement.ts';
import { maxBigint, minBigint } from '../money/divide.ts';
import type { LeasedDimension } from '../tenant/dimension.ts';

type Used = {
  readonly dimension: LeasedDimension;
  readonly amount: bigint;
  readonly sink: UsageSink;
};

/** Books usage out of leases in the order given, and what they do not cover straight from the quota. */
function takeFrom(draft: BookDraft, leaseIds: readonly string[], used: Used) {
  let [next, beyond] = [draft, used.amount];
  for (const id of leaseIds) {
    const lease = leaseOf(next, id);
    if (lease === null) continue;
    const amount = minBigint(remainingOf(lease, used.dimension), beyond);
    if (amount <= 0n) continue;
    next = settlePart(next, lease, { ...used, amount });
    beyond -= amount;
  }
  const { dimension, sink } = used;
  return { draft: moved(next, { op: 'use', dimension, amount: beyond, sink }), beyond };
}

function settlePart(draft: BookDraft, lease: Lease, { dimension, amount, sink }: Used): BookDraft {
  const part = lease.parts[dimension];
  const settled = { ...part, settled: part.settled + amount };
  const parts = { ...lease.parts, [dimension]: settled };
  const { holdId } = part;
  const posted =
    holdId === null ? draft : moved(draft, { op: 'settle', dimension, amount, holdId, sink });
  return withLease(posted, { ...lease, parts });
}

/**
 * Usage that says the total spent under a lease's id (rule D17). Booked is what it rises by: a report that is
 * lost, repeated or late is healed by the next. It is taken from the lease's hold, then from its living
 * successor's, then from the quota itself.
 */
export function settleTotal(
  draft: BookDraft,
  leaseId: string,
  { dimension, total, sink }: Omit<Used, 'amount'> & { readonly total: bigint },
): BookDraft {
  const lease = leaseOf(draft, leaseId);
  if (lease === null) return draft;
  const amount = risenBy(lease, dimension, total);
  const part = lease.parts[dimension];
  const parts = {
    ...lease.parts,
    [dimension]: { ...part, reported: maxBigint(part.reported, total) },
  };
  const heard = withLease(draft, { ...lease, parts });
  const taken = takeFrom(heard, chainOf(heard, lease), { dimension, amount, sink });
  return withViolation(taken.draft, { type: overspendOf(lease), amount: taken.beyond });
}

/** What a total adds to what was known. */
export function risenBy(lease: Lease, dimension: LeasedDimension, total: bigint): bigint {
  return maxBigint(0n, total - lease.parts[dimension].reported);
}

function overspendOf({ state, endedAtMs }: Lease) {
  if (state === 'fenced') return 'fenced_spend' as const;
  return state === 'expired' && endedAtMs !== null ? 'late_overspend' : 'lease_overspend';
}

/** The lease, and the living one of its renewals. */
function chainOf({ book }: BookDraft, { id, chainId }: Lease): readonly string[] {
  const isLiving = (lease: Lease) =>
    lease.chainId === chainId && lease.id !== id && lease.endedAtMs === null;
  return [id, ...book.leases.filter(isLiving).map((lease) => lease.id)];
}

/**
 * Usage that names no lease: taken from the plane's active lease, then from those in doubt, the oldest first
 * (rule D8). It counts as reported of the leases that it is taken from.
 */
export function settleDelta(draft: BookDraft, dataplaneId: string, used: Used): BookDraft {
  const chain = chainOfPlane(draft, dataplaneId);
  const taken = takeFrom(
    draft,
    chain.map(({ id }) => id),
    used,
  );
  const heard = chain.reduce((before, { id, parts }) => {
    const lease = leaseOf(before, id);
    if (lease === null) return before;
    const part = lease.parts[used.dimension];
    const reported = part.reported + part.settled - parts[used.dimension].settled;
    return withLease(before, {
      ...lease,
      parts: { ...lease.parts, [used.dimension]: { ...part, reported } },
    });
  }, taken.draft);
  const amount = chain.length === 0 ? 0n : taken.beyond;
  return withViolation(heard, { type: 'lease_overspend', amount });
}

/** A plane's open leases, as usage without a lease's id is taken from them. */
export function chainOfPlane({ book }: BookDraft, dataplaneId: string): readonly Lease[] {
  return book.leases
    .filter((lease) => lease.dataplaneId === dataplaneId && lease.endedAtMs === null)
    .sort(activeThenOldest);
}

function activeThenOldest(a: Lease, b: Lease): number {
  if ((a.state === 'active') !== (b.state === 'active')) return a.state === 'active' ? -1 : 1;
  return a.seq < b.seq ? -1 : 1;
}
