import type { Grant } from '@purser/domain/grant/effective-policy';
import type { UserActivity, UserReader } from '../../ports/user-reader.ts';
import { grantFromDb } from './grant-mapping.ts';
import { likePattern } from './like-pattern.ts';
import { inOrderOf, type OrdersOf, readList } from './list-query.ts';
import type { Db } from './prisma.ts';
import { scopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';
import { readSubscriptionFacts } from './subscription-facts-query.ts';
import { domainGrant } from './usage-mapping.ts';
import { readActivity } from './user-activity-query.ts';
import { userFromDb } from './user-mapping.ts';

export function createUserReader(db: Db, run: SqlRunner): UserReader {
  return {
    async search(scope, search) {
      const { plan } = search;
      const keys = await readList<{ id: bigint }, bigint, 'users'>(
        run,
        {
          name: 'users',
          columns: 'u.id',
          from: searchFrom,
          values: [
            scope.tenantId,
            scope.projectId,
            likePattern(search.search),
            plan?.planId ?? null,
            search.suspended ?? null,
            search.deniedSince ?? null,
            search.usedSince === undefined ? null : Math.floor(search.usedSince.getTime() / 60_000),
            plan?.roles ?? [],
            plan?.defaultPlanId ?? '',
            plan?.renewalGraceMs ?? 0,
            plan?.now ?? null,
          ],
          orders: userOrders,
        },
        search,
        ({ id }) => id,
      );
      const rows = await db.user.findMany({
        where: { ...scopeKey(scope), id: { in: [...keys.items] } },
      });
      return inOrderOf(keys, rows.map(userFromDb), ({ id }) => id);
    },
    async find(scope, externalId) {
      const row = await db.user.findUnique({
        where: { tenantId_projectId_externalId: { ...scopeKey(scope), externalId } },
      });
      return row === null ? null : userFromDb(row);
    },
    async externalIds(scope, ids) {
      const rows = await db.user.findMany({
        where: { ...scopeKey(scope), id: { in: [...new Set(ids)] } },
        select: { id: true, externalId: true },
      });
      return new Map(rows.map(({ id, externalId }) => [id, externalId]));
    },
    async activity(scope, ids, now) {
      const counted = await readActivity(run, scopeKey(scope), ids, now);
      const grants = await db.grant.findMany({
        where: {
          ...scopeKey(scope),
          userId: { in: [...ids] },
          revokedAt: null,
          OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
        },
      });
      const subscriptions = await readSubscriptionFacts(run, scopeKey(scope), ids);
      const byUser = new Map<bigint, Grant[]>();
      for (const row of grants) {
        const grant = domainGrant(grantFromDb(row));
        byUser.set(row.userId, [...(byUser.get(row.userId) ?? []), grant]);
      }
      return counted.map(
        (activity): UserActivity => ({
          ...activity,
          grants: byUser.get(activity.userId) ?? [],
          subscription: subscriptions.get(activity.userId) ?? null,
        }),
      );
    },
  };
}

/** Part of an id, with what LIKE reads as wildcards taken literally. */
/** Internal ids are given in the order in which users are first seen. */
const userOrders: OrdersOf<'users'> = {
  userId: [{ sql: 'u.external_id', type: 'text' }],
  createdAt: [{ sql: 'u.id', type: 'integer' }],
};

const searchFrom = `
  FROM app_user u
 WHERE u.tenant_id = $1::int AND u.project_id = $2::int
   AND ($3::text IS NULL OR u.external_id ILIKE $3)
   AND ($4::text IS NULL OR u.role = ANY ($8::text[]) OR u.role = 'registered' AND coalesce((
         SELECT s.plan_id FROM subscription s
           LEFT JOIN subscription_period p ON p.tenant_id = s.tenant_id AND p.project_id = s.project_id
            AND p.key = s.current_period_key
          WHERE s.tenant_id = u.tenant_id AND s.project_id = u.project_id AND s.user_id = u.id
            AND s.status = 'active' AND (p.key IS NULL OR $11::timestamptz < p.ends_at + make_interval(
                  secs => CASE WHEN s.cancel_at_period_end THEN 0 ELSE $10::float8 / 1000 END))), $9::text) = $4)
   AND ($5::boolean IS NULL OR (u.suspended_at IS NOT NULL) = $5)
   AND ($6::timestamptz IS NULL OR EXISTS (
         SELECT 1 FROM denial d WHERE d.tenant_id = u.tenant_id AND d.project_id = u.project_id
            AND d.user_id = u.id AND d.denied_at >= $6))
   AND ($7::int IS NULL OR EXISTS (
         SELECT 1 FROM usage_head h WHERE h.tenant_id = u.tenant_id AND h.project_id = u.project_id
            AND h.user_id = u.id AND h.scope = '*' AND h.last_minute >= $7))`;
