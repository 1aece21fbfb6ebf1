import type { Ids } from '../../ports/ids.ts';
import type { SeedCounts, SeedData, SeedRequest, SeedStore } from '../../ports/seed-store.ts';
import { toDbJson } from './json.ts';
import { writePolicyChange } from './policy-change.ts';
import type { Db, Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';
import { planRow, policyRow, priceRow, providerPolicyRow } from './seed-mapping.ts';
import { seedTenantLevel } from './seed-tenant-level.ts';

/** Any constant: seeders of one database wait for each other on it. */
const seedLockKey = 7302;

/** Others that start at the same time are waited for, on a machine that is busy with their starting. */
const transactionOptions = { maxWait: 30_000, timeout: 60_000 };

export function createSeedStore(db: Db, ids: Ids): SeedStore {
  return {
    seed: (request, data) =>
      db.$transaction(async (tx) => {
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(${seedLockKey}::bigint)`;
        const tenant = await ensureTenant(tx, ids, request);
        const project = await ensureProject(tx, tenant.id, request, data);
        const scope = { tenantId: tenant.id, projectId: project.id };
        const rules = await addRules(tx, scope, data);
        await seedTenantLevel(tx, { tenantId: tenant.id, ids, now: await realNow(tx) });
        const added = { tenants: tenant.added, projects: project.added, ...rules };
        await recordSeed(tx, ids, scope, added);
        return {
          scope: {
            ...scope,
            tenantUuid: tenant.uuid,
            tenantSlug: request.tenant.slug,
            projectSlug: request.project.slug,
          },
          added,
        };
      }, transactionOptions),
  };
}

async function ensureTenant(tx: Tx, ids: Ids, { tenant }: SeedRequest) {
  const known = await tx.tenant.findUnique({ where: { slug: tenant.slug } });
  if (known !== null) return { ...known, added: 0 };
  const createdAt = await realNow(tx);
  const uuid = ids.uuid7(createdAt.getTime());
  const data = { ...tenant, uuid, status: 'active', createdAt };
  return { ...(await tx.tenant.create({ data })), added: 1 };
}

async function ensureProject(tx: Tx, tenantId: number, request: SeedRequest, data: SeedData) {
  const { project } = request;
  const known = await tx.project.findUnique({
    where: { tenantId_slug: { tenantId, slug: project.slug } },
  });
  if (known !== null) return { ...known, added: 0 };
  const { fallbackLimits, renewalGraceMs, ...settings } = data.settings;
  const created = await tx.project.create({
    data: {
      tenantId,
      ...project,
      ...settings,
      fallbackMaxConcurrent: fallbackLimits.maxConcurrent,
      fallbackRequestsPerDay: fallbackLimits.requestsPerDay,
      fallbackTokensPerDay: fallbackLimits.tokensPerDay,
      renewalGraceSeconds: renewalGraceMs / 1000,
      createdAt: await realNow(tx),
    },
  });
  return { ...created, added: 1 };
}

async function addRules(tx: Tx, scope: ScopeKey, data: SeedData) {
  const now = await projectNow(tx, scope);
  const plans = await tx.plan.createMany({
    data: data.plans.map((seed) => planRow(scope, seed, now)),
    skipDuplicates: true,
  });
  const quotaPolicies = await tx.quotaPolicy.createMany({
    data: data.plans.map((seed) => policyRow(scope, seed, now)),
    skipDuplicates: true,
  });
  const providerPolicies = await tx.budgetPolicy.createMany({
    data: data.providerPolicies.map((policy) => providerPolicyRow(scope, policy, now)),
    skipDuplicates: true,
  });
  const prices = await tx.price.createMany({
    data: data.prices.map((price) => priceRow(scope, price, now)),
    skipDuplicates: true,
  });
  return {
    plans: plans.count,
    quotaPolicies: quotaPolicies.count,
    providerPolicies: providerPolicies.count,
    prices: prices.count,
  };
}

/** Nothing is recorded when nothing was missing. */
async function recordSeed(tx: Tx, ids: Ids, scope: ScopeKey, added: SeedCounts): Promise<void> {
  if (Object.values(added).every((count) => count === 0)) return;
  const now = await projectNow(tx, scope);
  await tx.auditEntry.create({
    data: {
      ...scope,
      id: ids.uuid7(now.getTime()),
      recordedAt: now,
      actor: 'system:seed',
      role: 'system',
      action: 'seed-project',
      targetType: 'project',
      targetId: 'seed',
      reason: 'What a project begins with was missing.',
      before: toDbJson(null),
      after: toDbJson(added),
      requestId: 'seed',
    },
  });
  await writePolicyChange(tx, scope, { userId: null, changedAt: now });
}

async function realNow(tx: Tx): Promise<Date> {
  return projectNow(tx, { tenantId: 0, projectId: 0 });
}

async function projectNow(tx: Tx, { tenantId, projectId }: ScopeKey): Promise<Date> {
  const rows = await tx.$queryRaw<{ now: Date }[]>`
    SELECT purser_now(${tenantId}::int, ${projectId}::int) AS now`;
  const now = rows[0]?.now;
  if (now === undefined) throw new Error('PostgreSQL answered no time.');
  return now;
}
