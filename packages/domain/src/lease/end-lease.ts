import { eachLeased, type LeasedDimension, leasedDimensions } from '../tenant/dimension.ts';
import { isReleasable, type Lease, type LeaseState, remainingOf } from './lease.ts';
import { effectiveLimitChange, type PostedLimits } from './limit-change.ts';
import { type BookDraft, draftOf, moved, type QuotaBook, withLease } from './quota-book.ts';

/** Closes a lease's holds: what they still keep returns to the quota. */
export function endLease(
  draft: BookDraft,
  lease: Lease,
  ended: {
    readonly state: LeaseState;
    readonly phase: 'void' | 'expire';
    readonly successorId?: string;
  },
): BookDraft {
  const { nowMs } = draft.book;
  const closed = leasedDimensions.reduce((before, dimension) => {
    const { holdId } = lease.parts[dimension];
    if (holdId === null) return before;
    const amount = remainingOf(lease, dimension);
    return moved(before, { op: 'end', dimension, holdId, amount, phase: ended.phase });
  }, draft);
  const successorId = ended.successorId ?? lease.successorId;
  return withLease(closed, { ...lease, state: ended.state, endedAtMs: nowMs, successorId });
}

/**
 * A period's quotas at this instant: limits as plan and overrides now say (rule D4), and leases whose time
 * to report has passed given back (rule D8).
 */
export function bringToNow(book: QuotaBook, posted: PostedLimits): BookDraft {
  const limited = leasedDimensions.reduce(
    (draft, dimension) =>
      effectiveLimitChange(dimension, book.accounts[dimension].limit, posted).reduce(moved, draft),
    draftOf(book),
  );
  return book.leases
    .filter((lease) => isReleasable(lease, book.nowMs))
    .reduce((draft, lease) => {
      const state = lease.state === 'active' ? 'expired' : lease.state;
      return endLease(draft, lease, { state, phase: 'expire' });
    }, limited);
}

/** A plane says that it spends nothing of a lease any more: what is left returns at once (rule D16). */
export function disclaimLease(draft: BookDraft, lease: Lease): BookDraft {
  if (lease.endedAtMs !== null) return draft;
  const state = lease.state === 'active' ? 'expired' : lease.state;
  return endLease(draft, lease, { state, phase: 'void' });
}

/** Another incarnation has taken the plane's place: the lease cannot be renewed, and is held in doubt (rule D15). */
export function fenceLease(draft: BookDraft, lease: Lease): BookDraft {
  return lease.state === 'active' ? withLease(draft, { ...lease, state: 'fenced' }) : draft;
}

/** What a lease still keeps, in every dimension. */
export function remainderOf(lease: Lease | null): Readonly<Record<LeasedDimension, bigint>> {
  return eachLeased((dimension) => (lease === null ? 0n : remainingOf(lease, dimension)));
}
