import type {
  BudgetPolicyFilter,
  PlanFilter,
  QuotaPolicyFilter,
} from '@purser/schema/contract/inputs';
import type { Page, PageRequest } from '@purser/schema/contract/request-context';
import type { BudgetPolicyView, PlanView, QuotaPolicyView } from '@purser/schema/contract/views';
import { inOrderOf, type OrdersOf, readList } from './list-query.ts';
import { planFromDb } from './plan-mapping.ts';
import { budgetPolicyFromDb, quotaPolicyFromDb } from './policy-mapping.ts';
import type { Db } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';

const planOrders: OrdersOf<'plans'> = {
  planId: [{ sql: 'p.id', type: 'text' }],
  monthlyPrice: [
    { sql: 'p.monthly_price_micro_usd', type: 'integer' },
    { sql: 'p.id', type: 'text' },
  ],
  createdAt: [
    { sql: 'p.created_at', type: 'instant' },
    { sql: 'p.id', type: 'text' },
  ],
};

/** Plans of the project. */
export async function listPlans(
  db: Db,
  run: SqlRunner,
  scope: ScopeKey,
  { provider, activeOnly, ...page }: PlanFilter & PageRequest,
): Promise<Page<PlanView>> {
  const keys = await readList<{ id: string }, string, 'plans'>(
    run,
    {
      name: 'plans',
      columns: 'p.id',
      from: `FROM plan p WHERE p.tenant_id = $1::int AND p.project_id = $2::int
        AND ($3::text IS NULL OR p.provider = $3) AND (NOT $4::boolean OR p.active)`,
      values: [scope.tenantId, scope.projectId, provider ?? null, activeOnly ?? false],
      orders: planOrders,
    },
    page,
    ({ id }) => id,
  );
  const rows = await db.plan.findMany({ where: { ...scope, id: { in: [...keys.items] } } });
  return inOrderOf(keys, rows.map(planFromDb), ({ planId }) => planId);
}

type Pair = { readonly first: string; readonly bundle_id: string };

/** Two texts as one key; JSON keeps any character apart from the separator. */
const pairOf = (first: string, bundleId: string) => JSON.stringify([first, bundleId]);

const quotaOrders: OrdersOf<'quotaPolicies'> = {
  planId: [
    { sql: 'q.plan_id', type: 'text' },
    { sql: 'q.bundle_id', type: 'text' },
  ],
  updatedAt: [
    { sql: 'q.updated_at', type: 'instant' },
    { sql: 'q.plan_id', type: 'text' },
    { sql: 'q.bundle_id', type: 'text' },
  ],
};

/** Base limits of plans. */
export async function listQuotaPolicies(
  db: Db,
  run: SqlRunner,
  scope: ScopeKey,
  { planId, bundleId, active, ...page }: QuotaPolicyFilter & PageRequest,
): Promise<Page<QuotaPolicyView>> {
  const { tenantId, projectId } = scope;
  const keys = await readList<Pair, Pair, 'quotaPolicies'>(
    run,
    {
      name: 'quotaPolicies',
      columns: 'q.plan_id AS first, q.bundle_id',
      from: `FROM quota_policy q WHERE q.tenant_id = $1::int AND q.project_id = $2::int
        AND ($3::text IS NULL OR q.plan_id = $3) AND ($4::text IS NULL OR q.bundle_id = $4)
        AND ($5::boolean IS NULL OR q.active = $5)`,
      values: [tenantId, projectId, planId ?? null, bundleId ?? null, active ?? null],
      orders: quotaOrders,
    },
    page,
    (pair) => pair,
  );
  const rows = await db.quotaPolicy.findMany({
    where: {
      ...scope,
      OR: keys.items.map((pair) => ({ planId: pair.first, bundleId: pair.bundle_id })),
    },
  });
  return inOrderOf(paired(keys), rows.map(quotaPolicyFromDb), (policy) =>
    pairOf(policy.planId, policy.bundleId),
  );
}

const budgetOrders: OrdersOf<'budgetPolicies'> = {
  provider: [
    { sql: 'b.provider', type: 'text' },
    { sql: 'b.bundle_id', type: 'text' },
  ],
  updatedAt: [
    { sql: 'b.updated_at', type: 'instant' },
    { sql: 'b.provider', type: 'text' },
    { sql: 'b.bundle_id', type: 'text' },
  ],
};

/** Spending limits of providers. */
export async function listBudgetPolicies(
  db: Db,
  run: SqlRunner,
  scope: ScopeKey,
  { provider, bundleId, active, ...page }: BudgetPolicyFilter & PageRequest,
): Promise<Page<BudgetPolicyView>> {
  const { tenantId, projectId } = scope;
  const keys = await readList<Pair, Pair, 'budgetPolicies'>(
    run,
    {
      name: 'budgetPolicies',
      columns: 'b.provider AS first, b.bundle_id',
      from: `FROM budget_policy b WHERE b.tenant_id = $1::int AND b.project_id = $2::int
        AND ($3::text IS NULL OR b.provider = $3) AND ($4::text IS NULL OR b.bundle_id = $4)
        AND ($5::boolean IS NULL OR b.active = $5)`,
      values: [tenantId, projectId, provider ?? null, bundleId ?? null, active ?? null],
      orders: budgetOrders,
    },
    page,
    (pair) => pair,
  );
  const rows = await db.budgetPolicy.findMany({
    where: {
      ...scope,
      OR: keys.items.map((pair) => ({ provider: pair.first, bundleId: pair.bundle_id })),
    },
  });
  return inOrderOf(paired(keys), rows.map(budgetPolicyFromDb), (policy) =>
    pairOf(policy.provider, policy.bundleId),
  );
}

function paired(page: Page<Pair>): Page<string> {
  return { ...page, items: page.items.map((pair) => pairOf(pair.first, pair.bundle_id)) };
}
