import type { BudgetPolicy, Prisma, Project, QuotaPolicy } from '@purser/prisma/client';
import type { BudgetPolicyView, QuotaPolicyView } from '@purser/schema/contract/views';
import type { ProjectSettings } from '../../ports/policy-store.ts';
import { limitsFromDb } from './limit-columns.ts';
import type { ScopeKey } from './scope-key.ts';

export function quotaPolicyFromDb(row: QuotaPolicy): QuotaPolicyView {
  return {
    planId: row.planId,
    bundleId: row.bundleId,
    limits: limitsFromDb(row),
    active: row.active,
    notes: row.notes,
    version: row.version,
    createdBy: row.createdBy,
    updatedBy: row.updatedBy,
    updatedAt: row.updatedAt,
  };
}

export function quotaPolicyToDb(
  scope: ScopeKey,
  policy: QuotaPolicyView,
): Prisma.QuotaPolicyUncheckedCreateInput {
  const { limits, ...columns } = policy;
  return { ...scope, ...columns, ...limits, createdAt: policy.updatedAt };
}

export function budgetPolicyFromDb(row: BudgetPolicy): BudgetPolicyView {
  return {
    provider: row.provider,
    bundleId: row.bundleId,
    perHourMicroUsd: row.perHourMicroUsd,
    perDayMicroUsd: row.perDayMicroUsd,
    perMonthMicroUsd: row.perMonthMicroUsd,
    active: row.active,
    notes: row.notes,
    version: row.version,
    updatedBy: row.updatedBy,
    updatedAt: row.updatedAt,
  };
}

export function budgetPolicyToDb(
  scope: ScopeKey,
  policy: BudgetPolicyView,
): Prisma.BudgetPolicyUncheckedCreateInput {
  return { ...scope, ...policy, createdBy: policy.updatedBy, createdAt: policy.updatedAt };
}

export function settingsFromDb(row: Project): ProjectSettings {
  return {
    defaultPlanId: row.defaultPlanId,
    fallbackMaxConcurrent: row.fallbackMaxConcurrent,
    fallbackRequestsPerDay: row.fallbackRequestsPerDay,
    fallbackTokensPerDay: row.fallbackTokensPerDay,
    referenceProvider: row.referenceProvider,
    referenceModel: row.referenceModel,
    referencePricePicoUsd: row.referencePricePicoUsd,
    renewalGraceSeconds: row.renewalGraceSeconds,
    providersRequired: row.providersRequired,
  };
}
