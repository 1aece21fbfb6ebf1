import type { BillingPeriod } from '@purser/domain/tenant/billing-period';
import { type Dimension, eachLeased } from '@purser/domain/tenant/dimension';
import { effectiveLimit, type QuotaOverride } from '@purser/domain/tenant/effective-limit';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { BatchNeeds, LoadedTenant } from '../../../ports/quota-books.ts';
import { type PlanLimitRow, planLimitsOf } from '../plan-limits.ts';
import { overrideFromDb } from '../quota-store.ts';
import type { SqlRunner } from '../sql-runner.ts';
import { limitsSql, overridesSql, periodsSql, tenantsSql } from './tenant-queries.ts';

type Of<Value> = Value & { readonly uuid: string };
type TenantRow = Of<{
  readonly status: 'active' | 'suspended' | 'deleted';
  readonly leaseFloor: bigint;
  readonly anchorDay: number;
  readonly now: Date;
  readonly storageOwn: bigint;
  readonly storageOthers: bigint;
}>;
type PeriodRow = Of<{ readonly id: string; readonly startsAt: Date; readonly endsAt: Date }>;
type OverrideRow = Of<Parameters<typeof overrideFromDb>[0]>;

export type TenantLoad = {
  readonly loaded: LoadedTenant;
  readonly status: TenantRow['status'];
  readonly leaseFloor: bigint;
  readonly periods: readonly BillingPeriod[];
  readonly limits: Readonly<Record<'bandwidth' | 'transforms', bigint | null>>;
};

/** What is true of each tenant whichever period a call names. */
export async function loadTenants(
  run: SqlRunner,
  scopes: readonly ProjectScope[],
  { places, dataplaneId }: BatchNeeds,
): Promise<readonly TenantLoad[]> {
  const keys = [scopes.map(({ tenantId }) => tenantId), scopes.map(({ projectId }) => projectId)];
  const tenants = await run<TenantRow>(tenantsSql, [...keys, dataplaneId]);
  const named = places.map(({ periodId }) => periodId);
  const periods = byTenant(await run<PeriodRow>(periodsSql, [...keys, named]));
  const limits = byTenant(await run<Of<PlanLimitRow>>(limitsSql, [keys[0]]));
  const overrides = byTenant(await run<OverrideRow>(overridesSql, keys));
  const scopeOf = new Map(scopes.map((scope) => [scope.tenantUuid, scope]));
  return tenants.flatMap((row) => {
    const scope = scopeOf.get(row.uuid);
    if (scope === undefined) return [];
    const own = (periods.get(row.uuid) ?? []).map(periodOf);
    const changes = (overrides.get(row.uuid) ?? []).map(overrideFromDb);
    return [
      {
        loaded: tenantOf(row, scope, own),
        status: row.status,
        leaseFloor: row.leaseFloor,
        periods: own,
        limits: limitsAt(row, limits.get(row.uuid) ?? [], changes),
      },
    ];
  });
}

function tenantOf(
  { now, anchorDay, storageOwn, storageOthers }: TenantRow,
  scope: ProjectScope,
  periods: readonly BillingPeriod[],
): LoadedTenant {
  const nowMs = now.getTime();
  const current = periods.find(
    ({ startsAtMs, endsAtMs }) => startsAtMs <= nowMs && nowMs < endsAtMs,
  );
  return {
    scope,
    nowMs,
    anchorDay,
    newestPeriodEndsAtMs: periods.at(-1)?.endsAtMs ?? null,
    currentPeriodId: current?.id ?? null,
    storage: { own: storageOwn, others: storageOthers },
  };
}

function limitsAt(
  { now }: TenantRow,
  rows: readonly PlanLimitRow[],
  overrides: readonly QuotaOverride[],
): TenantLoad['limits'] {
  const planLimits = planLimitsOf(rows);
  const nowMs = now.getTime();
  return eachLeased((dimension: Dimension) =>
    effectiveLimit(planLimits[dimension], overrides, { dimension, nowMs }),
  );
}

function periodOf({ id, startsAt, endsAt }: PeriodRow): BillingPeriod {
  return { id, startsAtMs: startsAt.getTime(), endsAtMs: endsAt.getTime() };
}

function byTenant<Row extends { readonly uuid: string }>(rows: readonly Row[]) {
  return Map.groupBy(rows, ({ uuid }) => uuid);
}
