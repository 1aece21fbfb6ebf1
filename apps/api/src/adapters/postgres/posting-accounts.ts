import type { AccountRef } from '../../ports/ledger.ts';
import { accountId } from './account-id.ts';
import type { PostingAccount } from './posting-columns.ts';

/** Accounts that any amount may leave: money enters and ends there. */
const boundless: ReadonlySet<AccountRef['kind']> = new Set([
  'funding',
  'spend',
  'revenue',
  'breakage',
]);

/** Collects the accounts of a batch; items name them by position, as purser_post wants it. */
export class PostingAccounts {
  readonly #positions = new Map<string, number>();
  readonly #accounts: PostingAccount[] = [];

  /** The 1-based position of an account, added when new. */
  position(ref: AccountRef): number {
    const shard = ref.shard ?? 0;
    const key = `${ref.kind} ${shard} ${ref.reference}`;
    const known = this.#positions.get(key);
    if (known !== undefined) return known;
    const position = this.#accounts.push(encode(ref, shard));
    this.#positions.set(key, position);
    return position;
  }

  /** As purser_post takes them, in the order of their positions. */
  get rows(): readonly PostingAccount[] {
    return this.#accounts;
  }
}

function encode(ref: AccountRef, shard: number): PostingAccount {
  const unlimited = boundless.has(ref.kind) || ref.overdraftMicroUsd === null;
  return {
    account_id: accountId(ref.kind, ref.reference, shard),
    account_kind: ref.kind,
    account_reference: ref.reference,
    account_shard: shard,
    account_owner: ref.ownerId,
    account_overdraft: unlimited ? null : (ref.overdraftMicroUsd ?? 0n),
    account_expires_at: ref.expiresAt?.toISOString(),
  };
}
