import { missingPeriods } from '@purser/domain/tenant/billing-period';
import { countedThings } from '@purser/domain/tenant/counted-limits';
import { dimensions } from '@purser/domain/tenant/dimension';
import { seedTenantPlans } from '@purser/domain/tenant/seed-plans';
import type { Ids } from '../../ports/ids.ts';
import { tenantProjectSlug } from '../../ports/tenant-directory.ts';
import { createPolicyRevisionStore } from './policy-revision-store.ts';
import type { Tx } from './prisma.ts';
import { insertQuotaProject } from './quota-project.ts';
import type { ScopeKey } from './scope-key.ts';

/** The plan of the operator's own tenant, until somebody changes it. */
const operatorPlanId = 'pro';

/**
 * What the operator's tenant keeps for data planes, where it is missing: the catalogue of tenants' plans, and
 * a plan and periods of its own. What an operator has changed is never written over (rule P11).
 */
export async function seedTenantLevel(
  tx: Tx,
  { tenantId, ids, now }: { readonly tenantId: number; readonly ids: Ids; readonly now: Date },
): Promise<void> {
  const known = await tx.project.findUnique({
    where: { tenantId_slug: { tenantId, slug: tenantProjectSlug } },
  });
  if (known !== null) return;
  const scope = await insertQuotaProject(tx, tenantId, now);
  await insertTenantPlans(tx, scope, now);
  await tx.tenant.update({
    where: { id: tenantId },
    data: { planId: operatorPlanId, policyAt: now },
  });
  const periods = missingPeriods(null, { nowMs: now.getTime(), anchorDay: 1 });
  await tx.billingPeriod.createMany({
    data: periods.map(({ startsAtMs, endsAtMs }) => ({
      ...scope,
      id: ids.uuid7(now.getTime()),
      startsAt: new Date(startsAtMs),
      endsAt: new Date(endsAtMs),
    })),
  });
  await tx.policyRevision.createMany({
    data: [{ id: 1, epoch: ids.uuid7(now.getTime()), revision: 0n, changedAt: now }],
    skipDuplicates: true,
  });
  await createPolicyRevisionStore(tx).bump();
}

async function insertTenantPlans(tx: Tx, scope: ScopeKey, now: Date): Promise<void> {
  if ((await tx.plan.count({ where: { audience: 'tenant' } })) > 0) return;
  await tx.plan.createMany({
    data: seedTenantPlans.map(({ planId, name, monthlyPriceMicroUsd }) => ({
      ...scope,
      id: planId,
      name,
      monthlyPriceMicroUsd,
      audience: 'tenant',
      provider: 'internal',
      active: true,
      projectFunded: false,
      walletBeyondLimits: false,
      version: 1,
      createdBy: 'system:seed',
      createdAt: now,
      updatedAt: now,
    })),
  });
  await tx.planQuota.createMany({
    data: seedTenantPlans.flatMap(({ planId, limits, counted }) => [
      ...dimensions.map((dimension) => ({
        ...scope,
        planId,
        dimension,
        limit: limits[dimension],
      })),
      ...countedThings.map((thing) => {
        const limit = counted[thing];
        return { ...scope, planId, dimension: thing, limit: limit === null ? null : BigInt(limit) };
      }),
    ]),
  });
}
