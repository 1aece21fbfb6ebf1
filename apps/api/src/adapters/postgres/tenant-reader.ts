import { dimensions, unitOfDimension } from '@purser/domain/tenant/dimension';
import {
  effectiveLimit,
  isInForce,
  type QuotaOverride,
} from '@purser/domain/tenant/effective-limit';
import {
  percentUsed,
  projectedExhaustionMs,
  quotaAvailable,
} from '@purser/domain/tenant/quota-use';
import type { OverrideView, TenantQuotaView, TenantView } from '@purser/schema/contract/tenant';
import type { TenantReader } from '../../ports/tenant-reader.ts';
import { inOrderOf, readList } from './list-query.ts';
import { countedLimitsOf, type PlanLimitRow, planLimitsOf } from './plan-limits.ts';
import type { Db } from './prisma.ts';
import { scopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';
import { readTenantFacts, type TenantFacts } from './tenant-facts-query.ts';
import { apiKeyFromDb, domainFromDb, overrideViewFromDb } from './tenant-mapping.ts';

export function createTenantReader(db: Db, run: SqlRunner): TenantReader {
  return {
    async list({ status, search, onlyTenantId, ...page }) {
      const keys = await readList<{ uuid: string }, string, 'tenants'>(
        run,
        {
          name: 'tenants',
          columns: 't.uuid',
          from: listFrom,
          values: [status ?? null, search ?? null, onlyTenantId ?? null],
          orders: { createdAt: [{ sql: 't.uuid', type: 'uuid' }] },
        },
        page,
        ({ uuid }) => uuid,
      );
      const facts = await readTenantFacts(run, 't.uuid = ANY ($1::uuid[])', [[...keys.items]]);
      const ordered = inOrderOf(keys, facts, ({ record }) => record.tenantId);
      return { ...ordered, items: ordered.items.map(viewOf) };
    },
    async get(tenantId) {
      const [facts] = await readTenantFacts(run, 't.uuid = $1::uuid', [tenantId]);
      return facts === undefined ? null : viewOf(facts);
    },
    async plans() {
      const plans = await db.plan.findMany({
        where: { audience: 'tenant' },
        orderBy: [{ monthlyPriceMicroUsd: 'asc' }, { id: 'asc' }],
      });
      const limits = await db.planQuota.findMany({
        where: { planId: { in: plans.map(({ id }) => id) } },
      });
      return plans.map(({ id, name, monthlyPriceMicroUsd, active }) => {
        const rows: PlanLimitRow[] = limits.filter(({ planId }) => planId === id);
        const counted = countedLimitsOf(rows);
        return {
          planId: id,
          name,
          monthlyPriceMicroUsd,
          limits: planLimitsOf(rows),
          counted,
          active,
        };
      });
    },
    async overrides(scope) {
      const rows = await db.quotaOverride.findMany({
        where: scopeKey(scope),
        orderBy: { id: 'desc' },
      });
      return rows.map(overrideViewFromDb);
    },
    async domains(scope) {
      const where = { ...scopeKey(scope), state: { not: 'removed' } };
      return (await db.tenantDomain.findMany({ where, orderBy: { name: 'asc' } })).map(
        domainFromDb,
      );
    },
    async domain(scope, id) {
      const row = await db.tenantDomain.findUnique({
        where: { tenantId_projectId_id: { ...scopeKey(scope), id } },
      });
      return row === null || row.state === 'removed' ? null : domainFromDb(row);
    },
    async apiKeys(scope) {
      const rows = await db.tenantApiKey.findMany({
        where: scopeKey(scope),
        orderBy: { id: 'desc' },
      });
      return rows.map(apiKeyFromDb);
    },
  };
}

/** UUIDs of tenants rise with the time of their making. */
const listFrom = `FROM tenant t
 WHERE (t.status = $1::text OR ($1::text IS NULL AND t.status <> 'deleted'))
   AND ($2::text IS NULL OR strpos(lower(t.name || ' ' || t.slug), lower($2::text)) > 0)
   AND ($3::uuid IS NULL OR t.uuid = $3::uuid)`;

/** How a tenant's quotas stand, computed as an allocation would (rules D4, C3). */
function viewOf(facts: TenantFacts): TenantView {
  const quotas = quotasOf(facts);
  return {
    ...facts.record,
    currentPeriod: facts.period,
    quotas,
    domainsCount: facts.domainsCount,
    keysCount: facts.keysCount,
    usedPercent: Math.max(0, ...quotas.map(({ percent }) => percent ?? 0)),
    asOf: facts.now,
  };
}

function quotasOf({ planLimits, overrides, period, used, held, now }: TenantFacts) {
  const nowMs = now.getTime();
  const known = overrides.map(toOverride);
  return dimensions.map((dimension): TenantQuotaView => {
    const use = {
      limit: effectiveLimit(planLimits[dimension], known, { dimension, nowMs }),
      used: used[dimension] ?? 0n,
      inFlight: held[dimension] ?? 0n,
    };
    const exhaustedAtMs =
      period === null || dimension === 'storage'
        ? null
        : projectedExhaustionMs(use, { ...period, nowMs });
    return {
      dimension,
      unit: unitOfDimension[dimension],
      ...use,
      available: quotaAvailable(use),
      percent: percentUsed(use),
      projectedExhaustion: exhaustedAtMs === null ? null : new Date(exhaustedAtMs),
      overrides: overrides.filter(
        (one) => one.dimension === dimension && isInForce(toOverride(one), nowMs),
      ),
    };
  });
}

function toOverride(view: OverrideView): QuotaOverride {
  return {
    id: view.id,
    dimension: view.dimension,
    mode: view.mode,
    value: view.value,
    startsAtMs: view.startsAt.getTime(),
    expiresAtMs: view.expiresAt.getTime(),
    revokedAtMs: view.revokedAt?.getTime() ?? null,
  };
}
