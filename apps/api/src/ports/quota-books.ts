import type { LeaseState } from '@purser/domain/lease/lease';
import type { PostedLimits } from '@purser/domain/lease/limit-change';
import type { BookDraft, BookViolation, QuotaBook } from '@purser/domain/lease/quota-book';
import type { QuarantineReason } from '@purser/domain/usage/book-report';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { BookedReport, ViolationType } from './booked-report.ts';
import type { PostedBy } from './quota-store.ts';

/** The quotas of one tenant's period. */
export type BookPlace = { readonly tenantId: string; readonly periodId: string };

/** What a batch of calls of one data plane touches; everything of it is loaded together. */
export type BatchNeeds = {
  /** Null for what comes by itself: then no leases are any plane's own. */
  readonly dataplaneId: string | null;
  readonly instanceId: string | null;
  readonly places: readonly BookPlace[];
  /** Leases that are named, ended ones included. */
  readonly leaseIds: readonly string[];
  readonly requestIds: readonly string[];
  readonly reportIds: readonly string[];
  /** Whether the largest lease that the plane ever had must be known. */
  readonly largestGrants: boolean;
  readonly by: Pick<PostedBy, 'actor' | 'reason'>;
};

/** A tenant under its lock. */
export type LoadedTenant = {
  readonly scope: ProjectScope;
  readonly nowMs: number;
  readonly anchorDay: number;
  readonly newestPeriodEndsAtMs: number | null;
  readonly currentPeriodId: string | null;
  /** What the calling plane stores for it, and what all the others do. */
  readonly storage: { readonly own: bigint; readonly others: bigint };
};

export type LoadedBook = { readonly book: QuotaBook; readonly posted: PostedLimits };

/** The answer that an earlier allocation was given, and what became of its lease. */
export type GivenAnswer = {
  readonly requestHash: string;
  readonly answer: unknown;
  readonly lease: { readonly state: LeaseState; readonly expiresAtMs: number } | null;
};

export type ClaimedReport = {
  readonly requestHash: string;
  readonly quarantined: QuarantineReason | null;
};

/** Whether the calling process is the data plane, or another one has taken its place (rule D15). */
export type InstanceStanding = 'current' | 'replaced';

export type LoadedBatch = {
  readonly instance: InstanceStanding;
  readonly policyRevision: bigint;
  readonly tenants: ReadonlyMap<string, LoadedTenant>;
  /** By `placeKey`; a period that the tenant does not have is not there. */
  readonly books: ReadonlyMap<string, LoadedBook>;
  readonly answers: ReadonlyMap<string, GivenAnswer>;
  readonly reports: ReadonlyMap<string, ClaimedReport>;
  /** An id for a hold that will be posted. */
  readonly newHoldId: (atMs: number) => string;
};

export type KeptRequest = {
  readonly requestId: string;
  readonly tenantId: string;
  readonly requestHash: string;
  readonly answer: unknown;
  readonly atMs: number;
};

export type ReportWrite = BookedReport & {
  readonly tenantId: string;
  readonly requestHash: string;
};

export type ViolationWrite = Omit<BookViolation, 'type'> &
  BookPlace & {
    readonly id: string;
    readonly type: ViolationType;
    readonly evidenceId: string;
    readonly atMs: number;
  };

export type StorageWrite = {
  readonly tenantId: string;
  readonly bytes: bigint;
  readonly atMs: number;
};

/** Everything that a batch changes; written together or not at all. */
export type BatchWrites = {
  /** By `placeKey`. */
  readonly drafts: ReadonlyMap<string, BookDraft>;
  readonly requests: readonly KeptRequest[];
  readonly reports: readonly ReportWrite[];
  readonly violations: readonly ViolationWrite[];
  readonly storage: readonly StorageWrite[];
};

/** Quotas of many tenants at once: loaded, decided and written in one transaction under their locks. */
export interface QuotaBooks {
  inBatch<Value>(
    needs: BatchNeeds,
    decide: (loaded: LoadedBatch) => { readonly writes: BatchWrites; readonly value: Value },
  ): Promise<Value>;
  /** Where a data plane has open leases. */
  placesOf(dataplaneId: string): Promise<readonly BookPlace[]>;
  /** Where a data plane has or had a lease; null for one that is not its own. */
  placeOf(dataplaneId: string, leaseId: string): Promise<BookPlace | null>;
}

export function placeKey({ tenantId, periodId }: BookPlace): string {
  return `${tenantId} ${periodId}`;
}
