import { bookReport, type ReportBooked } from '@purser/domain/usage/book-report';
import { isDoubtful } from '@purser/domain/usage/plausibility';
import type {
  DataPlaneCall,
  DataPlaneOutcome,
  ReportUsage,
  UsageAnswer,
} from '@purser/schema/contract/data-plane';
import type { BookedReport } from '../../ports/booked-report.ts';
import type { ClaimedReport, LoadedTenant } from '../../ports/quota-books.ts';
import { requestHash } from '../command/answer-codec.ts';
import { type DataPlaneDeps, refuse, unknownTenant } from '../data-plane/data-plane-deps.ts';
import type { QuotaBatch } from '../lease/quota-batch.ts';
import { runBatch } from '../lease/run-batch.ts';
import { quarantineViolation, refuseQuarantined } from './quarantine.ts';
import { usageAnswer } from './usage-answer.ts';

type Received = {
  readonly batch: QuotaBatch;
  readonly input: ReportUsage;
  readonly tenant: LoadedTenant;
  readonly hash: string;
};

/**
 * Books what a data plane has spent, each report once (rules D8, D9, D17): the claim of its id, the settlement
 * of the plane's leases and the totals commit together or not at all. Usage that happened is booked whatever
 * became of its lease and whatever the tenant's status is.
 */
export function reportUsages(
  deps: DataPlaneDeps,
  call: DataPlaneCall,
  items: readonly ReportUsage[],
): Promise<readonly DataPlaneOutcome<UsageAnswer>[]> {
  return runBatch(deps, {
    call,
    items,
    needsOf: (reports) => ({
      // Who reports is not asked: a process that was replaced has spent what it has spent.
      instanceId: null,
      places: reports,
      leaseIds: reports.flatMap(({ leaseId }) => (leaseId === undefined ? [] : [leaseId])),
      requestIds: [],
      reportIds: reports.map(({ reportId }) => reportId),
      largestGrants: reports.some(({ used }) => isDoubtful(used)),
      by: { actor: `dataplane:${call.dataplaneId}`, reason: 'report-usage' },
    }),
    decide: reportOne,
  });
}

function reportOne(batch: QuotaBatch, input: ReportUsage): DataPlaneOutcome<UsageAnswer> {
  const tenant = batch.tenant(input.tenantId);
  if (tenant === null) return unknownTenant;
  const hash = requestHash(input);
  const known = batch.claim(input.reportId);
  const received = { batch, input, tenant, hash };
  return known === null ? book(received) : repeat(received, known);
}

/** The totals as they are now: a repeated report changes nothing. */
function repeat(
  { batch, input, hash }: Received,
  { requestHash: firstHash, quarantined }: ClaimedReport,
): DataPlaneOutcome<UsageAnswer> {
  if (firstHash !== hash) {
    const evidenceId = input.reportId;
    batch.note(input, { type: 'report_conflict', amount: 0n, evidenceId });
    const message = 'This report_id was used before with other content. The first report stands.';
    return refuse('report_conflict', message, { field: 'report_id' });
  }
  if (quarantined !== null && quarantined !== 'implausible') return refuseQuarantined(quarantined);
  const draft = batch.draft(input);
  if (draft === null) return refuseQuarantined('unknown_period');
  const bookedAs = quarantined === null ? 'usage' : 'quarantine';
  return usageAnswer(batch, input, { book: draft.book, duplicate: true, bookedAs });
}

function book(received: Received): DataPlaneOutcome<UsageAnswer> {
  const { batch, input } = received;
  const start = batch.draft(input);
  if (start === null) {
    quarantine(received, 'unknown_period');
    return refuseQuarantined('unknown_period');
  }
  const result = bookReport(start, {
    dataplaneId: batch.call.dataplaneId,
    leaseId: input.leaseId ?? null,
    used: input.used,
    isTotal: input.isTotal ?? false,
    reportedAtMs: input.reportedAt.getTime(),
    window:
      input.window === undefined
        ? null
        : { startMs: input.window.start.getTime(), endMs: input.window.end.getTime() },
  });
  if (result.kind === 'refused') return refuseForNow(result.code);
  if (result.kind === 'quarantined') {
    quarantine(received, result.reason);
    const { book } = result.draft;
    return result.reason === 'implausible'
      ? usageAnswer(batch, input, { book, duplicate: false, bookedAs: 'quarantine' })
      : refuseQuarantined(result.reason);
  }
  return keep(received, result);
}

function keep(
  received: Received,
  { draft, sink, booked }: Extract<ReportBooked, { kind: 'booked' }>,
): DataPlaneOutcome<UsageAnswer> {
  const { batch, input, tenant } = received;
  const id = batch.ids.uuid7(tenant.nowMs);
  batch.keep(input, draft, id);
  batch.keepReport(reportOf(received, { id, used: booked, bookedAs: sink, reason: null }));
  const { tenantId, storageBytes } = input;
  if (storageBytes !== undefined) {
    batch.setStorage({ tenantId, bytes: storageBytes, atMs: tenant.nowMs });
  }
  return usageAnswer(batch, input, { book: draft.book, duplicate: false, bookedAs: sink });
}

/** Keeps a report for an operator and counts nothing of it; the claim of its id stays (rule D13). */
function quarantine(received: Received, reason: NonNullable<BookedReport['reason']>): void {
  const { batch, input, tenant } = received;
  const id = batch.ids.uuid7(tenant.nowMs);
  batch.keepReport(reportOf(received, { id, used: input.used, bookedAs: 'quarantine', reason }));
  const amount = input.used.bandwidth;
  batch.note(input, { type: quarantineViolation[reason], amount, evidenceId: id });
}

function reportOf(
  { batch, input, tenant, hash }: Received,
  booked: Pick<BookedReport, 'id' | 'used' | 'bookedAs' | 'reason'>,
) {
  return {
    ...booked,
    tenantId: input.tenantId,
    requestHash: hash,
    dataplaneId: batch.call.dataplaneId,
    reportId: input.reportId,
    periodId: input.periodId,
    storageBytes: input.storageBytes ?? null,
    reportedAt: input.reportedAt,
    receivedAtMs: tenant.nowMs,
    leaseId: input.leaseId ?? null,
    window: input.window ?? null,
  };
}

function refuseForNow(code: 'in_future' | 'window_outside_period'): DataPlaneOutcome<never> {
  return code === 'in_future'
    ? refuse(code, 'The report is more than five minutes ahead. Send it again later.', {
        field: 'reported_at',
      })
    : refuse(code, 'The billing period has not begun, or the window is not within it.', {
        field: 'period_id',
      });
}
