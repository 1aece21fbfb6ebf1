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
    async deliveries({ tenantId, projectId }, { status, endpointId, limit, cursor }) {
      const [event, id] = decodeCursor(cursor, ['uuid', 'uuid']) ?? [];
      const rows = await run<DeliveryRow>(
        `${selectSql}
           AND ($3::text IS NULL OR d.status = $3::text)
           AND ($4::uuid IS NULL OR (d.event_id, d.id) < ($4::uuid, $5::uuid))
           AND ($6::text IS NULL OR (d.channel = 'webhook' AND d.target = $6::text))
         ORDER BY d.event_id DESC, d.id DESC LIMIT $7::int`,
        [
          tenantId,
          projectId,
          status ?? null,
          event ?? null,
          id ?? null,
          endpointId ?? null,
          limit + 1,
        ],
      );
      return toPage(rows, limit, { item: viewOf, key: (row) => [row.eventId, row.id] });
    },
    async delivery({ tenantId, projectId }, id) {
      const [row] = await run<DeliveryRow>(`${selectSql} AND d.id = $3::uuid`, [
        tenantId,
        projectId,
        id,
      ]);
      return row === undefined ? null : viewOf(row);
    },
    async recipients(scope) {
      const rows = await db.alertRecipients.findMany({ where: scopeKey(scope) });
      return new Map(
        rows.map(({ kind, addresses, updatedBy, updatedAt }) => [
          kind,
          { addresses, updatedBy, updatedAt },
        ]),
      );
    },
  };
}

type DeliveryRow = DeliveryView & { readonly eventId: string };

function viewOf({ eventId: _, ...view }: DeliveryRow): DeliveryView {
  return view;
}

const selectSql = `
SELECT d.id, d.event_id AS "eventId", o.kind, o.title, d.channel, coalesce(hook.url, d.target) AS receiver,
       CASE WHEN d.channel = 'webhook' THEN d.target END AS "endpointId", d.status,
       d.attempts, d.next_attempt_at AS "nextAttemptAt", d.last_error AS "lastError", d.last_answer AS "lastAnswer", d.delivered_at AS "deliveredAt",
       d.created_at AS "createdAt"
  FROM delivery d
  JOIN outbox_event o ON o.tenant_id = d.tenant_id AND o.project_id = d.project_id AND o.id = d.event_id
  LEFT JOIN webhook_endpoint hook ON hook.tenant_id = d.tenant_id AND hook.project_id = d.project_id
       AND d.channel = 'webhook' AND hook.id::text = d.target
 WHERE d.tenant_id = $1::int AND d.project_id = $2::int`;
