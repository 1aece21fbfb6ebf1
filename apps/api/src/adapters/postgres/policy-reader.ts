import type { PolicyReader } from '../../ports/policy-reader.ts';
import { planFromDb } from './plan-mapping.ts';
import { listBudgetPolicies, listPlans, listQuotaPolicies } from './policy-lists.ts';
import { settingsFromDb } from './policy-mapping.ts';
import { readPrices } from './price-query.ts';
import type { Db } from './prisma.ts';
import { readProject } from './project-query.ts';
import { scopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';

export function createPolicyReader(db: Db, run: SqlRunner): PolicyReader {
  return {
    plans: (scope, request) => listPlans(db, run, scopeKey(scope), request),
    async plan(scope, planId) {
      const row = await db.plan.findUnique({
        where: { tenantId_projectId_id: { ...scopeKey(scope), id: planId } },
      });
      return row === null ? null : planFromDb(row);
    },
    quotaPolicies: (scope, request) => listQuotaPolicies(db, run, scopeKey(scope), request),
    budgetPolicies: (scope, request) => listBudgetPolicies(db, run, scopeKey(scope), request),
    prices: (scope, filter, now) => readPrices(run, scopeKey(scope), filter, now),
    project: (scope, now) => readProject(db, scope, now),
    async settings(scope) {
      const { tenantId, projectId } = scope;
      const row = await db.project.findUniqueOrThrow({
        where: { tenantId_id: { tenantId, id: projectId } },
      });
      return settingsFromDb(row);
    },
  };
}
