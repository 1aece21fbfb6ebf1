import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { Pool } from 'pg';
import type { LotExpiry } from '../../ports/lot-expiry.ts';
import { PostingAccounts } from './posting-accounts.ts';
import { postingId } from './posting-id.ts';
import { type AnswerRow, postingText, postingValues } from './posting-statement.ts';

type LotRow = { readonly reference: string; readonly version: bigint };

type At = Parameters<LotExpiry['expire']>[1];

export function createLotExpiry(pool: Pool): LotExpiry {
  return {
    async expire(scope, at) {
      const lots = await findLots(pool, scope, at);
      const drained = lots.length === 0 ? 0 : await drain(pool, scope, lots, at);
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
): Promise<readonly LotRow[]> {
  const { rows } = await pool.query<LotRow>(
    `SELECT reference, version FROM account
      WHERE tenant_id = $1 AND project_id = $2 AND kind = 'wallet' AND closed_at IS NULL AND expires_at <= $3
        AND credits_posted - debits_posted - debits_pending > 0
      ORDER BY expires_at LIMIT $4`,
    [tenantId, projectId, new Date(nowMs), limit],
  );
  return rows;
}

/**
 * Moves whatever is free at the instant of posting, in one call for all lots. The account's version is
 * part of the key: a second process that read the same lot posts nothing, and money that a hold frees
 * later goes under another key.
 */
async function drain(
  pool: Pool,
  { tenantId, projectId }: CounterScope,
  lots: readonly LotRow[],
  { nowMs, actor }: At,
): Promise<number> {
  const accounts = new PostingAccounts();
  const breakage = accounts.position({ kind: 'breakage', reference: '' });
  const items = lots.map(({ reference, version }) => ({
    op: 'drain',
    id: postingId(nowMs),
    at: new Date(nowMs).toISOString(),
    actor,
    reason: 'lot_expired',
    key: `expire-lot:${reference}:${version}`,
    legList: [
      {
        leg_debit: accounts.position({ kind: 'wallet', reference }),
        leg_credit: breakage,
        leg_kind: 'lot_expired',
      },
    ],
  }));
  const { rows } = await pool.query<AnswerRow>(
    postingText,
    postingValues({ scope: { tenantId, projectId }, lane: null, accounts, items }),
  );
  return rows.filter(({ status }) => status === 'ok').length;
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
