import type { LeaseState } from '@purser/domain/lease/lease';
import type { GrantOutcome, GrantReason } from '@purser/domain/lease/size-grant';
import type { LeasedAmounts, LeasedDimension } from '@purser/domain/tenant/dimension';
import type { QuarantineReason } from '@purser/domain/usage/book-report';
import type { Page, PageRequest } from './request-context.ts';

/** Who calls: a data plane, known by the key that its call is signed with. */
export type DataPlaneCall = { readonly dataplaneId: string; readonly requestId: string };

/** Every expected failure of a data plane's call (docs/data-planes.md). */
type DataPlaneRejectionCode =
  | 'unknown_tenant'
  | 'unknown_period'
  | 'value_out_of_range'
  | 'idempotency_key_reuse'
  | 'report_conflict'
  | 'window_outside_period'
  | 'too_old'
  | 'in_future'
  | 'dataplane_mismatch'
  | 'dataplane_instance_conflict'
  | 'unknown_lease'
  | 'malformed'
  | 'internal_error';

export type DataPlaneRejection = {
  readonly code: DataPlaneRejectionCode;
  readonly message: string;
  readonly field?: string;
  readonly retryAfterSeconds?: number;
};

export type DataPlaneOutcome<Value> =
  | { readonly ok: true; readonly value: Value; readonly replayed: boolean }
  | { readonly ok: false; readonly rejection: DataPlaneRejection };

/** What a data plane asks to spend; amounts in bytes and pieces. */
export type AllocateBudget = {
  readonly requestId: string;
  readonly tenantId: string;
  readonly periodId: string;
  readonly desired: LeasedAmounts;
  /** The process that asks; a data plane without one counts as one that never ends (rule D15). */
  readonly instanceId?: string | undefined;
  /** The plane's largest operation: less is of no use to it. */
  readonly usefulMin?: LeasedAmounts | undefined;
  readonly allOrNothing?: boolean | undefined;
  /** The lease that is renewed, and all that was spent of it. */
  readonly current?: SpentLease | undefined;
};

export type SpentLease = { readonly leaseId: string; readonly usedTotal: LeasedAmounts };

/** A lease that its data plane needs no more. */
export type ReturnBudget = SpentLease;

export type ReturnedBudget = {
  readonly leaseId: string;
  readonly leaseState: LeaseState;
  /** What the return gave back, 0 when it had been given back before. */
  readonly released: LeasedAmounts;
  readonly account: QuotaStandings;
};

/** A process says that it is its data plane now, and which leases of those before it are done with. */
export type RegisterInstance = {
  readonly instanceId: string;
  /** Leases of which nothing is left to report: what they hold returns at once. */
  readonly disclaims: readonly string[];
};

export type RegisteredInstance = {
  readonly instanceId: string;
  readonly leases: readonly {
    readonly leaseId: string;
    readonly tenantId: string;
    readonly periodId: string;
    readonly leaseSeq: bigint;
    readonly state: LeaseState;
    readonly remaining: LeasedAmounts;
  }[];
};

/** How one dimension of a quota stands, as data planes and the portal see it; available is never below 0. */
export type QuotaStanding = {
  readonly limit: bigint | null;
  readonly used: bigint;
  readonly held: bigint;
  readonly available: bigint | null;
};

export type QuotaStandings = Readonly<Record<LeasedDimension, QuotaStanding>>;

export type GrantedDimension = {
  readonly granted: bigint;
  readonly outcome: GrantOutcome;
  readonly reason: GrantReason;
  readonly retryAfterMs: number | null;
};

export type BudgetAnswer = {
  /** The nil UUID when nothing is granted. */
  readonly leaseId: string;
  readonly leaseSeq: bigint;
  readonly leaseState: LeaseState | 'none';
  readonly grantedAt: Date;
  readonly expiresAt: Date;
  readonly ttlMs: number;
  readonly refreshAfterMs: number;
  readonly dimensions: Readonly<Record<LeasedDimension, GrantedDimension>>;
  readonly account: QuotaStandings;
  /** The open period, when another one was asked for. */
  readonly currentPeriodId: string | null;
  readonly minPolicyRevision: bigint;
};

/** What a data plane has spent since it last said so. */
export type ReportUsage = {
  readonly reportId: string;
  readonly tenantId: string;
  readonly periodId: string;
  readonly used: LeasedAmounts;
  /** What it stores for the tenant now, in bytes; absent = not said. */
  readonly storageBytes?: bigint | undefined;
  readonly reportedAt: Date;
  readonly instanceId?: string | undefined;
  readonly leaseId?: string | undefined;
  /** Whether `used` is all that was spent under the lease's id, not what came since the last report. */
  readonly isTotal?: boolean | undefined;
  readonly window?: { readonly start: Date; readonly end: Date } | undefined;
};

export type UsageAnswer = {
  readonly duplicate: boolean;
  /** Over all data planes, in the period of the report. */
  readonly totals: LeasedAmounts;
  readonly totalStorageBytes: bigint;
  /** A report in quarantine was kept for an operator, and nothing of it was counted. */
  readonly bookedAs: 'usage' | 'adjustment' | 'quarantine';
  /** Why it is in quarantine; null when it was booked. */
  readonly reason: QuarantineReason | null;
  readonly account: QuotaStandings;
  readonly hint: 'renew' | 'stop' | 'none';
};

/** What data planes know of all tenants, as it is sent. */
export type PolicySnapshot = {
  readonly epoch: string;
  readonly revision: bigint;
  readonly etag: string;
  readonly contentHash: string;
  /** JSON. */
  readonly body: Uint8Array;
};

/** Which leases, reports or violations are listed; `onlyTenantId` is the edge of what the caller may see. */
export type DataPlaneFilter = PageRequest & {
  readonly tenantId?: string | undefined;
  readonly periodId?: string | undefined;
  readonly dataplaneId?: string | undefined;
  /** Granted, received or last seen from then on. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
};
export type LeaseFilter = DataPlaneFilter & { readonly state?: string | undefined };
export type ReportFilter = DataPlaneFilter & { readonly bookedAs?: string | undefined };
export type ViolationFilter = LeaseFilter & { readonly type?: string | undefined };

type Placed = {
  readonly id: string;
  readonly tenantId: string;
  readonly periodId: string;
  readonly dataplaneId: string;
};

export type LeaseView = Placed & {
  readonly seq: bigint;
  readonly state: string;
  readonly granted: LeasedAmounts;
  readonly settled: LeasedAmounts;
  readonly grantedAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
  readonly successorId: string | null;
};

export type UsageReportView = Placed & {
  readonly reportId: string;
  readonly bandwidthBytes: bigint;
  readonly transforms: bigint;
  readonly storageBytes: bigint | null;
  readonly bookedAs: string;
  readonly reason: string | null;
  readonly reportedAt: Date;
  readonly receivedAt: Date;
};

export type ViolationView = Placed & {
  readonly type: string;
  readonly state: string;
  readonly count: bigint;
  readonly amount: bigint;
  readonly evidenceId: string;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
};

export type ViolationPage = Page<ViolationView> & {
  /** How often each type was seen, over all that the filter lets through. */
  readonly summary: Readonly<Record<string, number>>;
};

export type MadeDataPlaneKey = {
  readonly dataplaneId: string;
  readonly keyId: string;
  /** Shown once; empty when the answer is repeated. */
  readonly secret: string;
  /** With which the plane computes the HMACs that the policy snapshot lists. */
  readonly planePepper: string;
};

export const nilUuid = '00000000-0000-0000-0000-000000000000';
