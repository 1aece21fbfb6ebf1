import { amountToJson } from '@purser/domain/lease/amount';
import type { BudgetAnswer, QuotaStandings, UsageAnswer } from '@purser/schema/contract/data-plane';
import type { allocateAnswer, reportAnswer } from '@purser/schema/contract/rest/internal-contract';
import type { z } from 'zod';

export function toAllocateAnswer(answer: BudgetAnswer): z.input<typeof allocateAnswer> {
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

export function toReportAnswer(answer: UsageAnswer): z.input<typeof reportAnswer> {
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
