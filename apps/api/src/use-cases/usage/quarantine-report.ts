import type {
  DataPlaneCall,
  DataPlaneRejection,
  QuarantineReason,
  ReportUsage,
} from '@purser/schema/contract/data-plane';
import type { TenantState } from '../../ports/quota-store.ts';
import type { Stores } from '../../ports/unit-of-work.ts';
import type { ViolationType } from '../../ports/usage-store.ts';
import { type DataPlaneDeps, type Ended, refuse } from '../data-plane/data-plane-deps.ts';

export type ReceivedReport = {
  readonly deps: DataPlaneDeps;
  readonly stores: Stores;
  readonly call: DataPlaneCall;
  readonly input: ReportUsage;
  readonly tenant: TenantState;
};

const violationOf: Readonly<Record<QuarantineReason, ViolationType>> = {
  too_old: 'late_after_close',
  unknown_period: 'unknown_period',
  value_out_of_range: 'implausible_report',
  implausible: 'implausible_report',
};

/** Keeps a report for an operator and counts nothing of it; the claim of its id stays (rule D13). */
export async function quarantineReport(
  received: ReceivedReport,
  reason: QuarantineReason,
): Promise<void> {
  const { deps, stores, call, input, tenant } = received;
  const id = deps.ids.uuid7(tenant.nowMs);
  await stores.usage.insert({
    id,
    dataplaneId: call.dataplaneId,
    reportId: input.reportId,
    periodId: input.periodId,
    used: input.used,
    storageBytes: input.storageBytes ?? null,
    bookedAs: 'quarantine',
    reason,
    reportedAt: input.reportedAt,
    receivedAtMs: tenant.nowMs,
  });
  const amount = input.used.bandwidth;
  await noteViolation(received, { type: violationOf[reason], amount, evidenceId: id });
}

const kept = 'It is kept for an operator; send it no more.';

const refusals: Readonly<
  Record<
    Exclude<QuarantineReason, 'implausible'>,
    { readonly field: string; readonly message: string }
  >
> = {
  too_old: {
    field: 'period_id',
    message: `The billing period ended more than 35 days ago. ${kept}`,
  },
  unknown_period: {
    field: 'period_id',
    message: `This tenant has no such billing period. ${kept}`,
  },
  value_out_of_range: {
    field: 'bandwidth_used_bytes',
    message: `The total would be larger than any quota. ${kept}`,
  },
};

/** What a data plane is told of a report in quarantine, however often it asks. */
export function refuseQuarantined(reason: keyof typeof refusals): Ended<never> {
  const code: DataPlaneRejection['code'] = reason;
  const { field, message } = refusals[reason];
  return { ...refuse(code, message, { field }), commit: true };
}

/** Notes what a report did that the rules do not foresee (rule D10). */
export async function noteViolation(
  { deps, stores, call, input, tenant }: ReceivedReport,
  violation: { readonly type: ViolationType; readonly amount: bigint; readonly evidenceId: string },
): Promise<void> {
  await stores.usage.noteViolation({
    ...violation,
    id: deps.ids.uuid7(tenant.nowMs),
    periodId: input.periodId,
    dataplaneId: call.dataplaneId,
    atMs: tenant.nowMs,
  });
}
