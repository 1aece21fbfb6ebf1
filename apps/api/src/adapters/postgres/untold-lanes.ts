import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { Pool } from 'pg';
import type { UntoldLane, UntoldLanes, UntoldTurn } from '../../ports/untold-lanes.ts';

type LaneRow = {
  readonly tenant_id: number;
  readonly project_id: number;
  readonly id: string;
  readonly seq: bigint;
  readonly untold: Readonly<Record<string, readonly string[]>>;
};

/**
 * A lane rests within a second of its last batch and says then that all is told. Watched every two
 * seconds, it is told of by others within five.
 */
const silentForMs = 1_500;

export function createUntoldLanes(
  pool: Pool,
  { silentMs = silentForMs }: { readonly silentMs?: number } = {},
): UntoldLanes {
  return {
    async takeSilent() {
      const { rows } = await pool.query<LaneRow>(takeSql, [silentMs]);
      await pool.query(watchSql);
      return Promise.all(rows.map((row) => laneOf(pool, row)));
    },
    async told({ scope, laneId, seq }) {
      await pool.query(
        `UPDATE lane SET told = $4, untold = '{}'
          WHERE tenant_id = $1 AND project_id = $2 AND id = $3 AND seq = $4`,
        [scope.tenantId, scope.projectId, laneId, seq],
      );
    },
  };
}

async function laneOf(pool: Pool, row: LaneRow): Promise<UntoldLane> {
  const scope = { tenantId: row.tenant_id, projectId: row.project_id };
  const turns = await readTurns(pool, scope, Object.values(row.untold).flat());
  return { scope, laneId: row.id, seq: Number(row.seq), turns };
}

async function readTurns(
  pool: Pool,
  { tenantId, projectId }: CounterScope,
  ids: readonly string[],
): Promise<readonly UntoldTurn[]> {
  const { rows } = await pool.query<UntoldTurn>(turnsSql, [tenantId, projectId, ids]);
  return rows;
}

/**
 * A lane whose number moves is at work and tells by itself. Project 0 has no clock of its own: the
 * database's measures the silence.
 */
const watchSql = `
UPDATE lane SET watched_seq = seq, watched_at = purser_now(0, 0)
 WHERE untold <> '{}' AND watched_seq IS DISTINCT FROM seq`;

/**
 * The number jumps by two, so that the counters see a gap; of several processes that look at the same
 * time one takes the lane, because for the others it has moved.
 */
const takeSql = `
UPDATE lane l SET seq = l.seq + 2
  FROM (SELECT q.tenant_id, q.project_id, q.id, q.seq FROM lane q
         WHERE q.untold <> '{}' AND q.watched_seq = q.seq
           AND q.watched_at <= purser_now(0, 0) - $1::int * interval '1 millisecond'
         ORDER BY q.tenant_id, q.project_id, q.id) silent
 WHERE l.tenant_id = silent.tenant_id AND l.project_id = silent.project_id AND l.id = silent.id
   AND l.seq = silent.seq
RETURNING l.tenant_id, l.project_id, l.id, l.seq, l.untold`;

const turnsSql = `
SELECT t.external_id AS "turnId", t.user_id AS "userId", t.bundle_id AS "bundleId",
       coalesce(h.version, 0)::int AS version
  FROM turn t
  LEFT JOIN usage_head h ON h.tenant_id = t.tenant_id AND h.project_id = t.project_id
       AND h.user_id = t.user_id AND h.scope = '*'
 WHERE t.tenant_id = $1 AND t.project_id = $2 AND t.id = ANY ($3::uuid[])`;
