import type { PostedBy, QuotaMovement } from '../../ports/quota-store.ts';
import { PostingAccounts } from './posting-accounts.ts';
import type { PostingItem } from './posting-columns.ts';
import { postingId } from './posting-id.ts';
import { type AnswerRow, postingText, postingValues } from './posting-statement.ts';
import type { Tx } from './prisma.ts';
import { quotaAccount } from './quota-accounts.ts';
import type { ScopeKey } from './scope-key.ts';

type Posting = {
  readonly periodId: string;
  readonly movements: readonly QuotaMovement[];
  readonly by: PostedBy;
};

/**
 * Posts a quota's movements through purser_post, all in one call. What they ask was decided under the
 * tenant's lock, so that any other answer than yes is a fault.
 */
export async function postQuotaMovements(
  tx: Tx,
  scope: ScopeKey,
  posting: Posting,
): Promise<readonly (string | null)[]> {
  const { movements } = posting;
  if (movements.length === 0) return [];
  const accounts = new PostingAccounts();
  const items = movements.map((movement) => encode(movement, posting, accounts));
  const values = postingValues({ scope, lane: null, accounts, items });
  const rows = await tx.$queryRawUnsafe<AnswerRow[]>(postingText, ...values);
  const byOrdinal = new Map(rows.map((row) => [row.ordinal, row]));
  return movements.map((movement, index) => {
    const row = byOrdinal.get(index + 1);
    if (row?.status !== 'ok') {
      throw new Error(`purser_post answered ${row?.status ?? 'nothing'} to ${movement.op}.`);
    }
    return movement.op === 'hold' ? firstTransferId(row) : null;
  });
}

function firstTransferId({ detail }: AnswerRow): string | null {
  const { transfer_ids: ids }: { transfer_ids?: readonly string[] } = JSON.parse(detail ?? '{}');
  return ids?.[0] ?? null;
}

function encode(
  movement: QuotaMovement,
  { periodId, by }: Posting,
  accounts: PostingAccounts,
): PostingItem {
  const { dimension } = movement;
  const at = (kind: Parameters<typeof quotaAccount>[0]) =>
    accounts.position(quotaAccount(kind, periodId, dimension));
  const item = {
    id: postingId(by.atMs),
    at: new Date(by.atMs).toISOString(),
    actor: by.actor,
    reason: by.reason,
  };
  const leg = (debit: number, credit: number, amount: bigint) => ({
    legList: [{ leg_debit: debit, leg_credit: credit, leg_amount: amount }],
  });
  switch (movement.op) {
    case 'raise':
      return {
        ...item,
        op: 'post',
        kind: 'limit',
        ...leg(at('allowance'), at('quota'), movement.amount),
      };
    case 'lower':
      return {
        ...item,
        op: 'post',
        kind: 'limit',
        ...leg(at('quota'), at('allowance'), movement.amount),
      };
    case 'use':
      return {
        ...item,
        op: 'post',
        kind: movement.sink,
        ...leg(at('quota'), at(movement.sink), movement.amount),
      };
    case 'hold':
      return {
        ...item,
        op: 'hold',
        kind: 'lease',
        at_expiry: 'doubt',
        expires_at: new Date(movement.expiresAtMs).toISOString(),
        ...leg(at('quota'), at('usage'), movement.amount),
      };
    case 'settle':
      return {
        ...item,
        op: 'settle_hold',
        kind: movement.sink,
        hold_id: movement.holdId,
        ...leg(at('quota'), at(movement.sink), movement.amount),
      };
    case 'end':
      return {
        ...item,
        op: 'end_hold',
        kind: 'lease',
        hold_id: movement.holdId,
        hold_phase: movement.phase,
      };
  }
}
