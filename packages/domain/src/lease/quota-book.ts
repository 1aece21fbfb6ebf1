import type { BillingPeriod } from '../tenant/billing-period.ts';
import type { LeasedAmounts, LeasedDimension } from '../tenant/dimension.ts';
import type { Lease } from './lease.ts';
import type { QuotaMovement } from './quota-movement.ts';
import type { QuotaAccount } from './size-grant.ts';

/** A tenant's quotas of one period as one data plane's call sees them, under the tenant's lock. */
export type QuotaBook = {
  readonly nowMs: number;
  readonly status: 'active' | 'suspended' | 'deleted';
  /** Leases with a lower number are void (rule C2). */
  readonly leaseFloor: bigint;
  readonly period: BillingPeriod;
  readonly accounts: Readonly<Record<LeasedDimension, QuotaAccount>>;
  /** The calling plane's leases that are open or that the call names, and whichever are due to be released. */
  readonly leases: readonly Lease[];
  /** The highest number the calling plane's leases have had; 0 for none. */
  readonly lastSeq: bigint;
  /** Other planes with a lease that can be spent. */
  readonly othersAtWork: number;
  /** When the first of their leases ends; null without any. */
  readonly othersEndAtMs: number | null;
  /** The most the calling plane was ever granted in one lease; null where nobody needs to know. */
  readonly largestGrants: LeasedAmounts | null;
};

export type BookViolation = {
  readonly type: 'lease_overspend' | 'late_overspend' | 'fenced_spend' | 'quota_exceeded';
  readonly amount: bigint;
};

/** A book on its way: what it is by now, and what must be written so that the ledger says the same. */
export type BookDraft = {
  readonly book: QuotaBook;
  readonly movements: readonly QuotaMovement[];
  readonly violations: readonly BookViolation[];
};

export function draftOf(book: QuotaBook): BookDraft {
  return { book, movements: [], violations: [] };
}

/** The draft with a movement, and the account as the ledger will have it. */
export function moved(draft: BookDraft, movement: QuotaMovement): BookDraft {
  const { book, movements } = draft;
  if (movement.amount === 0n) return draft;
  const account = after(book.accounts[movement.dimension], movement);
  return {
    ...draft,
    book: { ...book, accounts: { ...book.accounts, [movement.dimension]: account } },
    movements: [...movements, movement],
  };
}

function after(account: QuotaAccount, movement: QuotaMovement): QuotaAccount {
  const { amount } = movement;
  switch (movement.op) {
    case 'hold':
      return { ...account, held: account.held + amount };
    case 'end':
      return { ...account, held: account.held - amount };
    case 'settle':
      return { ...account, held: account.held - amount, used: account.used + usage(movement) };
    case 'use':
      return { ...account, used: account.used + usage(movement) };
    default:
      return account;
  }
}

/** What is booked after a period was closed is no usage of it any more. */
function usage({ sink, amount }: Extract<QuotaMovement, { op: 'settle' | 'use' }>): bigint {
  return sink === 'usage' ? amount : 0n;
}

/** The draft with a lease that is new or has changed. */
export function withLease(draft: BookDraft, lease: Lease): BookDraft {
  const { book } = draft;
  const isKnown = book.leases.some(({ id }) => id === lease.id);
  const leases = isKnown
    ? book.leases.map((each) => (each.id === lease.id ? lease : each))
    : [...book.leases, lease];
  return { ...draft, book: { ...book, leases } };
}

export function withViolation(draft: BookDraft, violation: BookViolation): BookDraft {
  return violation.amount === 0n
    ? draft
    : { ...draft, violations: [...draft.violations, violation] };
}

export function leaseOf({ book }: BookDraft, id: string | null): Lease | null {
  return id === null ? null : (book.leases.find((lease) => lease.id === id) ?? null);
}

/** What the calling plane holds that can be spent or renewed: there is one at most (rule D7). */
export function activeLease({ book }: BookDraft, dataplaneId: string): Lease | null {
  const isActive = (lease: Lease) =>
    lease.dataplaneId === dataplaneId && lease.state === 'active' && lease.endedAtMs === null;
  return book.leases.find(isActive) ?? null;
}
