import type { TenantStore } from '../../ports/tenant-store.ts';
import { lockName } from './advisory-lock.ts';
import { countedLimitsOf, planLimitsOf } from './plan-limits.ts';
import type { Tx } from './prisma.ts';
import { insertQuotaProject } from './quota-project.ts';
import type { ScopeKey } from './scope-key.ts';
import { overrideViewFromDb, tenantFromDb } from './tenant-mapping.ts';

/** Names that belong to no tenant yet are locked here. */
const everywhere: ScopeKey = { tenantId: 0, projectId: 0 };

export function createTenantStore(tx: Tx, scope: ScopeKey): TenantStore {
  const { tenantId, projectId } = scope;
  const overrideId = (id: string) => ({ tenantId_projectId_id: { ...scope, id } });
  return {
    async isTaken(slug) {
      await lockName(tx, everywhere, 'tenant', slug);
      return (await tx.tenant.count({ where: { slug } })) > 0;
    },
    async insert({ tenantId: uuid, periods, ...tenant }) {
      const { id } = await tx.tenant.create({
        data: { uuid, ...tenant, policyAt: tenant.createdAt },
      });
      const own = await insertQuotaProject(tx, id, tenant.createdAt);
      await tx.billingPeriod.createMany({
        data: periods.map((period) => ({
          ...own,
          id: period.id,
          startsAt: new Date(period.startsAtMs),
          endsAt: new Date(period.endsAtMs),
        })),
      });
    },
    async lock() {
      await lockName(tx, scope, 'quota');
      return tenantFromDb(await tx.tenant.findUniqueOrThrow({ where: { id: tenantId } }));
    },
    async save(change) {
      await tx.tenant.update({ where: { id: tenantId }, data: change });
    },
    async plan(planId) {
      const plan = await tx.plan.findFirst({ where: { id: planId, audience: 'tenant' } });
      if (plan === null) return null;
      const { active, monthlyPriceMicroUsd } = plan;
      const rows = await tx.planQuota.findMany({
        where: { tenantId: plan.tenantId, projectId: plan.projectId, planId },
      });
      const limits = planLimitsOf(rows);
      return { planId, active, monthlyPriceMicroUsd, limits, counted: countedLimitsOf(rows) };
    },
    async revokeLeases() {
      const rows = await tx.$queryRaw<{ count: bigint; lastEndsAt: Date | null }[]>`
        WITH floor AS (
          UPDATE tenant SET lease_floor = GREATEST(lease_floor, (
                   SELECT coalesce(max(l.seq), 0) + 1 FROM lease l
                    WHERE l.tenant_id = ${tenantId}::int AND l.project_id = ${projectId}::int))
           WHERE id = ${tenantId}::int),
        revoked AS (
          UPDATE lease SET state = 'revoked'
           WHERE tenant_id = ${tenantId}::int AND project_id = ${projectId}::int AND state = 'active'
          RETURNING expires_at)
        SELECT count(*) AS count, max(expires_at) AS "lastEndsAt" FROM revoked`;
      const [row] = rows;
      return { count: Number(row?.count ?? 0n), lastEndsAt: row?.lastEndsAt ?? null };
    },
    async insertOverride(override) {
      await tx.quotaOverride.create({ data: { ...scope, ...override } });
    },
    async override(id) {
      const row = await tx.quotaOverride.findUnique({ where: overrideId(id) });
      return row === null ? null : overrideViewFromDb(row);
    },
    async revokeOverride(id, revokedAt) {
      await tx.quotaOverride.update({ where: overrideId(id), data: { revokedAt } });
    },
  };
}
