import type { Pool } from 'pg';
import type { HoldIndex, RebuiltHolds } from '../../ports/hold-index.ts';
import { inTransaction } from './in-transaction.ts';
import { holdsFromTransfers } from './ledger-checks/open-holds.ts';
import { readWholeTables } from './ledger-checks/whole-tables.ts';

/** The lock that purser_post shares: whoever has it alone has the project's ledger to themselves. */
const ledgerLock = 7301;

const rebuildSql = `
  WITH truth AS MATERIALIZED (
    SELECT h.* FROM (${holdsFromTransfers}) h WHERE h.remaining > 0
  ), removed AS (
    DELETE FROM open_hold o WHERE o.tenant_id = $1::int AND o.project_id = $2::int
       AND NOT EXISTS (SELECT 1 FROM truth h WHERE h.id = o.id) RETURNING o.id
  ), corrected AS (
    UPDATE open_hold o SET remaining = h.remaining, debit_account_id = h.debit_account_id,
           credit_account_id = h.credit_account_id, turn_id = h.turn_id
      FROM truth h WHERE o.tenant_id = $1::int AND o.project_id = $2::int AND o.id = h.id
       AND (o.remaining, o.debit_account_id, o.credit_account_id, o.turn_id)
           IS DISTINCT FROM (h.remaining, h.debit_account_id, h.credit_account_id, h.turn_id)
    RETURNING o.id
  ), added AS (
    INSERT INTO open_hold (tenant_id, project_id, id, debit_account_id, credit_account_id, remaining, at_expiry,
                           expires_at, turn_id, owner_id)
    SELECT $1::int, $2::int, h.id, h.debit_account_id, h.credit_account_id, h.remaining,
           CASE WHEN t.id IS NULL THEN 'never' ELSE 'release' END, t.expires_at, h.turn_id,
           coalesce(t.user_id, a.owner_id)
      FROM truth h
      LEFT JOIN turn t ON t.tenant_id = $1::int AND t.project_id = $2::int AND t.id = h.turn_id
      LEFT JOIN account a ON a.tenant_id = $1::int AND a.project_id = $2::int AND a.id = h.debit_account_id
     WHERE NOT EXISTS (SELECT 1 FROM open_hold o
       WHERE o.tenant_id = $1::int AND o.project_id = $2::int AND o.id = h.id)
    RETURNING id
  )
  SELECT (SELECT count(*) FROM added)::int AS added, (SELECT count(*) FROM removed)::int AS removed,
         (SELECT count(*) FROM corrected)::int AS corrected`;

/** Rebuilds `open_hold` from `transfer` (rule L7). */
export function createHoldIndex(pool: Pool): HoldIndex {
  return {
    rebuild: ({ tenantId, projectId }) =>
      inTransaction(pool, async (run) => {
        await run('SELECT pg_advisory_xact_lock($1::int, $2::int)', [
          ledgerLock,
          tenantId * 65_536 + projectId,
        ]);
        await run(readWholeTables, []);
        const [rebuilt] = await run<RebuiltHolds>(rebuildSql, [tenantId, projectId]);
        return rebuilt ?? { added: 0, removed: 0, corrected: 0 };
      }),
  };
}
