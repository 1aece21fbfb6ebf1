import type { ProviderPolicy } from '@purser/domain/budget/provider-policy';
import type { Plan, QuotaPolicy } from '@purser/domain/plan/plan';
import type { ProjectRules, ProjectSettings } from '@purser/domain/plan/project-rules';
import { unlimited } from '@purser/domain/quota/limits';
import type { WindowOverrides } from '@purser/domain/quota/window';
import type * as db from '@purser/prisma/client';
import { limitsFromDb } from './limit-columns.ts';
import type { Db } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';

/**
 * Everything of a project that decides. The generation is read first, so that nothing here is older
 * than it says (rule P10).
 */
export async function readProjectRules(
  client: Db,
  run: SqlRunner,
  scope: ScopeKey,
): Promise<ProjectRules> {
  const [newest] = await run<{ generation: bigint | null }>(
    'SELECT max(generation) AS generation FROM policy_change WHERE tenant_id = $1 AND project_id = $2',
    [scope.tenantId, scope.projectId],
  );
  const [project, plans, quotas, budgets, bundles] = await Promise.all([
    client.project.findFirstOrThrow({ where: { tenantId: scope.tenantId, id: scope.projectId } }),
    client.plan.findMany({ where: scope }),
    client.quotaPolicy.findMany({ where: scope }),
    client.budgetPolicy.findMany({ where: scope }),
    client.bundle.findMany({ where: scope }),
  ]);
  return {
    generation: Number(newest?.generation ?? 0),
    settings: settingsOf(project),
    plans: new Map(plans.map((plan) => [plan.id, planOf(plan)])),
    quotaPolicies: Map.groupBy(quotas.map(quotaOf), ({ planId }) => planId),
    providerPolicies: budgets.map(budgetOf),
    bundleFloors: new Map(
      bundles.flatMap(({ id, reservationFloorMicroUsd: floor }) =>
        floor === null ? [] : [[id, floor]],
      ),
    ),
  };
}

function settingsOf(row: db.Project): ProjectSettings {
  return {
    defaultPlanId: row.defaultPlanId,
    fallbackLimits: {
      ...unlimited,
      maxConcurrent: row.fallbackMaxConcurrent,
      requestsPerDay: row.fallbackRequestsPerDay,
      tokensPerDay: row.fallbackTokensPerDay,
    },
    referenceProvider: row.referenceProvider,
    referenceModel: row.referenceModel,
    referencePricePicoUsd: row.referencePricePicoUsd,
    renewalGraceMs: row.renewalGraceSeconds * 1_000,
    providersRequired: row.providersRequired,
  };
}

function planOf(row: db.Plan): Plan {
  return {
    planId: row.id,
    name: row.name,
    provider: row.provider as Plan['provider'],
    monthlyPriceMicroUsd: row.monthlyPriceMicroUsd,
    active: row.active,
    projectFunded: row.projectFunded,
    walletBeyondLimits: row.walletBeyondLimits,
    reservationFloorMicroUsd: row.reservationFloorMicroUsd,
  };
}

function quotaOf(row: db.QuotaPolicy): QuotaPolicy {
  return {
    planId: row.planId,
    bundleId: row.bundleId,
    limits: limitsFromDb(row),
    windows: (row.windows ?? {}) as WindowOverrides,
    active: row.active,
    version: row.version,
  };
}

function budgetOf(row: db.BudgetPolicy): ProviderPolicy {
  return {
    provider: row.provider,
    bundleId: row.bundleId,
    perHourMicroUsd: row.perHourMicroUsd,
    perDayMicroUsd: row.perDayMicroUsd,
    perMonthMicroUsd: row.perMonthMicroUsd,
    active: row.active,
  };
}
