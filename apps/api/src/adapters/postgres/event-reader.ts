import type { EventReader } from '../../ports/event-reader.ts';
import { type EventRow, eventFromDb, selectEvents } from './event-mapping.ts';
import { decodeCursor, toPage } from './keyset.ts';
import type { SqlRunner } from './sql-runner.ts';

export function createEventReader(run: SqlRunner): EventReader {
  return {
    async list({ tenantId, projectId }, { limit, cursor, source, kind, statuses, userId }) {
      const [beforeId] = decodeCursor(cursor, ['uuid']) ?? [];
      const rows = await run<EventRow>(listSql, [
        tenantId,
        projectId,
        source ?? null,
        kind ?? null,
        statuses === undefined ? null : [...statuses],
        userId ?? null,
        beforeId ?? null,
        limit + 1,
      ]);
      return toPage(rows, limit, { item: eventFromDb, key: (row) => [row.id] });
    },
    async find({ tenantId, projectId }, id) {
      const [row] = await run<EventRow>(
        `${selectEvents} WHERE e.tenant_id = $1::int AND e.project_id = $2::int AND e.id = $3::uuid`,
        [tenantId, projectId, id],
      );
      return row === undefined ? null : eventFromDb(row);
    },
  };
}

const listSql = `${selectEvents}
 WHERE e.tenant_id = $1::int AND e.project_id = $2::int
   AND ($3::text IS NULL OR e.source = $3::text)
   AND ($4::text IS NULL OR e.kind = $4::text)
   AND ($5::text[] IS NULL OR e.status = ANY ($5::text[]))
   AND ($6::text IS NULL OR e.user_id = (SELECT n.id FROM app_user n
         WHERE n.tenant_id = $1::int AND n.project_id = $2::int AND n.external_id = $6::text))
   AND ($7::uuid IS NULL OR e.id < $7::uuid)
 ORDER BY e.id DESC LIMIT $8::int`;
