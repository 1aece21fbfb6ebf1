import type { Pool } from 'pg';
import type { DeliveryQueue, DueDelivery } from '../../ports/delivery-queue.ts';

/** Alerts handed on by one statement. */
const eventsMax = 500;

export function createDeliveryQueue(pool: Pool): DeliveryQueue {
  return {
    async fanOut({ tenantId, projectId }, mailTo) {
      await pool.query(fanOutSql, [tenantId, projectId, [...mailTo], eventsMax]);
    },
    async claim({ tenantId, projectId }, { limit, leaseMs }) {
      const { rows } = await pool.query<DueDelivery>(claimSql, [
        tenantId,
        projectId,
        limit,
        leaseMs,
      ]);
      return rows;
    },
    async delivered({ tenantId, projectId }, id, answer) {
      await pool.query(deliveredSql, [tenantId, projectId, id, answer]);
    },
    async failed({ tenantId, projectId }, id, { error, delayMs }) {
      await pool.query(failedSql, [tenantId, projectId, id, error, delayMs]);
    },
  };
}

/** A receiver gets an alert once, however often this runs: the key of a delivery is alert and receiver. */
const fanOutSql = `
WITH picked AS (
  SELECT id, kind FROM outbox_event
   WHERE tenant_id = $1 AND project_id = $2 AND delivered_at IS NULL
   ORDER BY id LIMIT $4 FOR UPDATE SKIP LOCKED),
receiver AS (
  SELECT picked.id AS event_id, 'mail' AS channel, mail.address AS target
    FROM picked
    LEFT JOIN alert_recipients chosen ON chosen.tenant_id = $1 AND chosen.project_id = $2 AND chosen.kind = picked.kind
   CROSS JOIN unnest(coalesce(chosen.addresses, $3::text[])) AS mail(address)
  UNION ALL
  SELECT picked.id, 'webhook', hook.id::text
    FROM picked JOIN webhook_endpoint hook ON hook.tenant_id = $1 AND hook.project_id = $2 AND hook.active
     AND (cardinality(hook.kinds) = 0 OR picked.kind = ANY (hook.kinds))),
made AS (
  INSERT INTO delivery (tenant_id, project_id, id, event_id, channel, target, status, attempts, next_attempt_at,
      created_at, updated_at)
  SELECT $1, $2, gen_random_uuid(), event_id, channel, target, 'waiting', 0, purser_now(0, 0), purser_now($1, $2),
         purser_now($1, $2)
    FROM receiver
  ON CONFLICT DO NOTHING)
UPDATE outbox_event o SET delivered_at = purser_now($1, $2)
  FROM picked WHERE o.tenant_id = $1 AND o.project_id = $2 AND o.id = picked.id`;

const claimSql = `
WITH due AS (
  SELECT id FROM delivery
   WHERE tenant_id = $1 AND project_id = $2 AND status = 'waiting' AND next_attempt_at <= purser_now(0, 0)
     AND NOT EXISTS (SELECT 1 FROM webhook_endpoint off WHERE off.tenant_id = $1 AND off.project_id = $2
                        AND off.id::text = delivery.target AND NOT off.active)
   ORDER BY next_attempt_at LIMIT $3 FOR UPDATE OF delivery SKIP LOCKED),
taken AS (
  UPDATE delivery d
     SET attempts = attempts + 1, next_attempt_at = purser_now(0, 0) + $4::bigint * interval '1 millisecond'
    FROM due WHERE d.tenant_id = $1 AND d.project_id = $2 AND d.id = due.id
  RETURNING d.id, d.channel, d.target, d.attempts, d.event_id)
SELECT taken.id, taken.channel, taken.target, taken.attempts AS attempt, taken.event_id AS "eventId", o.kind, o.severity,
       o.title, o.payload, o.created_at AS "raisedAt", hook.url, hook.format, hook.secret_sealed AS "secretSealed",
       CASE WHEN hook.previous_secret_until > purser_now($1, $2) THEN hook.previous_secret_sealed END AS "previousSecretSealed"
  FROM taken
  JOIN outbox_event o ON o.tenant_id = $1 AND o.project_id = $2 AND o.id = taken.event_id
  LEFT JOIN webhook_endpoint hook ON hook.tenant_id = $1 AND hook.project_id = $2 AND taken.channel = 'webhook'
       AND hook.id::text = taken.target AND hook.active`;

const deliveredSql = `
UPDATE delivery SET status = 'delivered', delivered_at = purser_now($1, $2), next_attempt_at = NULL, last_error = NULL, last_answer = $4,
       updated_at = purser_now($1, $2)
 WHERE tenant_id = $1 AND project_id = $2 AND id = $3`;

const failedSql = `
UPDATE delivery SET status = CASE WHEN $5::bigint IS NULL THEN 'dead' ELSE 'waiting' END, last_error = $4,
       next_attempt_at = purser_now(0, 0) + $5::bigint * interval '1 millisecond', updated_at = purser_now($1, $2)
 WHERE tenant_id = $1 AND project_id = $2 AND id = $3 AND status = 'waiting'`;
