import type { Pool } from 'pg';
import type { StripeQueue } from '../../ports/stripe-queue.ts';

export function createStripeQueue(pool: Pool): StripeQueue {
  return {
    async pending({ tenantId, projectId }, { kind, dueAt, limit }) {
      const values = [tenantId, projectId, kind ?? null, dueAt ?? null, limit];
      const { rows } = await pool.query<{ id: string }>(pendingSql, values);
      return rows.map(({ id }) => id);
    },
    async oldestPending({ tenantId, projectId }) {
      const { rows } = await pool.query<{ id: string; createdAt: Date }>(oldestSql, [
        tenantId,
        projectId,
      ]);
      return rows[0] ?? null;
    },
  };
}

const ofProject = `tenant_id = $1 AND project_id = $2 AND status = 'pending'`;

const pendingSql = `
SELECT id FROM stripe_request
 WHERE ${ofProject} AND ($3::text IS NULL OR kind = $3)
   AND ($4::timestamptz IS NULL OR next_call_at IS NULL OR next_call_at <= $4)
 ORDER BY created_at, id LIMIT $5`;

const oldestSql = `
SELECT id, created_at AS "createdAt" FROM stripe_request
 WHERE ${ofProject} ORDER BY created_at, id LIMIT 1`;
