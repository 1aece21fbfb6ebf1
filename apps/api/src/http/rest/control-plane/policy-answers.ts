import type { ReferenceView } from '@purser/schema/contract/money-views';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import type {
  BudgetPolicyAnswer,
  QuotaPolicyAnswer,
} from '@purser/schema/contract/rest/policy-answers';
import type { BudgetPolicyView, QuotaPolicyView } from '@purser/schema/contract/views';
import { toLimitsWithUsd, usdOrNull } from './amounts.ts';

type Where = { readonly scope: ProjectScope; readonly reference: ReferenceView };

/** A quota policy under the guides' names. */
export function toQuotaPolicy(
  policy: QuotaPolicyView,
  { scope, reference }: Where,
): QuotaPolicyAnswer['policy'] {
  return {
    tenant: scope.tenantSlug,
    project: scope.projectSlug,
    plan_id: policy.planId,
    user_type: policy.planId,
    bundle_id: policy.bundleId,
    ...toLimitsWithUsd(policy.limits, reference.pricePicoUsd),
    reference_model: reference.model,
    notes: policy.notes,
    active: policy.active,
    created_by: policy.createdBy,
    updated_at: policy.updatedAt.toISOString(),
  };
}

/** A provider's policy under the guides' names. */
export function toBudgetPolicy(
  policy: BudgetPolicyView,
  scope: ProjectScope,
): BudgetPolicyAnswer['policy'] {
  return {
    tenant: scope.tenantSlug,
    project: scope.projectSlug,
    bundle_id: policy.bundleId,
    provider: policy.provider,
    usd_per_hour: usdOrNull(policy.perHourMicroUsd),
    usd_per_day: usdOrNull(policy.perDayMicroUsd),
    usd_per_month: usdOrNull(policy.perMonthMicroUsd),
    notes: policy.notes,
    active: policy.active,
    updated_at: policy.updatedAt.toISOString(),
  };
}
