import type { GrantFilter, UserGrantTotals } from '@purser/schema/contract/inputs';
import type { ExpiringView, GrantView } from '@purser/schema/contract/views';
import type { GrantReader } from '../../ports/grant-reader.ts';
import { grantFromDb } from './grant-mapping.ts';
import { likePattern } from './like-pattern.ts';
import { inOrderOf, type OrdersOf, readList } from './list-query.ts';
import type { Db } from './prisma.ts';
import { type ScopeKey, scopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';

const dayMs = 86_400_000;

type TotalsRow = {
  readonly external_id: string;
  readonly grant_count: bigint;
  readonly requests_per_day: bigint;
  readonly tokens_per_day: bigint;
  readonly earliest_expiry: Date | null;
  readonly latest_purchase: Date | null;
};

type ExpiringRow = {
  readonly kind: 'grant' | 'lot' | 'subscription';
  readonly id: string;
  readonly external_id: string;
  readonly label: string;
  readonly expires_at: Date;
};

export function createGrantReader(db: Db, run: SqlRunner): GrantReader {
  return {
    async list(scope, { sort, limit, cursor, countUpTo, ...filter }, now) {
      const keys = await readList<GrantKey, GrantKey, 'grants'>(
        run,
        {
          name: 'grants',
          columns: 'g.id, u.external_id',
          from: grantsFrom,
          values: grantFilterValues(scopeKey(scope), filter, now),
          orders: grantOrders,
        },
        { sort, limit, cursor, countUpTo },
        (row) => row,
      );
      const ids = keys.items.map(({ id }) => id);
      const names = new Map(keys.items.map(({ id, external_id }) => [id, external_id]));
      const rows = await db.grant.findMany({ where: { ...scopeKey(scope), id: { in: ids } } });
      const views = rows.map((row): GrantView => {
        const isExpired = row.expiresAt !== null && row.expiresAt <= now;
        const userId = names.get(row.id) ?? '';
        return { ...grantFromDb(row), userId, isExpired, isActive: !isExpired && !row.revokedAt };
      });
      return inOrderOf({ ...keys, items: ids }, views, ({ id }) => id);
    },
    usersWithGrants: ({ tenantId, projectId }, { search, ...page }, now) =>
      readList<TotalsRow, UserGrantTotals, 'usersWithGrants'>(
        run,
        {
          name: 'usersWithGrants',
          columns: totalsColumns,
          from: totalsFrom,
          groupBy: 'GROUP BY u.external_id',
          values: [tenantId, projectId, now, likePattern(search)],
          orders: { userId: [{ sql: 'u.external_id', type: 'text' }] },
        },
        page,
        totalsFromDb,
      ),
    expiring: ({ tenantId, projectId }, { withinDays, ...page }, now) =>
      readList<ExpiringRow, ExpiringView, 'expiring'>(
        run,
        {
          name: 'expiring',
          columns: 'ending.*, u.external_id',
          from: expiringFrom,
          values: [tenantId, projectId, now, new Date(now.getTime() + withinDays * dayMs)],
          orders: {
            expiresAt: [
              { sql: 'ending.expires_at', type: 'instant' },
              { sql: 'ending.id', type: 'uuid' },
            ],
          },
        },
        page,
        (row) => expiringFromDb(row, now),
      ),
  };
}

type GrantKey = { readonly id: string; readonly external_id: string };

/** Grants that never expire come after all that do. */
const grantOrders: OrdersOf<'grants'> = {
  createdAt: [{ sql: 'g.id', type: 'uuid' }],
  expiresAt: [
    { sql: `coalesce(g.expires_at, 'infinity')`, type: 'instant' },
    { sql: 'g.id', type: 'uuid' },
  ],
};

const grantsFrom = `
  FROM quota_grant g
  JOIN app_user u ON u.tenant_id = g.tenant_id AND u.project_id = g.project_id AND u.id = g.user_id
 WHERE g.tenant_id = $1::int AND g.project_id = $2::int
   AND ($4::boolean OR g.revoked_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > $3::timestamptz))
   AND ($5::text IS NULL OR g.user_id = (SELECT n.id FROM app_user n
         WHERE n.tenant_id = $1::int AND n.project_id = $2::int AND n.external_id = $5::text))
   AND ($6::text IS NULL OR g.bundle_id = $6) AND ($7::text IS NULL OR g.mode = $7)
   AND ($8::timestamptz IS NULL OR g.expires_at > $3::timestamptz AND g.expires_at <= $8)`;

function grantFilterValues(
  { tenantId, projectId }: ScopeKey,
  { includeExpired, userId, bundleId, mode, expiringWithinDays }: GrantFilter,
  now: Date,
): readonly unknown[] {
  const until =
    expiringWithinDays === undefined ? null : new Date(now.getTime() + expiringWithinDays * dayMs);
  const shown = includeExpired ?? false;
  return [tenantId, projectId, now, shown, userId ?? null, bundleId ?? null, mode ?? null, until];
}

function expiringFromDb(row: ExpiringRow, now: Date): ExpiringView {
  return {
    kind: row.kind,
    id: row.id,
    userId: row.external_id,
    label: row.label,
    expiresAt: row.expires_at,
    daysRemaining: Math.ceil((row.expires_at.getTime() - now.getTime()) / dayMs),
  };
}

function totalsFromDb(row: TotalsRow): UserGrantTotals {
  return {
    userId: row.external_id,
    grantCount: Number(row.grant_count),
    requestsPerDay: row.requests_per_day,
    tokensPerDay: row.tokens_per_day,
    earliestExpiry: row.earliest_expiry,
    latestPurchase: row.latest_purchase,
  };
}

/** The sums are capped at what 64 bits hold; no decision is made of them. */
const totalsColumns = `
       u.external_id, count(*) AS grant_count,
       least(coalesce(sum(g.requests_per_day), 0), 9223372036854775807)::bigint AS requests_per_day,
       least(coalesce(sum(g.tokens_per_day), 0), 9223372036854775807)::bigint AS tokens_per_day,
       min(g.expires_at) AS earliest_expiry, max(g.created_at) AS latest_purchase`;

const totalsFrom = `
  FROM quota_grant g
  JOIN app_user u ON u.tenant_id = g.tenant_id AND u.project_id = g.project_id AND u.id = g.user_id
 WHERE g.tenant_id = $1::int AND g.project_id = $2::int AND g.mode = 'add'
   AND g.revoked_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > $3::timestamptz)
   AND ($4::text IS NULL OR u.external_id ILIKE $4)`;

const expiringFrom = `
  FROM (
  SELECT 'grant' AS kind, id, user_id, source || CASE mode WHEN 'add' THEN ' grant' ELSE ' replace grant' END AS label, expires_at
    FROM quota_grant
   WHERE tenant_id = $1::int AND project_id = $2::int AND revoked_at IS NULL
     AND expires_at > $3::timestamptz AND expires_at <= $4::timestamptz
  UNION ALL
  SELECT 'lot', reference::uuid, owner_id, 'wallet credit', expires_at FROM account
   WHERE tenant_id = $1::int AND project_id = $2::int AND kind = 'wallet' AND closed_at IS NULL
     AND credits_posted > debits_posted
     AND expires_at > $3::timestamptz AND expires_at <= $4::timestamptz
  UNION ALL
  SELECT 'subscription', s.id, s.user_id, 'subscription to ' || s.plan_id, p.ends_at
    FROM subscription s
    JOIN subscription_period p ON p.tenant_id = s.tenant_id AND p.project_id = s.project_id
         AND p.key = s.current_period_key
   WHERE s.tenant_id = $1::int AND s.project_id = $2::int AND s.cancel_at_period_end
     AND s.status <> 'canceled'
     AND p.ends_at > $3::timestamptz AND p.ends_at <= $4::timestamptz) ending
  JOIN app_user u ON u.tenant_id = $1::int AND u.project_id = $2::int AND u.id = ending.user_id
 WHERE true`;
