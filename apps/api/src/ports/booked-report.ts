import type { LeasedAmounts } from '@purser/domain/tenant/dimension';
import type { QuarantineReason } from '@purser/domain/usage/book-report';

export type BookedReport = {
  readonly id: string;
  readonly dataplaneId: string;
  readonly reportId: string;
  readonly periodId: string;
  readonly used: LeasedAmounts;
  readonly storageBytes: bigint | null;
  readonly bookedAs: 'usage' | 'adjustment' | 'quarantine';
  /** Why it was quarantined; null for one that was booked. */
  readonly reason: QuarantineReason | null;
  readonly reportedAt: Date;
  readonly receivedAtMs: number;
  readonly leaseId: string | null;
  readonly window: { readonly start: Date; readonly end: Date } | null;
};

export type ViolationType =
  | 'quota_exceeded'
  | 'lease_overspend'
  | 'late_overspend'
  | 'fenced_spend'
  | 'report_conflict'
  | 'late_after_close'
  | 'implausible_report'
  | 'unknown_period'
  | 'unknown_lease'
  | 'instance_conflict';
