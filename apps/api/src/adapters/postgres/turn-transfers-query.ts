import type { TransferView } from '@purser/schema/contract/money-views';
import type { ScopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';
import { firstIdAt } from './time-id.ts';
import {
  type TransferRow,
  transferColumns,
  transferFromDb,
  transferJoins,
} from './transfer-mapping.ts';

type TurnRow = { readonly id: string; readonly closed_at: Date | null };

/** How far the id of a closing item may lie from the instant of the closing, in milliseconds. */
const closingToleranceMs = 2_000;

/**
 * Every transfer of a turn, oldest first. `transfer` has no index by turn: the holds carry the turn's
 * own id but for its last byte, and whatever closed the turn carries the time of its closing, so both
 * lie in short ranges of the primary key. The ranges are sent as values: the planner must see how
 * short they are.
 */
export async function readTurnTransfers(
  run: SqlRunner,
  { tenantId, projectId }: ScopeKey,
  turnId: string,
): Promise<readonly TransferView[]> {
  const [turn] = await run<TurnRow>(turnStatement, [tenantId, projectId, turnId]);
  if (turn === undefined) return [];
  const prefix = turn.id.slice(0, -2);
  const closedMs = turn.closed_at?.getTime() ?? null;
  const closing =
    closedMs === null
      ? [null, null]
      : [closedMs - closingToleranceMs, closedMs + closingToleranceMs].map((at) =>
          firstIdAt(new Date(at)),
        );
  const ranges = [`${prefix}00`, `${prefix}ff`, ...closing];
  const rows = await run<TransferRow>(transfersStatement, [
    tenantId,
    projectId,
    turn.id,
    ...ranges,
  ]);
  return rows.map(transferFromDb);
}

const turnStatement = `
SELECT tu.id, tu.closed_at FROM turn_key k
  JOIN turn tu ON tu.tenant_id = k.tenant_id AND tu.project_id = k.project_id AND tu.id = k.turn_id
 WHERE k.tenant_id = $1::int AND k.project_id = $2::int AND k.external_id = $3::text`;

const transfersStatement = `
WITH mine AS (
  SELECT r.id FROM transfer r
   WHERE r.tenant_id = $1::int AND r.project_id = $2::int AND r.turn_id = $3::uuid
     AND r.id BETWEEN $4::uuid AND $5::uuid
  UNION
  SELECT r.id FROM transfer r
   WHERE r.tenant_id = $1::int AND r.project_id = $2::int AND r.turn_id = $3::uuid
     AND r.id BETWEEN $6::uuid AND $7::uuid
)
SELECT ${transferColumns}
  FROM mine
  JOIN transfer t ON t.tenant_id = $1::int AND t.project_id = $2::int AND t.id = mine.id
  ${transferJoins}
 ORDER BY t.recorded_at, t.debit_version, t.id`;
