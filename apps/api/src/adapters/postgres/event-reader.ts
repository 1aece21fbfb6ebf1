import type { ExternalEventView } from '@purser/schema/contract/event';
import type { EventReader } from '../../ports/event-reader.ts';
import { readEffects } from './event-effects-query.ts';
import {
  type EventRow,
  eventColumns,
  eventFromDb,
  eventsFrom,
  selectEvents,
} from './event-mapping.ts';
import { type OrdersOf, readList } from './list-query.ts';
import type { SqlRunner } from './sql-runner.ts';

export function createEventReader(run: SqlRunner): EventReader {
  return {
    list: ({ tenantId, projectId }, { source, kind, statuses, userId, ...page }) =>
      readList<EventRow, ExternalEventView, 'events'>(
        run,
        {
          name: 'events',
          columns: eventColumns,
          from: listFrom,
          values: [
            tenantId,
            projectId,
            source ?? null,
            kind ?? null,
            statuses === undefined ? null : [...statuses],
            userId ?? null,
          ],
          orders: eventOrders,
        },
        page,
        eventFromDb,
      ),
    effects: ({ tenantId, projectId }, externalIds) =>
      readEffects(run, [tenantId, projectId, [...externalIds]]),
    async find({ tenantId, projectId }, id) {
      const [row] = await run<EventRow>(
        `${selectEvents} WHERE e.tenant_id = $1::int AND e.project_id = $2::int AND e.id = $3::uuid`,
        [tenantId, projectId, id],
      );
      return row === undefined ? null : eventFromDb(row);
    },
  };
}

const eventOrders: OrdersOf<'events'> = {
  createdAt: [{ sql: 'e.id', type: 'uuid' }],
  occurredAt: [
    { sql: 'e.occurred_at', type: 'instant' },
    { sql: 'e.id', type: 'uuid' },
  ],
};

const listFrom = `${eventsFrom}
 WHERE e.tenant_id = $1::int AND e.project_id = $2::int
   AND ($3::text IS NULL OR e.source = $3::text)
   AND ($4::text IS NULL OR e.kind = $4::text)
   AND ($5::text[] IS NULL OR e.status = ANY ($5::text[]))
   AND ($6::text IS NULL OR e.user_id = (SELECT n.id FROM app_user n
         WHERE n.tenant_id = $1::int AND n.project_id = $2::int AND n.external_id = $6::text))`;
