import type { DeliveryView } from '@purser/schema/contract/notification';
import type { NotificationReader } from '../../ports/notification-reader.ts';
import { readList } from './list-query.ts';
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
    deliveries: ({ tenantId, projectId }, { status, endpointId, ...page }) =>
      readList<DeliveryRow, DeliveryView, 'deliveries'>(
        run,
        {
          name: 'deliveries',
          columns: deliveryColumns,
          from: `${deliveriesFrom} AND ($3::text IS NULL OR d.status = $3::text)
            AND ($4::text IS NULL OR (d.channel = 'webhook' AND d.target = $4::text))`,
          values: [tenantId, projectId, status ?? null, endpointId ?? null],
          orders: {
            createdAt: [
              { sql: 'd.event_id', type: 'uuid' },
              { sql: 'd.id', type: 'uuid' },
            ],
          },
        },
        page,
        viewOf,
      ),
    async delivery({ tenantId, projectId }, id) {
      const [row] = await run<DeliveryRow>(
        `SELECT ${deliveryColumns} ${deliveriesFrom} AND d.id = $3::uuid`,
        [tenantId, projectId, id],
      );
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

/** In a list a row names its place, too. */
type DeliveryRow = DeliveryView & { readonly cursor_key?: unknown };

function viewOf({ cursor_key: _, ...view }: DeliveryRow): DeliveryView {
  return view;
}

const deliveryColumns = `
       d.id, o.kind, o.title, d.channel, coalesce(hook.url, d.target) AS receiver,
       CASE WHEN d.channel = 'webhook' THEN d.target END AS "endpointId", d.status,
       d.attempts, d.next_attempt_at AS "nextAttemptAt", d.last_error AS "lastError", d.last_answer AS "lastAnswer", d.delivered_at AS "deliveredAt",
       d.created_at AS "createdAt"`;

const deliveriesFrom = `
  FROM delivery d
  JOIN outbox_event o ON o.tenant_id = d.tenant_id AND o.project_id = d.project_id AND o.id = d.event_id
  LEFT JOIN webhook_endpoint hook ON hook.tenant_id = d.tenant_id AND hook.project_id = d.project_id
       AND d.channel = 'webhook' AND hook.id::text = d.target
 WHERE d.tenant_id = $1::int AND d.project_id = $2::int`;
