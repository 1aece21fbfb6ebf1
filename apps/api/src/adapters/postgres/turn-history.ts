import type { DenialView, TurnView } from '@purser/schema/contract/turn-views';
import type { TurnHistory } from '../../ports/turn-history.ts';
import { readList } from './list-query.ts';
import { scopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';
import { type DenialRow, denialFromDb, type TurnRow, turnFromDb } from './turn-mapping.ts';
import { readTurnTransfers } from './turn-transfers-query.ts';

export function createTurnHistory(run: SqlRunner): TurnHistory {
  return {
    list: ({ tenantId, projectId }, { userId, state, ...page }) =>
      readList<TurnRow, TurnView, 'turns'>(
        run,
        {
          name: 'turns',
          columns: 't.*, u.external_id AS user_external_id',
          from: `${turnsFrom(userId)} AND ($4::text IS NULL OR t.state = $4)`,
          values: [tenantId, projectId, userId ?? null, state ?? null],
          orders: { admittedAt: [{ sql: 't.id', type: 'uuid' }] },
        },
        page,
        turnFromDb,
      ),
    denials: ({ tenantId, projectId }, { userId, reason, ...page }) =>
      readList<DenialRow, DenialView, 'denials'>(
        run,
        {
          name: 'denials',
          columns: 'd.*, u.external_id AS user_external_id',
          from: `${denialsFrom(userId)} AND ($4::text IS NULL OR $4 = ANY (d.reasons))`,
          values: [tenantId, projectId, userId ?? null, reason ?? null],
          orders: { deniedAt: [{ sql: 'd.id', type: 'uuid' }] },
        },
        page,
        denialFromDb,
      ),
    async lineage(scope, turnId) {
      const { tenantId, projectId } = scope;
      const [turn] = await run<TurnRow>(
        `SELECT t.*, u.external_id AS user_external_id FROM turn_key k
           JOIN turn t ON t.tenant_id = k.tenant_id AND t.project_id = k.project_id
                AND t.id = k.turn_id
           JOIN app_user u ON u.tenant_id = t.tenant_id AND u.project_id = t.project_id
                AND u.id = t.user_id
          WHERE k.tenant_id = $1::int AND k.project_id = $2::int AND k.external_id = $3::text`,
        [tenantId, projectId, turnId],
      );
      const denials = await run<DenialRow>(
        `SELECT d.*, u.external_id AS user_external_id FROM denial d
           JOIN app_user u ON u.tenant_id = d.tenant_id AND u.project_id = d.project_id
                AND u.id = d.user_id
          WHERE d.tenant_id = $1::int AND d.project_id = $2::int AND d.turn_external_id = $3::text
          ORDER BY d.id LIMIT 100`,
        [tenantId, projectId, turnId],
      );
      return {
        turn: turn === undefined ? null : turnFromDb(turn),
        transfers: turn === undefined ? [] : await readTurnTransfers(run, scopeKey(scope), turnId),
        denials: denials.map(denialFromDb),
      };
    },
  };
}

/** With a user the user's own index leads, without one the primary key does. */
function turnsFrom(userId: string | undefined): string {
  return `FROM turn t
    JOIN app_user u ON u.tenant_id = t.tenant_id AND u.project_id = t.project_id AND u.id = t.user_id
   WHERE t.tenant_id = $1::int AND t.project_id = $2::int AND ${ofUser('t', userId)}`;
}

function denialsFrom(userId: string | undefined): string {
  return `FROM denial d
    JOIN app_user u ON u.tenant_id = d.tenant_id AND u.project_id = d.project_id AND u.id = d.user_id
   WHERE d.tenant_id = $1::int AND d.project_id = $2::int AND ${ofUser('d', userId)}`;
}

function ofUser(table: string, userId: string | undefined): string {
  if (userId === undefined) return '$3::text IS NULL';
  return `${table}.user_id = (SELECT id FROM app_user
            WHERE tenant_id = $1::int AND project_id = $2::int AND external_id = $3::text)`;
}
