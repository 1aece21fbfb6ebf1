import { totalMax } from '../lease/amount.ts';
import { remainingOf } from '../lease/lease.ts';
import { type BookDraft, leaseOf, withViolation } from '../lease/quota-book.ts';
import type { UsageSink } from '../lease/quota-movement.ts';
import { lateUsageMaxMs, periodState } from '../tenant/billing-period.ts';
import {
  eachLeased,
  type LeasedAmounts,
  type LeasedDimension,
  leasedDimensions,
} from '../tenant/dimension.ts';
import { isInFuture, isPlausible } from './plausibility.ts';
import { chainOfPlane, risenBy, settleDelta, settleTotal } from './settle-used.ts';

/** Why a report was kept and not counted (rule D13). */
export type QuarantineReason =
  | 'too_old'
  | 'unknown_period'
  | 'unknown_lease'
  | 'value_out_of_range'
  | 'implausible';

/** What a data plane says that it spent: a total under a lease's id, or what came since it last said so. */
export type UsageSaid = {
  readonly dataplaneId: string;
  readonly leaseId: string | null;
  readonly used: LeasedAmounts;
  readonly isTotal: boolean;
  readonly reportedAtMs: number;
  readonly window: { readonly startMs: number; readonly endMs: number } | null;
};

export type ReportBooked =
  | {
      readonly kind: 'booked';
      readonly draft: BookDraft;
      readonly sink: UsageSink;
      readonly booked: LeasedAmounts;
    }
  | { readonly kind: 'quarantined'; readonly draft: BookDraft; readonly reason: QuarantineReason }
  | { readonly kind: 'refused'; readonly code: 'in_future' | 'window_outside_period' };

/** A window may reach so far over a period's bounds: clocks differ. */
const windowSlackMs = 60_000;

/** Books a report, keeps it for an operator, or puts it off (rules D8, D9, D13, D17). */
export function bookReport(start: BookDraft, said: UsageSaid): ReportBooked {
  const { nowMs, period } = start.book;
  if (isInFuture(said.window?.endMs ?? said.reportedAtMs, nowMs)) {
    return { kind: 'refused', code: 'in_future' };
  }
  const at = periodState(period, nowMs);
  if (at === 'future' || isOutside(said, period)) {
    return { kind: 'refused', code: 'window_outside_period' };
  }
  const quarantined = (reason: QuarantineReason): ReportBooked => ({
    kind: 'quarantined',
    draft: start,
    reason,
  });
  if (nowMs > period.endsAtMs + lateUsageMaxMs) return quarantined('too_old');
  const lease = leaseOf(start, said.leaseId);
  if (said.leaseId !== null && lease?.dataplaneId !== said.dataplaneId) {
    return quarantined('unknown_lease');
  }
  const booked = eachLeased((dimension) => amountOf(start, said, dimension));
  const isOver = leasedDimensions.some(
    (dimension) => start.book.accounts[dimension].used + booked[dimension] > totalMax,
  );
  if (isOver) return quarantined('value_out_of_range');
  if (isImplausible(start, said, booked)) return quarantined('implausible');
  const sink = at === 'closed' ? 'adjustment' : 'usage';
  const draft = leasedDimensions.reduce(
    (before, dimension) => settle(before, said, { dimension, amount: booked[dimension], sink }),
    start,
  );
  return { kind: 'booked', draft, sink, booked };
}

function isOutside({ window }: UsageSaid, { startsAtMs, endsAtMs }: BookDraft['book']['period']) {
  if (window === null) return false;
  const { startMs, endMs } = window;
  return (
    startMs > endMs || startMs < startsAtMs - windowSlackMs || endMs > endsAtMs + windowSlackMs
  );
}

/** What is booked of it: of a total, what it rises by. */
function amountOf(draft: BookDraft, said: UsageSaid, dimension: LeasedDimension): bigint {
  const lease = leaseOf(draft, said.leaseId);
  const used = said.used[dimension];
  return said.isTotal && lease !== null ? risenBy(lease, dimension, used) : used;
}

function isImplausible(draft: BookDraft, said: UsageSaid, booked: LeasedAmounts): boolean {
  return leasedDimensions.some((dimension) => {
    const used = booked[dimension];
    const covered = chainOfPlane(draft, said.dataplaneId).reduce(
      (sum, lease) => sum + remainingOf(lease, dimension),
      0n,
    );
    const beyondLeases = used > covered ? used - covered : 0n;
    const largestLease = draft.book.largestGrants?.[dimension] ?? 0n;
    return !isPlausible(dimension, { used, beyondLeases, largestLease });
  });
}

function settle(
  draft: BookDraft,
  { dataplaneId, leaseId }: UsageSaid,
  used: { readonly dimension: LeasedDimension; readonly amount: bigint; readonly sink: UsageSink },
): BookDraft {
  const { dimension, amount, sink } = used;
  const lease = leaseOf(draft, leaseId);
  const settled =
    lease === null
      ? settleDelta(draft, dataplaneId, used)
      : // What names a lease without a total is added to the lease's total.
        settleTotal(draft, lease.id, {
          dimension,
          total: lease.parts[dimension].reported + amount,
          sink,
        });
  const { limit, used: total } = settled.book.accounts[dimension];
  const isOver = limit !== null && amount > 0n && total > limit;
  return isOver
    ? withViolation(settled, { type: 'quota_exceeded', amount: total - limit })
    : settled;
}
