import type { PlanStore } from '../../ports/plan-store.ts';
import { lockName } from './advisory-lock.ts';
import { planFromDb, planToDb } from './plan-mapping.ts';
import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';

export function createPlanStore(tx: Tx, scope: ScopeKey): PlanStore {
  const find = async (planId: string) => {
    const row = await tx.plan.findUnique({
      where: { tenantId_projectId_id: { ...scope, id: planId } },
    });
    return row === null ? null : planFromDb(row);
  };
  return {
    find,
    async ofStripePrice(stripePriceId) {
      const where = { ...scope, stripePriceId };
      return (await tx.plan.findMany({ where, orderBy: { id: 'asc' } })).map(planFromDb);
    },
    async lock(planId) {
      await lockName(tx, scope, 'plan', planId);
      return find(planId);
    },
    async save(plan) {
      const row = planToDb(scope, plan);
      await tx.plan.upsert({
        where: { tenantId_projectId_id: { ...scope, id: plan.planId } },
        create: row,
        update: row,
      });
    },
  };
}
