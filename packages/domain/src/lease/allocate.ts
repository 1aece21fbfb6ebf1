import { maxBigint } from '../money/divide.ts';
import { periodState } from '../tenant/billing-period.ts';
import {
  eachLeased,
  type LeasedAmounts,
  type LeasedDimension,
  leasedDimensions,
} from '../tenant/dimension.ts';
import { settleTotal } from '../usage/settle-used.ts';
import { endLease, fenceLease, remainderOf } from './end-lease.ts';
import { drainMs, isSpendable, type Lease, leaseTtlMs, releaseAfterMs } from './lease.ts';
import { activeLease, type BookDraft, leaseOf, moved, withLease } from './quota-book.ts';
import { availableOf, type Grant, type GrantReason, sizeGrant } from './size-grant.ts';

/** What a data plane asks to spend. */
export type AllocateAsk = {
  readonly dataplaneId: string;
  readonly instanceId: string | null;
  readonly desired: LeasedAmounts;
  readonly usefulMin: LeasedAmounts;
  /** Everything that is asked, or nothing. */
  readonly allOrNothing: boolean;
  /** The lease to renew, and what was spent of it in total. */
  readonly current: { readonly leaseId: string; readonly usedTotal: LeasedAmounts } | null;
  /** The ids of the lease and its holds, if there will be one. */
  readonly newLeaseId: string;
  readonly newHoldIds: Readonly<Record<LeasedDimension, string>>;
};

export type Grants = Readonly<Record<LeasedDimension, Grant>>;

export type Allocated = {
  readonly draft: BookDraft;
  /** The lease to spend; null when nothing was granted. */
  readonly lease: Lease | null;
  readonly grants: Grants;
};

/**
 * Leases a part of a tenant's quota to a data plane (rules D6, D7). What it says of its current lease is
 * booked whatever comes of the rest. A renewal ends the old lease and never grants less than what was left
 * of it, because the plane goes on spending that until the answer arrives. Nothing granted changes nothing.
 */
export function allocate(start: BookDraft, ask: AllocateAsk): Allocated {
  const { draft, old } = takeOver(start, ask);
  const { nowMs } = draft.book;
  const stop = stopOf(draft);
  if (stop !== null) return { draft, lease: null, grants: nothing(stop) };
  if (old !== null && isSpendable(old, nowMs) && isLowered(draft, old)) {
    return { draft, lease: old, grants: keptGrants(old) };
  }
  const grants = sizeGrants(draft, ask, old);
  const isShort = leasedDimensions.some((dimension) => grants[dimension].outcome !== 'granted');
  if (ask.allOrNothing && isShort) return { draft, lease: null, grants: withheld(grants) };
  if (leasedDimensions.every((dimension) => grants[dimension].granted === 0n)) {
    return { draft, lease: null, grants };
  }
  return giveLease(draft, ask, { old, grants });
}

/** The draft without a lease of another incarnation, the usage of the current one booked, and what is renewed. */
function takeOver(start: BookDraft, ask: AllocateAsk): { draft: BookDraft; old: Lease | null } {
  const { current } = ask;
  const active = activeLease(start, ask.dataplaneId);
  const isForeign = active !== null && active.instanceId !== ask.instanceId;
  const fenced = isForeign ? fenceLease(start, active) : start;
  const settled = current === null ? fenced : settleCurrent(fenced, ask, current);
  // A plane that does not name its lease renews it all the same: there is one chain.
  return { draft: settled, old: activeLease(settled, ask.dataplaneId) };
}

function settleCurrent(
  draft: BookDraft,
  { dataplaneId }: AllocateAsk,
  { leaseId, usedTotal }: NonNullable<AllocateAsk['current']>,
): BookDraft {
  if (leaseOf(draft, leaseId)?.dataplaneId !== dataplaneId) return draft;
  const sink =
    periodState(draft.book.period, draft.book.nowMs) === 'closed' ? 'adjustment' : 'usage';
  return leasedDimensions.reduce(
    (before, dimension) =>
      settleTotal(before, leaseId, { dimension, total: usedTotal[dimension], sink }),
    draft,
  );
}

function stopOf({ book }: BookDraft): GrantReason | null {
  if (book.status !== 'active') return 'tenant_suspended';
  const at = periodState(book.period, book.nowMs);
  if (at === 'future') return 'period_not_started';
  return at === 'open' ? null : 'period_closed';
}

function nothing(reason: GrantReason): Grants {
  return eachLeased(() => ({ granted: 0n, outcome: 'exhausted', reason }));
}

/** While a quota is overdrawn the plane keeps what it has, for the time it had (rule D6). */
function keptGrants(old: Lease): Grants {
  const remainder = remainderOf(old);
  return eachLeased((dimension) => ({
    granted: remainder[dimension],
    outcome: 'partial',
    reason: 'limit_lowered',
  }));
}

function withheld(grants: Grants): Grants {
  return eachLeased((dimension) => ({ ...grants[dimension], granted: 0n, outcome: 'exhausted' }));
}

function sizeGrants({ book }: BookDraft, ask: AllocateAsk, old: Lease | null): Grants {
  const remainder = remainderOf(old);
  return eachLeased((dimension) =>
    sizeGrant(book.accounts[dimension], {
      dimension,
      desired: ask.desired[dimension],
      usefulMin: ask.usefulMin[dimension],
      oldRemainder: remainder[dimension],
      planes: book.othersAtWork + 1,
    }),
  );
}

/** Whether a limit was lowered so far that not even the plane's own remainder fits any more. */
function isLowered({ book }: BookDraft, old: Lease): boolean {
  const remainder = remainderOf(old);
  return leasedDimensions.some((dimension) => {
    const available = availableOf(book.accounts[dimension]);
    return available !== null && available < 0n && remainder[dimension] > 0n;
  });
}

function giveLease(
  before: BookDraft,
  ask: AllocateAsk,
  { old, grants }: { readonly old: Lease | null; readonly grants: Grants },
): Allocated {
  const { nowMs, period, lastSeq, leaseFloor } = before.book;
  const expiresAtMs = Math.min(nowMs + leaseTtlMs, period.endsAtMs + drainMs);
  const lease: Lease = {
    id: ask.newLeaseId,
    dataplaneId: ask.dataplaneId,
    instanceId: ask.instanceId,
    // Never below the tenant's floor: what data planes hold below it is void (rule C2).
    seq: maxBigint(lastSeq + 1n, leaseFloor),
    state: 'active',
    grantedAtMs: nowMs,
    expiresAtMs,
    releaseAtMs: expiresAtMs + releaseAfterMs(ask.instanceId),
    endedAtMs: null,
    successorId: null,
    chainId: old?.chainId ?? ask.newLeaseId,
    parts: eachLeased((dimension) => {
      const { granted } = grants[dimension];
      const holdId = granted === 0n ? null : ask.newHoldIds[dimension];
      return { granted, reported: 0n, settled: 0n, holdId };
    }),
  };
  const ended =
    old === null
      ? before
      : endLease(before, old, { state: 'superseded', phase: 'void', successorId: lease.id });
  const held = leasedDimensions.reduce((draft, dimension) => {
    const amount = grants[dimension].granted;
    const holdId = ask.newHoldIds[dimension];
    return moved(draft, { op: 'hold', dimension, amount, holdId, expiresAtMs });
  }, ended);
  const given = withLease(held, lease);
  return { draft: { ...given, book: { ...given.book, lastSeq: lease.seq } }, lease, grants };
}
