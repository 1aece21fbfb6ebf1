import { nonceKeepMs } from '@purser/domain/data-plane/signed-text';
import type { Pool } from 'pg';
import type { Retention } from '../../ports/retention.ts';
import { firstIdAt } from './time-id.ts';

export function createRetention(pool: Pool): Retention {
  return {
    async forgetAnswers({ tenantId, projectId }, { nowMs, limit }) {
      const { rowCount } = await pool.query(answersSql, [
        tenantId,
        projectId,
        new Date(nowMs),
        limit,
      ]);
      return rowCount ?? 0;
    },
    async forgetAlerts({ tenantId, projectId }, { before, limit }) {
      const { rows } = await pool.query<{ readonly forgotten: number }>(alertsSql, [
        tenantId,
        projectId,
        before,
        limit,
        firstIdAt(before),
      ]);
      return rows[0]?.forgotten ?? 0;
    },
    async forgetEvents({ tenantId, projectId }, { before, limit }) {
      const { rowCount } = await pool.query(eventsSql, [tenantId, projectId, before, limit]);
      return rowCount ?? 0;
    },
    async forgetNonces() {
      const { rowCount } = await pool.query(noncesSql, [nonceKeepMs]);
      return rowCount ?? 0;
    },
    async forgetRuns() {
      const { rowCount } = await pool.query(runsSql);
      return rowCount ?? 0;
    },
  };
}

/** Rows that another process deletes at this moment are left to it. */
const answersSql = `
DELETE FROM idempotency_record d
 USING (SELECT r.tenant_id, r.project_id, r.caller, r.operation, r.key FROM idempotency_record r
         WHERE r.tenant_id = $1 AND r.project_id = $2 AND r.expires_at <= $3
         ORDER BY r.expires_at LIMIT $4 FOR UPDATE SKIP LOCKED) old
 WHERE d.tenant_id = old.tenant_id AND d.project_id = old.project_id AND d.caller = old.caller
   AND d.operation = old.operation AND d.key = old.key`;

/** Ids carry their instant, so that old alerts are found by the key; a redelivered one is as young as its delivery. */
const alertsSql = `
WITH old AS (
  SELECT o.id FROM outbox_event o
   WHERE o.tenant_id = $1 AND o.project_id = $2 AND o.id < $5::uuid AND o.delivered_at < $3
     AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.tenant_id = $1 AND d.project_id = $2 AND d.event_id = o.id
                        AND (d.status = 'waiting' OR d.updated_at >= $3))
   ORDER BY o.id LIMIT $4 FOR UPDATE SKIP LOCKED),
deliveries AS (
  DELETE FROM delivery d USING old WHERE d.tenant_id = $1 AND d.project_id = $2 AND d.event_id = old.id RETURNING 1),
alerts AS (
  DELETE FROM outbox_event o USING old WHERE o.tenant_id = $1 AND o.project_id = $2 AND o.id = old.id RETURNING 1)
SELECT ((SELECT count(*) FROM deliveries) + (SELECT count(*) FROM alerts))::int AS forgotten`;

const eventsSql = `
DELETE FROM external_event e
 USING (SELECT id FROM external_event
         WHERE tenant_id = $1 AND project_id = $2 AND status IN ('applied', 'ignored') AND created_at < $3
           AND updated_at < $3 AND amount_micro_usd IS NULL AND tokens IS NULL AND user_id IS NULL
         ORDER BY created_at LIMIT $4 FOR UPDATE SKIP LOCKED) old
 WHERE e.tenant_id = $1 AND e.project_id = $2 AND e.id = old.id`;

/** Data planes belong to no project either. */
const noncesSql = `
DELETE FROM data_plane_nonce n USING (SELECT purser_now(0, 0) AS now) clock
 WHERE n.seen_at < clock.now - $1 * interval '1 millisecond'`;

/** Jobs belong to no project: project 0 has no clock of its own, so this is the database's. */
const runsSql = `
DELETE FROM job_run r
 USING (SELECT purser_now(0, 0) AS now) clock
 WHERE (r.started_at < clock.now - interval '7 days'
        OR (r.started_at < clock.now - interval '1 hour' AND r.trigger = 'schedule'
            AND r.handled = 0 AND r.failed = 0 AND r.error IS NULL AND r.finished_at IS NOT NULL))
   AND EXISTS (SELECT 1 FROM job_run newer WHERE newer.job = r.job AND newer.started_at > r.started_at)`;
