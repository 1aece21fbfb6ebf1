import type { Pool } from 'pg';
import type { AlertLog } from '../../ports/alert-log.ts';
import { plainJson } from './json.ts';

export function createAlertLog(pool: Pool): AlertLog {
  return {
    async raise({ tenantId, projectId }, alerts) {
      if (alerts.length === 0) return 0;
      const { rowCount } = await pool.query(raiseSql, [
        tenantId,
        projectId,
        JSON.stringify(plainJson(alerts)),
      ]);
      return rowCount ?? 0;
    },
  };
}

const raiseSql = `
INSERT INTO outbox_event (tenant_id, project_id, id, kind, severity, dedupe_key, title, payload, created_at)
SELECT $1::int, $2::int, a.id, a.kind, a.severity, a."dedupeKey", a.title, a.payload, to_timestamp(a."createdAtMs" / 1000.0)
  FROM jsonb_to_recordset($3::jsonb)
    AS a(id uuid, kind text, severity text, "dedupeKey" text, title text, payload jsonb, "createdAtMs" bigint)
 ORDER BY a."dedupeKey"
ON CONFLICT DO NOTHING`;
