import type { BillingPeriod } from '@purser/domain/tenant/billing-period';
import type { Dimension } from '@purser/domain/tenant/dimension';
import type { QuotaOverride } from '@purser/domain/tenant/effective-limit';
import type { QuotaStore, TenantState } from '../../ports/quota-store.ts';
import { lockName } from './advisory-lock.ts';
import { type PlanLimitRow, planLimitsOf } from './plan-limits.ts';
import type { Tx } from './prisma.ts';
import { openQuotaAccounts, readQuotaAccounts } from './quota-accounts.ts';
import type { ScopeKey } from './scope-key.ts';

type StateRow = Omit<TenantState, 'nowMs'> & { readonly now: Date };

/** A tenant's quotas inside one transaction. One lock per tenant orders everything that touches them. */
export function createQuotaStore(tx: Tx, scope: ScopeKey): QuotaStore {
  const { tenantId, projectId } = scope;
  return {
    async lock() {
      await lockName(tx, scope, 'quota');
      const [row] = await tx.$queryRaw<StateRow[]>`
        SELECT t.uuid::text AS uuid, t.status, t.status_reason AS "statusReason", t.plan_id AS "planId",
               t.anchor_day::int AS "anchorDay", t.lease_floor AS "leaseFloor",
               purser_now(${tenantId}::int, ${projectId}::int) AS now
          FROM tenant t WHERE t.id = ${tenantId}::int`;
      if (row === undefined) throw new Error('The tenant of a known project is gone.');
      const { now, ...state } = row;
      return { ...state, nowMs: now.getTime() };
    },
    async period(id) {
      const row = await tx.billingPeriod.findUnique({
        where: { tenantId_projectId_id: { ...scope, id } },
      });
      return row === null ? null : periodFromDb(row);
    },
    async periods() {
      const rows = await tx.billingPeriod.findMany({ where: scope, orderBy: { startsAt: 'asc' } });
      return rows.map(periodFromDb);
    },
    async addPeriod({ id, startsAtMs, endsAtMs }) {
      await tx.billingPeriod.create({
        data: { ...scope, id, startsAt: new Date(startsAtMs), endsAt: new Date(endsAtMs) },
      });
    },
    async planLimits(planId) {
      const rows = await tx.$queryRaw<PlanLimitRow[]>`
        SELECT q.dimension, q."limit" FROM plan p
          JOIN plan_quota q ON q.tenant_id = p.tenant_id AND q.project_id = p.project_id AND q.plan_id = p.id
         WHERE p.audience = 'tenant' AND p.id = ${planId}`;
      return planLimitsOf(rows);
    },
    async overrides() {
      const rows = await tx.quotaOverride.findMany({ where: scope, orderBy: { id: 'asc' } });
      return rows.map(overrideFromDb);
    },
    async accounts(periodId) {
      await openQuotaAccounts(tx, scope, periodId);
      return readQuotaAccounts(tx, scope, periodId);
    },
    async totalStorage() {
      const { _sum } = await tx.storageGauge.aggregate({ where: scope, _sum: { bytes: true } });
      return _sum.bytes ?? 0n;
    },
  };
}

function periodFromDb(row: { id: string; startsAt: Date; endsAt: Date }): BillingPeriod {
  return { id: row.id, startsAtMs: row.startsAt.getTime(), endsAtMs: row.endsAt.getTime() };
}

export function overrideFromDb(row: {
  id: string;
  dimension: string;
  mode: string;
  value: bigint;
  startsAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
}): QuotaOverride {
  return {
    id: row.id,
    dimension: row.dimension as Dimension,
    mode: row.mode as QuotaOverride['mode'],
    value: row.value,
    startsAtMs: row.startsAt.getTime(),
    expiresAtMs: row.expiresAt.getTime(),
    revokedAtMs: row.revokedAt?.getTime() ?? null,
  };
}
