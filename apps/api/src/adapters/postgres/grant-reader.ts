import type { UserGrantTotals } from '@purser/schema/contract/inputs';
import type { ExpiringView, GrantView } from '@purser/schema/contract/views';
import type { GrantReader } from '../../ports/grant-reader.ts';
import { grantFromDb } from './grant-mapping.ts';
import { decodeCursor, toPage } from './keyset.ts';
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
    async list(scope, { limit, cursor, ...filter }, now) {
      const [beforeId] = decodeCursor(cursor, ['uuid']) ?? [];
      const rows = await db.grant.findMany({
        where: {
          ...scopeKey(scope),
          ...(await whereOf(db, scopeKey(scope), filter, now)),
          ...(beforeId === undefined ? {} : { id: { lt: beforeId } }),
        },
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
      const names = await userNames(db, scopeKey(scope), rows);
      const item = (row: (typeof rows)[number]): GrantView => {
        const isExpired = row.expiresAt !== null && row.expiresAt <= now;
        const userId = names.get(row.userId) ?? '';
        return { ...grantFromDb(row), userId, isExpired, isActive: !isExpired && !row.revokedAt };
      };
      return toPage(rows, limit, { item, key: (row) => [row.id] });
    },
    async usersWithGrants({ tenantId, projectId }, { limit, cursor }, now) {
      const [after] = decodeCursor(cursor, ['text']) ?? [];
      const rows = await run<TotalsRow>(totalsStatement, [
        tenantId,
        projectId,
        now,
        after ?? null,
        limit + 1,
      ]);
      return toPage(rows, limit, { item: totalsFromDb, key: (row) => [row.external_id] });
    },
    async expiring({ tenantId, projectId }, { withinDays, limit, cursor }, now) {
      const [afterAt, afterId] = decodeCursor(cursor, ['instant', 'uuid']) ?? [];
      const rows = await run<ExpiringRow>(expiringStatement, [
        tenantId,
        projectId,
        now,
        new Date(now.getTime() + withinDays * dayMs),
        afterAt ?? null,
        afterId ?? null,
        limit + 1,
      ]);
      const item = (row: ExpiringRow): ExpiringView => ({
        kind: row.kind,
        id: row.id,
        userId: row.external_id,
        label: row.label,
        expiresAt: row.expires_at,
        daysRemaining: Math.ceil((row.expires_at.getTime() - now.getTime()) / dayMs),
      });
      const key = (row: ExpiringRow) => [row.expires_at.toISOString(), row.id];
      return toPage(rows, limit, { item, key });
    },
  };
}

type Filter = Omit<Parameters<GrantReader['list']>[1], 'limit' | 'cursor'>;

async function whereOf(db: Db, scope: ScopeKey, filter: Filter, now: Date) {
  const { userId, bundleId, mode, includeExpired, expiringWithinDays } = filter;
  const until =
    expiringWithinDays === undefined
      ? undefined
      : new Date(now.getTime() + expiringWithinDays * dayMs);
  const active = { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
  return {
    ...(userId === undefined ? {} : { userId: await internalId(db, scope, userId) }),
    ...(bundleId === undefined ? {} : { bundleId }),
    ...(mode === undefined ? {} : { mode }),
    ...(includeExpired ? {} : active),
    ...(until === undefined ? {} : { expiresAt: { gt: now, lte: until } }),
  };
}

/** Nobody has the id 0: an unknown user has no grants. */
async function internalId(db: Db, scope: ScopeKey, externalId: string): Promise<bigint> {
  const user = await db.user.findUnique({
    where: { tenantId_projectId_externalId: { ...scope, externalId } },
    select: { id: true },
  });
  return user?.id ?? 0n;
}

async function userNames(
  db: Db,
  scope: ScopeKey,
  rows: readonly { readonly userId: bigint }[],
): Promise<ReadonlyMap<bigint, string>> {
  const ids = [...new Set(rows.map(({ userId }) => userId))];
  const users = await db.user.findMany({
    where: { ...scope, id: { in: ids } },
    select: { id: true, externalId: true },
  });
  return new Map(users.map(({ id, externalId }) => [id, externalId]));
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
const totalsStatement = `
SELECT u.external_id, count(*) AS grant_count,
       least(coalesce(sum(g.requests_per_day), 0), 9223372036854775807)::bigint AS requests_per_day,
       least(coalesce(sum(g.tokens_per_day), 0), 9223372036854775807)::bigint AS tokens_per_day,
       min(g.expires_at) AS earliest_expiry, max(g.created_at) AS latest_purchase
  FROM quota_grant g
  JOIN app_user u ON u.tenant_id = g.tenant_id AND u.project_id = g.project_id AND u.id = g.user_id
 WHERE g.tenant_id = $1::int AND g.project_id = $2::int AND g.mode = 'add'
   AND g.revoked_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > $3::timestamptz)
   AND ($4::text IS NULL OR u.external_id > $4)
 GROUP BY u.external_id ORDER BY u.external_id LIMIT $5::int`;

const expiringStatement = `
SELECT ending.*, u.external_id FROM (
  SELECT 'grant' AS kind, id, user_id, mode || ' grant (' || source || ')' AS label, expires_at
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
 WHERE $5::timestamptz IS NULL OR (ending.expires_at, ending.id) > ($5::timestamptz, $6::uuid)
 ORDER BY ending.expires_at, ending.id LIMIT $7::int`;
