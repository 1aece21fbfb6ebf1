import type { QuotaMovement } from '@purser/domain/lease/quota-movement';
import type { PostedBy } from '../../../ports/quota-store.ts';
import type { PostingAccounts } from '../posting-accounts.ts';
import type { PostingItem } from '../posting-columns.ts';
import { postingId } from '../posting-id.ts';
import { quotaAccount } from '../quota-accounts.ts';

type Posting = {
  readonly periodId: string;
  readonly by: PostedBy;
  readonly accounts: PostingAccounts;
};

/** A movement as an item of purser_post. */
export function postingItem(
  movement: QuotaMovement,
  { periodId, by, accounts }: Posting,
): PostingItem {
  const { dimension, amount } = movement;
  const at = (kind: Parameters<typeof quotaAccount>[0]) =>
    accounts.position(quotaAccount(kind, periodId, dimension));
  const between = (debit: Parameters<typeof at>[0], credit: Parameters<typeof at>[0]) => ({
    legList: [{ leg_debit: at(debit), leg_credit: at(credit), leg_amount: amount }],
  });
  const instant = new Date(by.atMs).toISOString();
  const item = { id: postingId(by.atMs), at: instant, actor: by.actor, reason: by.reason };
  switch (movement.op) {
    case 'raise':
      return { ...item, op: 'post', kind: 'limit', ...between('allowance', 'quota') };
    case 'lower':
      return { ...item, op: 'post', kind: 'limit', ...between('quota', 'allowance') };
    case 'use':
      return { ...item, op: 'post', kind: movement.sink, ...between('quota', movement.sink) };
    case 'hold':
      return {
        ...item,
        // The hold is the first row of its item: its id was known before it was posted.
        id: `${movement.holdId.slice(0, -2)}00`,
        op: 'hold',
        kind: 'lease',
        at_expiry: 'doubt',
        expires_at: new Date(movement.expiresAtMs).toISOString(),
        ...between('quota', 'usage'),
      };
    case 'settle':
      return {
        ...item,
        op: 'settle_hold',
        kind: movement.sink,
        hold_id: movement.holdId,
        ...between('quota', movement.sink),
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
