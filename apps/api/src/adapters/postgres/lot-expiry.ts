import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { Pool } from 'pg';
import type { LotExpiry } from '../../ports/lot-expiry.ts';
import { type DrainedAccount, drainAccounts } from './drain-accounts.ts';

type At = Parameters<LotExpiry['expire']>[1];

export function createLotExpiry(pool: Pool): LotExpiry {
  return {
    async expire(scope, at) {
      const lots = await findLots(pool, scope, at);
      const drained = await drainAccounts(pool, scope, {
        kind: 'wallet',
        accounts: lots,
        into: { kind: 'breakage', reference: '' },
        operation: 'expire-lot',
        transferKind: 'lot_expired',
        reason: 'lot_expired',
        actor: at.actor,
        nowMs: at.nowMs,
      });
      const closed = await closeEmpty(pool, scope, at);
      return { drained, closed, more: lots.length === at.limit };
    },
  };
}

/** Lots that have expired with money that nothing holds. */
async function findLots(
  pool: Pool,
  { tenantId, projectId }: CounterScope,
  { nowMs, limit }: At,
): Promise<readonly DrainedAccount[]> {
  const { rows } = await pool.query<DrainedAccount>(
    `SELECT reference, version FROM account
      WHERE tenant_id = $1 AND project_id = $2 AND kind = 'wallet' AND closed_at IS NULL AND expires_at <= $3
        AND credits_posted - debits_posted - debits_pending > 0
      ORDER BY expires_at LIMIT $4`,
    [tenantId, projectId, new Date(nowMs), limit],
  );
  return rows;
}

/** A lot with nothing left is found by no admission any more. */
async function closeEmpty(
  pool: Pool,
  { tenantId, projectId }: CounterScope,
  { nowMs }: At,
): Promise<number> {
  const { rowCount } = await pool.query(
    `UPDATE account SET closed_at = $3
      WHERE tenant_id = $1 AND project_id = $2 AND kind = 'wallet' AND closed_at IS NULL AND expires_at <= $3
        AND credits_posted = debits_posted AND debits_pending = 0`,
    [tenantId, projectId, new Date(nowMs)],
  );
  return rowCount ?? 0;
}
