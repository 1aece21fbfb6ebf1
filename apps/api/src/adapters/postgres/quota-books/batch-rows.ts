import type { Lease } from '@purser/domain/lease/lease';
import { leasedDimensions } from '@purser/domain/tenant/dimension';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { BatchWrites, ViolationWrite } from '../../../ports/quota-books.ts';

/** A row as jsonb_to_recordset takes it, by the names of its columns. */
export type Row = Readonly<Record<string, unknown>>;

export type ChangedLease = {
  readonly scope: ProjectScope;
  readonly periodId: string;
  readonly lease: Lease;
};

export function leaseRow({ scope, periodId, lease }: ChangedLease): Row {
  return {
    ...keyOf(scope),
    id: lease.id,
    period_id: periodId,
    dataplane_id: lease.dataplaneId,
    instance_id: lease.instanceId,
    chain_id: lease.chainId,
    seq: lease.seq,
    state: lease.state,
    granted_at: instant(lease.grantedAtMs),
    expires_at: instant(lease.expiresAtMs),
    release_at: lease.releaseAtMs === null ? null : instant(lease.releaseAtMs),
    ended_at: lease.endedAtMs === null ? null : instant(lease.endedAtMs),
    successor_id: lease.successorId,
  };
}

export function partRows({ scope, lease }: ChangedLease): readonly Row[] {
  return leasedDimensions.flatMap((dimension) => {
    const { granted, reported, settled, holdId } = lease.parts[dimension];
    const row = { lease_id: lease.id, dimension, granted, reported, settled, hold_id: holdId };
    return granted === 0n && reported === 0n ? [] : [{ ...keyOf(scope), ...row }];
  });
}

export function reportRow(report: BatchWrites['reports'][number]): Row {
  return {
    id: report.id,
    dataplane_id: report.dataplaneId,
    report_id: report.reportId,
    request_hash: report.requestHash,
    period_id: report.periodId,
    bandwidth_bytes: report.used.bandwidth,
    transforms: report.used.transforms,
    storage_bytes: report.storageBytes,
    booked_as: report.bookedAs,
    reason: report.reason,
    reported_at: report.reportedAt,
    received_at: instant(report.receivedAtMs),
    lease_id: report.leaseId,
    window_start: report.window?.start ?? null,
    window_end: report.window?.end ?? null,
  };
}

export function violationRow(
  violation: Omit<ViolationWrite, 'tenantId'> & { readonly count: number },
): Row {
  return {
    id: violation.id,
    type: violation.type,
    period_id: violation.periodId,
    count: violation.count,
    amount: violation.amount,
    evidence_id: violation.evidenceId,
    state: 'open',
    first_seen_at: instant(violation.atMs),
    last_seen_at: instant(violation.atMs),
  };
}

export function keyOf({ tenantId, projectId }: ProjectScope) {
  return { tenant_id: tenantId, project_id: projectId };
}

export function instant(ms: number): string {
  return new Date(ms).toISOString();
}
