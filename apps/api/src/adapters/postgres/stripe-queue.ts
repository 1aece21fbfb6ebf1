import type { StripeRequestStatus } from '@purser/schema/contract/stripe-request';
import type { Pool } from 'pg';
import type { StripeQueue, StuckRequest } from '../../ports/stripe-queue.ts';

export function createStripeQueue(pool: Pool): StripeQueue {
  return {
    async pending({ tenantId, projectId }, { kind, dueAt, limit }) {
      const values = [tenantId, projectId, kind ?? null, dueAt ?? null, limit];
      const { rows } = await pool.query<{ id: string }>(pendingSql, values);
      return rows.map(({ id }) => id);
    },
    async statuses({ tenantId, projectId }, ids) {
      const { rows } = await pool.query<{ status: StripeRequestStatus }>(statusesSql, [
        tenantId,
        projectId,
        ids,
      ]);
      return rows.map(({ status }) => status);
    },
    async stuck({ tenantId, projectId }, { unansweredAt, undecidedAt }) {
      const values = [tenantId, projectId, unansweredAt, undecidedAt];
      const { rows } = await pool.query<StuckRequest>(stuckSql, values);
      return rows;
    },
    pendingAges: () => readAges(pool, pendingAgesSql),
    eventAges: () => readAges(pool, eventAgesSql),
    async oldestPending({ tenantId, projectId }) {
      const { rows } = await pool.query<{ id: string; createdAt: Date }>(oldestSql, [
        tenantId,
        projectId,
      ]);
      return rows[0] ?? null;
    },
  };
}

async function readAges(pool: Pool, sql: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await pool.query<{ project: string; seconds: number }>(sql);
  return new Map(rows.map(({ project, seconds }) => [project, seconds]));
}

/** One look into the index for each project, however long its history is. */
function agesSql(newestOrOldest: string): string {
  return `
SELECT t.slug || '/' || p.slug AS project,
       extract(epoch FROM purser_now(p.tenant_id, p.id) - found.at)::float8 AS seconds
  FROM project p
  JOIN tenant t ON t.id = p.tenant_id
 CROSS JOIN LATERAL (${newestOrOldest}) found`;
}

const pendingAgesSql = agesSql(`
  SELECT r.created_at AS at FROM stripe_request r
   WHERE r.tenant_id = p.tenant_id AND r.project_id = p.id AND r.status = 'pending'
   ORDER BY r.created_at LIMIT 1`);

const eventAgesSql = agesSql(`
  SELECT e.created_at AS at FROM external_event e
   WHERE e.tenant_id = p.tenant_id AND e.project_id = p.id AND e.source = 'stripe'
     AND NOT EXISTS (SELECT 1 FROM stripe_request r
          WHERE r.tenant_id = e.tenant_id AND r.project_id = e.project_id AND r.id = e.id)
   ORDER BY e.id DESC LIMIT 1`);

const ofProject = `tenant_id = $1 AND project_id = $2 AND status = 'pending'`;

const pendingSql = `
SELECT id FROM stripe_request
 WHERE ${ofProject} AND ($3::text IS NULL OR kind = $3)
   AND ($4::timestamptz IS NULL OR next_call_at IS NULL OR next_call_at <= $4)
 ORDER BY created_at, id LIMIT $5`;

const statusesSql = `
SELECT status FROM stripe_request WHERE tenant_id = $1 AND project_id = $2 AND id = ANY ($3::uuid[])`;

const stuckSql = `
SELECT r.id, r.kind, u.external_id AS "userId", r.amount_micro_usd AS "amountMicroUsd", r.reason,
       r.created_at AS "createdAt", r.stripe_status AS "stripeStatus", r.error
  FROM stripe_request r
  JOIN app_user u ON u.tenant_id = r.tenant_id AND u.project_id = r.project_id AND u.id = r.user_id
 WHERE r.tenant_id = $1 AND r.project_id = $2 AND r.status = 'pending'
   AND r.created_at <= CASE WHEN r.stripe_status IS NULL THEN $3::timestamptz ELSE $4::timestamptz END
 ORDER BY r.created_at, r.id LIMIT 100`;

const oldestSql = `
SELECT id, created_at AS "createdAt" FROM stripe_request
 WHERE ${ofProject} ORDER BY created_at, id LIMIT 1`;
