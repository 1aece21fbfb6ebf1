import type { BillingPeriod } from '@purser/domain/tenant/billing-period';
import { leasedDimensions } from '@purser/domain/tenant/dimension';
import type { OverrideView, TenantLimits, TenantRecord } from '@purser/schema/contract/tenant';
import { type PlanLimitRow, planLimitsOf } from './plan-limits.ts';
import { quotaAccountId } from './quota-accounts.ts';
import type { SqlRunner } from './sql-runner.ts';
import { overrideViewFromDb, tenantFromDb } from './tenant-mapping.ts';

/** Everything the page of a tenant is computed from, as of its own instant. */
export type TenantFacts = {
  readonly record: TenantRecord;
  readonly now: Date;
  readonly period: BillingPeriod | null;
  readonly planLimits: TenantLimits;
  /** Newest last, also those that have ended. */
  readonly overrides: readonly OverrideView[];
  /** Reported and leased, by dimension. */
  readonly used: Readonly<Record<string, bigint>>;
  readonly held: Readonly<Record<string, bigint>>;
  readonly domainsCount: number;
  readonly keysCount: number;
};

type TenantRow = Parameters<typeof tenantFromDb>[0] & {
  readonly tenantId: number;
  readonly projectId: number;
  readonly now: Date;
  readonly periodId: string | null;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly storage: bigint;
  readonly domains: bigint;
  readonly keys: bigint;
};

/** Reads the tenants of a condition, newest first, in four statements whatever their number. */
export async function readTenantFacts(
  run: SqlRunner,
  condition: string,
  values: readonly unknown[],
): Promise<readonly TenantFacts[]> {
  const tenants = await run<TenantRow>(`${tenantsSql} WHERE ${condition}`, values);
  const ids = tenants.map(({ tenantId }) => tenantId);
  const limits = await run<PlanLimitRow & { planId: string }>(limitsSql, []);
  const overrides = await run<OverrideRow>(overridesSql, [ids]);
  const accounts = await readAccounts(run, tenants);
  return tenants.map((row) => {
    const accountOf = (kind: 'usage' | 'quota', dimension: (typeof leasedDimensions)[number]) =>
      row.periodId === null
        ? undefined
        : accounts.get(`${row.tenantId} ${quotaAccountId(kind, row.periodId, dimension)}`);
    const each = (of: (dimension: (typeof leasedDimensions)[number]) => bigint) =>
      Object.fromEntries(leasedDimensions.map((dimension) => [dimension, of(dimension)]));
    return {
      record: tenantFromDb(row),
      now: row.now,
      period: periodOf(row),
      planLimits: planLimitsOf(limits.filter(({ planId }) => planId === row.planId)),
      overrides: overrides.filter((one) => one.tenantId === row.tenantId).map(overrideViewFromDb),
      used: {
        ...each((dimension) => accountOf('usage', dimension)?.balance ?? 0n),
        storage: row.storage,
      },
      held: { ...each((dimension) => accountOf('quota', dimension)?.held ?? 0n), storage: 0n },
      domainsCount: Number(row.domains),
      keysCount: Number(row.keys),
    };
  });
}

function periodOf({ periodId, startsAt, endsAt }: TenantRow): BillingPeriod | null {
  if (periodId === null || startsAt === null || endsAt === null) return null;
  return { id: periodId, startsAtMs: startsAt.getTime(), endsAtMs: endsAt.getTime() };
}

type AccountRow = {
  readonly tenantId: number;
  readonly id: string;
  readonly balance: bigint;
  readonly held: bigint;
};

async function readAccounts(run: SqlRunner, tenants: readonly TenantRow[]) {
  const wanted = tenants.flatMap(({ tenantId, projectId, periodId }) =>
    periodId === null
      ? []
      : leasedDimensions.flatMap((dimension) =>
          (['usage', 'quota'] as const).map((kind) => ({
            tenantId,
            projectId,
            id: quotaAccountId(kind, periodId, dimension),
          })),
        ),
  );
  const rows = await run<AccountRow>(accountsSql, [
    wanted.map(({ tenantId }) => tenantId),
    wanted.map(({ projectId }) => projectId),
    wanted.map(({ id }) => id),
  ]);
  return new Map(rows.map((row) => [`${row.tenantId} ${row.id}`, row]));
}

type OverrideRow = Parameters<typeof overrideViewFromDb>[0] & { readonly tenantId: number };

const tenantsSql = `
SELECT t.id AS "tenantId", p.id AS "projectId", t.uuid::text AS uuid, t.slug, t.name, t.status,
       t.status_reason AS "statusReason", t.plan_id AS "planId", t.created_at AS "createdAt", clock.now,
       period.id::text AS "periodId", period.starts_at AS "startsAt", period.ends_at AS "endsAt",
       coalesce((SELECT sum(g.bytes) FROM storage_gauge g WHERE g.tenant_id = t.id AND g.project_id = p.id), 0)::bigint AS storage,
       (SELECT count(*) FROM tenant_domain d WHERE d.tenant_id = t.id AND d.project_id = p.id AND d.state <> 'removed') AS domains,
       (SELECT count(*) FROM tenant_api_key k WHERE k.tenant_id = t.id AND k.project_id = p.id AND k.revoked_at IS NULL
           AND (k.expires_at IS NULL OR k.expires_at > clock.now)) AS keys
  FROM tenant t
  JOIN project p ON p.tenant_id = t.id AND p.kind = 'tenant'
 CROSS JOIN LATERAL (SELECT purser_now(t.id, p.id) AS now) clock
  LEFT JOIN LATERAL (SELECT b.id, b.starts_at, b.ends_at FROM billing_period b
                      WHERE b.tenant_id = t.id AND b.project_id = p.id
                        AND b.starts_at <= clock.now AND clock.now < b.ends_at) period ON true`;

const limitsSql = `
SELECT q.plan_id AS "planId", q.dimension, q."limit" FROM plan p
  JOIN plan_quota q ON q.tenant_id = p.tenant_id AND q.project_id = p.project_id AND q.plan_id = p.id
 WHERE p.audience = 'tenant'`;

const overridesSql = `
SELECT o.tenant_id AS "tenantId", o.id::text AS id, o.dimension, o.mode, o.value, o.starts_at AS "startsAt",
       o.expires_at AS "expiresAt", o.reason, o.reference, o.created_by AS "createdBy", o.created_at AS "createdAt",
       o.revoked_at AS "revokedAt"
  FROM quota_override o WHERE o.tenant_id = ANY ($1::int[]) ORDER BY o.id`;

const accountsSql = `
SELECT a.tenant_id AS "tenantId", a.id::text AS id, a.credits_posted - a.debits_posted AS balance, a.debits_pending AS held
  FROM account a
  JOIN unnest($1::int[], $2::int[], $3::uuid[]) AS wanted (tenant_id, project_id, id)
    ON wanted.tenant_id = a.tenant_id AND wanted.project_id = a.project_id AND wanted.id = a.id`;
