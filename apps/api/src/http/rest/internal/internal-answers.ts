import { amountToJson } from '@purser/domain/lease/amount';
import type { LeasedAmounts } from '@purser/domain/tenant/dimension';
import type {
  BudgetAnswer,
  QuotaStandings,
  RegisteredInstance,
  ReturnedBudget,
  UsageAnswer,
} from '@purser/schema/contract/data-plane';
import type {
  OneAllocated,
  OneReported,
  registerAnswer,
  returnAnswer,
} from '@purser/schema/contract/rest/internal-answers-contract';
import type { z } from 'zod';

export function toAllocateAnswer(answer: BudgetAnswer): OneAllocated {
  const { bandwidth, transforms } = answer.dimensions;
  return {
    lease_id: answer.leaseId,
    bandwidth_granted_bytes: amountToJson(bandwidth.granted),
    transforms_granted: amountToJson(transforms.granted),
    granted_at: answer.grantedAt.toISOString(),
    expires_at: answer.expiresAt.toISOString(),
    lease_seq: amountToJson(answer.leaseSeq),
    lease_state: answer.leaseState,
    ttl_ms: answer.ttlMs,
    refresh_after_ms: answer.refreshAfterMs,
    dimensions: { bandwidth: toDimension(bandwidth), transforms: toDimension(transforms) },
    account: toAccount(answer.account),
    current_period_id: answer.currentPeriodId,
    min_policy_revision: amountToJson(answer.minPolicyRevision),
  };
}

export function toReportAnswer(answer: UsageAnswer): OneReported {
  return {
    accepted: answer.bookedAs !== 'quarantine',
    total_bandwidth_bytes: amountToJson(answer.totals.bandwidth),
    total_transforms: amountToJson(answer.totals.transforms),
    total_storage_bytes: amountToJson(answer.totalStorageBytes),
    duplicate: answer.duplicate,
    booked_as: answer.bookedAs,
    reason: answer.reason,
    account: toAccount(answer.account),
    hint: answer.hint,
  };
}

export function toReturnAnswer(answer: ReturnedBudget): z.input<typeof returnAnswer> {
  return {
    lease_id: answer.leaseId,
    lease_state: answer.leaseState,
    released: toAmounts(answer.released),
    account: toAccount(answer.account),
  };
}

export function toRegisterAnswer(answer: RegisteredInstance): z.input<typeof registerAnswer> {
  return {
    instance_id: answer.instanceId,
    leases: answer.leases.map((lease) => ({
      lease_id: lease.leaseId,
      tenant_id: lease.tenantId,
      period_id: lease.periodId,
      lease_seq: amountToJson(lease.leaseSeq),
      state: lease.state,
      remaining: toAmounts(lease.remaining),
    })),
  };
}

function toAmounts({ bandwidth, transforms }: LeasedAmounts) {
  return { bandwidth: amountToJson(bandwidth), transforms: amountToJson(transforms) };
}

function toDimension({
  granted,
  outcome,
  reason,
  retryAfterMs,
}: BudgetAnswer['dimensions']['bandwidth']) {
  return { granted: amountToJson(granted), outcome, reason, retry_after_ms: retryAfterMs };
}

function toAccount({ bandwidth, transforms }: QuotaStandings) {
  return { bandwidth: toStanding(bandwidth), transforms: toStanding(transforms) };
}

function toStanding({ limit, used, held, available }: QuotaStandings['bandwidth']) {
  return {
    limit: limit === null ? null : amountToJson(limit),
    used: amountToJson(used),
    in_flight: amountToJson(held),
    available: available === null ? null : amountToJson(available),
  };
}
