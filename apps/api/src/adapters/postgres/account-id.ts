import { createHash } from 'node:crypto';
import type { AccountRef } from '../../ports/ledger.ts';

/** An account's id, derived as purser_account_id derives it, so that nobody looks one up. */
export function accountId(kind: AccountRef['kind'], reference: string, shard = 0): string {
  const hex = createHash('md5').update(`${kind}\x1f${reference}\x1f${shard}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
