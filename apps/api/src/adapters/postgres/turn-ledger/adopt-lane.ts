import { randomUUID } from 'node:crypto';
import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { Pool } from 'pg';

/** A name of a lane, and the number of its last batch. */
export type AdoptedLane = { readonly id: string; readonly seq: number };

/**
 * Names a lane: takes over the row of one that has told everything and has been silent for an hour, or
 * draws a new name. So there are as many rows, here and in the counters, as lanes were at work within an
 * hour, however often processes come and go (rule W8). A row cannot simply be deleted: counters that know
 * a lane would then take whatever PostgreSQL says for older than what they know. Should its process go on
 * after all, it sees a number that it did not expect and takes another name.
 */
export async function adoptLane(
  pool: Pool,
  { tenantId, projectId }: CounterScope,
): Promise<AdoptedLane> {
  const { rows } = await pool.query<{ id: string; seq: bigint }>(adoptSql, [tenantId, projectId]);
  const [row] = rows;
  return row === undefined ? { id: randomUUID(), seq: 0 } : { id: row.id, seq: Number(row.seq) };
}

const adoptSql = `
UPDATE lane l SET beat_at = clock.now
  FROM (SELECT purser_now($1::int, $2::int) AS now) clock,
       LATERAL (SELECT q.id FROM lane q
         WHERE q.tenant_id = $1 AND q.project_id = $2 AND q.untold = '{}' AND q.told = q.seq
           AND q.beat_at <= clock.now - interval '1 hour'
         ORDER BY q.id LIMIT 1 FOR UPDATE SKIP LOCKED) idle
 WHERE l.tenant_id = $1 AND l.project_id = $2 AND l.id = idle.id
RETURNING l.id, l.seq`;
