import type { LeasedAmounts } from '@purser/domain/tenant/dimension';
import type { QuarantineReason } from '@purser/schema/contract/data-plane';

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
};

export type ViolationType =
  | 'quota_exceeded'
  | 'lease_overspend'
  | 'report_conflict'
  | 'late_after_close'
  | 'implausible_report'
  | 'unknown_period';

export interface UsageStore {
  /**
   * Claims a report id in the transaction of its effect: `new`, or the content hash of the first report
   * with this id and why that was quarantined, if it was. A twin in another transaction is waited for.
   */
  claim(
    dataplaneId: string,
    reportId: string,
    claim: { readonly requestHash: string; readonly atMs: number },
  ): Promise<
    | { readonly status: 'new' }
    | {
        readonly status: 'known';
        readonly requestHash: string;
        readonly quarantined: QuarantineReason | null;
      }
  >;
  /** Keeps a report; the claim of one that is quarantined remembers why. */
  insert(report: BookedReport): Promise<void>;
  setStorage(dataplaneId: string, bytes: bigint, at: Date): Promise<void>;
  /** Over all data planes, in bytes. */
  totalStorage(): Promise<bigint>;
  /** One row for each type, period and data plane; seen again it counts up. */
  noteViolation(violation: {
    readonly id: string;
    readonly type: ViolationType;
    readonly periodId: string;
    readonly dataplaneId: string;
    readonly amount: bigint;
    readonly evidenceId: string;
    readonly atMs: number;
  }): Promise<void>;
}
