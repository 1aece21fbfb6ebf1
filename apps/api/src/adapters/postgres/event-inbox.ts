import type { Pool } from 'pg';
import type { DueEvent, EventInbox } from '../../ports/event-inbox.ts';
import { plainJson } from './json.ts';

export function createEventInbox(pool: Pool): EventInbox {
  return {
    async receive({ tenantId, projectId }, event) {
      const { rowCount } = await pool.query(receiveSql, [
        tenantId,
        projectId,
        event.id,
        event.source,
        event.kind,
        event.externalId,
        event.amountMicroUsd,
        event.currency,
        JSON.stringify(plainJson(event.payload)),
        event.occurredAt,
        event.receivedAt,
      ]);
      return rowCount === 1;
    },
    async due({ tenantId, projectId }, limit) {
      const { rows } = await pool.query<DueEvent>(dueSql, [tenantId, projectId, limit]);
      return rows;
    },
    async wake({ tenantId, projectId }) {
      await pool.query(wakeSql, [tenantId, projectId]);
    },
    async waitingForPayment({ tenantId, projectId }, paymentId) {
      const { rows } = await pool.query<DueEvent>(waitingSql, [tenantId, projectId, paymentId]);
      return rows;
    },
    async newestAt({ tenantId, projectId }) {
      const { rows } = await pool.query<{ at: Date }>(newestSql, [tenantId, projectId]);
      return rows[0]?.at ?? null;
    },
    async find({ tenantId, projectId }, id) {
      const { rows } = await pool.query<DueEvent>(findSql, [tenantId, projectId, id]);
      return rows[0] ?? null;
    },
    async postpone({ tenantId, projectId }, id, { error, delayMs }) {
      await pool.query(postponeSql, [tenantId, projectId, id, error, delayMs]);
    },
  };
}

const columns = 'id, external_id AS "externalId", attempts, payload';

const receiveSql = `
INSERT INTO external_event (tenant_id, project_id, id, source, kind, external_id, status, amount_micro_usd, currency,
    payload, attempts, next_attempt_at, occurred_at, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, 'received', $7, $8, $9, 0, purser_now(0, 0), $10, $11, $11)
ON CONFLICT (tenant_id, project_id, source, external_id) DO NOTHING`;

const dueSql = `
SELECT ${columns} FROM external_event
 WHERE tenant_id = $1 AND project_id = $2 AND status = 'received' AND next_attempt_at <= purser_now(0, 0)
 ORDER BY created_at, id LIMIT $3`;

const wakeSql = `
UPDATE external_event SET next_attempt_at = purser_now(0, 0)
 WHERE tenant_id = $1 AND project_id = $2 AND status = 'received' AND attempts > 0
   AND next_attempt_at > purser_now(0, 0)`;

/** As the index `external_event_waiting_idx` has it. */
const waitingSql = `
SELECT ${columns} FROM external_event
 WHERE tenant_id = $1 AND project_id = $2 AND payload->'data'->'object'->>'payment_intent' = $3
   AND status = 'received' AND attempts > 0 ORDER BY created_at, id LIMIT 100`;

/** Requests of ours are listed among the events and have a status of their own; they did not come in. */
const newestSql = `
SELECT created_at AS at FROM external_event e
 WHERE tenant_id = $1 AND project_id = $2 AND source = 'stripe'
   AND NOT EXISTS (SELECT 1 FROM stripe_request r
        WHERE r.tenant_id = e.tenant_id AND r.project_id = e.project_id AND r.id = e.id)
 ORDER BY id DESC LIMIT 1`;

const findSql = `
SELECT ${columns} FROM external_event WHERE tenant_id = $1 AND project_id = $2 AND id = $3`;

/** Only what is still received: another process may have been luckier. */
const postponeSql = `
UPDATE external_event
   SET attempts = attempts + 1, error_code = 'internal_error', error = $4, updated_at = purser_now($1, $2),
       status = CASE WHEN $5::bigint IS NULL THEN 'failed' ELSE status END,
       next_attempt_at = purser_now(0, 0) + $5::bigint * interval '1 millisecond'
 WHERE tenant_id = $1 AND project_id = $2 AND id = $3 AND status = 'received'`;
