import type { DeliveryView } from '@purser/schema/contract/notification';
import type { NotificationReader } from '../../ports/notification-reader.ts';
import { decodeCursor, toPage } from './keyset.ts';
import { endpointFromDb } from './notification-store.ts';
import type { Db } from './prisma.ts';
import { scopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';

export function createNotificationReader(db: Db, run: SqlRunner): NotificationReader {
  return {
    async endpoints(scope) {
      const rows = await db.webhookEndpoint.findMany({
        where: scopeKey(scope),
        orderBy: { id: 'desc' },
      });
      return rows.map(endpointFromDb);
    },
    async deliveries({ tenantId, projectId }, { status, limit, cursor }) {
      const [event, id] = decodeCursor(cursor, ['uuid', 'uuid']) ?? [];
      const rows = await run<DeliveryView & { eventId: string }>(
        `${selectSql}
           AND ($3::text IS NULL OR d.status = $3::text)
           AND ($4::uuid IS NULL OR (d.event_id, d.id) < ($4::uuid, $5::uuid))
         ORDER BY d.event_id DESC, d.id DESC LIMIT $6::int`,
        [tenantId, projectId, status ?? null, event ?? null, id ?? null, limit + 1],
      );
      const item = ({ eventId: _, ...view }: DeliveryView & { eventId: string }) => view;
      return toPage(rows, limit, { item, key: (row) => [row.eventId, row.id] });
    },
    async delivery({ tenantId, projectId }, id) {
      const [row] = await run<DeliveryView>(`${selectSql} AND d.id = $3::uuid`, [
        tenantId,
        projectId,
        id,
      ]);
      return row ?? null;
    },
  };
}

const selectSql = `
SELECT d.id, d.event_id AS "eventId", o.kind, o.title, d.channel, coalesce(hook.url, d.target) AS receiver, d.status,
       d.attempts, d.next_attempt_at AS "nextAttemptAt", d.last_error AS "lastError", d.delivered_at AS "deliveredAt",
       d.created_at AS "createdAt"
  FROM delivery d
  JOIN outbox_event o ON o.tenant_id = d.tenant_id AND o.project_id = d.project_id AND o.id = d.event_id
  LEFT JOIN webhook_endpoint hook ON hook.tenant_id = d.tenant_id AND hook.project_id = d.project_id
       AND d.channel = 'webhook' AND hook.id::text = d.target
 WHERE d.tenant_id = $1::int AND d.project_id = $2::int`;
