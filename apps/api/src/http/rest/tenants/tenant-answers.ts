import { amountToJson } from '@purser/domain/lease/amount';
import { centsHalfEven } from '@purser/domain/money/micro-usd';
import type { BillingPeriod } from '@purser/domain/tenant/billing-period';
import type {
  OverrideView,
  TenantChanged,
  TenantLimits,
  TenantPlanView,
  TenantQuotaView,
  TenantRecord,
  TenantView,
} from '@purser/schema/contract/tenant';
import { instantOrNull } from '../control-plane/amounts.ts';

/** A tenant as the portal and the admin API show it; `role` is the caller's. */
export function toTenant(
  record: TenantRecord,
  { role, currentPeriod }: { readonly role: string; readonly currentPeriod: BillingPeriod | null },
) {
  return {
    tenant_id: record.tenantId,
    slug: record.slug,
    name: record.name,
    status: record.status,
    status_reason: record.statusReason,
    plan_code: record.planId,
    role,
    current_period: toPeriod(currentPeriod),
    created_at: record.createdAt.toISOString(),
  };
}

export function toTenantWithCounts(view: TenantView, role: string) {
  return {
    ...toTenant(view, { role, currentPeriod: view.currentPeriod }),
    domains_count: view.domainsCount,
    keys_count: view.keysCount,
    used_percent: view.usedPercent,
  };
}

export function toTenantStatus({ tenant, effectiveBy, policyRevision }: TenantChanged) {
  return {
    tenant_id: tenant.tenantId,
    status: tenant.status,
    effective_by: effectiveBy.toISOString(),
    policy_revision: amountToJson(policyRevision),
  };
}

export function toPeriod(period: BillingPeriod | null) {
  if (period === null) return null;
  const { id, startsAtMs, endsAtMs } = period;
  return {
    id,
    starts_at: new Date(startsAtMs).toISOString(),
    ends_at: new Date(endsAtMs).toISOString(),
  };
}

export function toQuota(quota: TenantQuotaView, { currentPeriod, asOf }: TenantView) {
  const isReset = quota.dimension !== 'storage' && currentPeriod !== null;
  return {
    dimension: quota.dimension,
    unit: quota.unit,
    limit: amountOrNull(quota.limit),
    used: amountToJson(quota.used),
    in_flight: amountToJson(quota.inFlight),
    available: amountOrNull(quota.available),
    percent: quota.percent,
    resets_at: isReset ? new Date(currentPeriod.endsAtMs).toISOString() : null,
    projected_exhaustion: instantOrNull(quota.projectedExhaustion),
    as_of: asOf.toISOString(),
    overrides: quota.overrides.map(toOverride),
  };
}

export function toOverride(view: OverrideView) {
  return {
    id: view.id,
    dimension: view.dimension,
    mode: view.mode,
    value: amountToJson(view.value),
    starts_at: view.startsAt.toISOString(),
    expires_at: view.expiresAt.toISOString(),
    reason: view.reason,
    reference: view.reference,
    created_by: view.createdBy,
    created_at: view.createdAt.toISOString(),
    revoked_at: instantOrNull(view.revokedAt),
  };
}

/** Limits under the names that the policy snapshot has for them. */
export function toTenantLimits({ bandwidth, transforms, storage }: TenantLimits) {
  return {
    bandwidth_limit_bytes: amountOrNull(bandwidth),
    transforms_limit: amountOrNull(transforms),
    storage_limit_bytes: amountOrNull(storage),
  };
}

export function toTenantPlan(plan: TenantPlanView, currentPlanId: string | null) {
  return {
    plan_code: plan.planId,
    name: plan.name,
    monthly_price_cents: Number(centsHalfEven(plan.monthlyPriceMicroUsd)),
    quotas: {
      ...toTenantLimits(plan.limits),
      domains_limit: plan.counted.domains,
      api_keys_limit: plan.counted.api_keys,
    },
    overage_rates: [],
    current: plan.planId === currentPlanId,
  };
}

function amountOrNull(amount: bigint | null): number | string | null {
  return amount === null ? null : amountToJson(amount);
}
