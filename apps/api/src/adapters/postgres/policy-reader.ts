import type { PolicyReader } from '../../ports/policy-reader.ts';
import { decodeCursor, toPage } from './keyset.ts';
import { planFromDb } from './plan-mapping.ts';
import { budgetPolicyFromDb, quotaPolicyFromDb, settingsFromDb } from './policy-mapping.ts';
import { readPrices } from './price-query.ts';
import type { Db } from './prisma.ts';
import { readProject } from './project-query.ts';
import { scopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';

export function createPolicyReader(db: Db, run: SqlRunner): PolicyReader {
  return {
    async plans(scope, { provider, activeOnly, limit, cursor }) {
      const [afterId] = decodeCursor(cursor, ['text']) ?? [];
      const rows = await db.plan.findMany({
        where: {
          ...scopeKey(scope),
          ...(provider === undefined ? {} : { provider }),
          ...(activeOnly ? { active: true } : {}),
          ...(afterId === undefined ? {} : { id: { gt: afterId } }),
        },
        orderBy: { id: 'asc' },
        take: limit + 1,
      });
      return toPage(rows, limit, { item: planFromDb, key: (row) => [row.id] });
    },
    async plan(scope, planId) {
      const row = await db.plan.findUnique({
        where: { tenantId_projectId_id: { ...scopeKey(scope), id: planId } },
      });
      return row === null ? null : planFromDb(row);
    },
    async quotaPolicies(scope, { planId, bundleId, active, limit, cursor }) {
      const rows = await db.quotaPolicy.findMany({
        where: {
          ...scopeKey(scope),
          ...(planId === undefined ? {} : { planId }),
          ...(bundleId === undefined ? {} : { bundleId }),
          ...(active === undefined ? {} : { active }),
          ...afterPair(decodeCursor(cursor, ['text', 'text']), 'planId'),
        },
        orderBy: [{ planId: 'asc' }, { bundleId: 'asc' }],
        take: limit + 1,
      });
      return toPage(rows, limit, {
        item: quotaPolicyFromDb,
        key: (row) => [row.planId, row.bundleId],
      });
    },
    async budgetPolicies(scope, { provider, bundleId, active, limit, cursor }) {
      const rows = await db.budgetPolicy.findMany({
        where: {
          ...scopeKey(scope),
          ...(provider === undefined ? {} : { provider }),
          ...(bundleId === undefined ? {} : { bundleId }),
          ...(active === undefined ? {} : { active }),
          ...afterPair(decodeCursor(cursor, ['text', 'text']), 'provider'),
        },
        orderBy: [{ provider: 'asc' }, { bundleId: 'asc' }],
        take: limit + 1,
      });
      return toPage(rows, limit, {
        item: budgetPolicyFromDb,
        key: (row) => [row.provider, row.bundleId],
      });
    },
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

/** Rows after a pair, in the order of the first field and then the bundle. */
function afterPair<First extends 'planId' | 'provider'>(
  after: readonly [string, string] | null,
  first: First,
) {
  if (after === null) return {};
  const [value, bundleId] = after;
  return { OR: [{ [first]: { gt: value } }, { [first]: value, bundleId: { gt: bundleId } }] };
}
