import type { AccountRef } from '../../ports/ledger.ts';
import { accountId } from './account-id.ts';

/** Accounts that any amount may leave: money enters and ends there. */
const boundless: ReadonlySet<AccountRef['kind']> = new Set([
  'funding',
  'spend',
  'revenue',
  'breakage',
]);

type EncodedAccount = {
  readonly id: string;
  readonly kind: string;
  readonly reference: string;
  readonly shard: number;
  readonly owner_id?: string;
  readonly overdraft?: string;
  readonly unlimited?: boolean;
  readonly expires_at?: string;
};

/** Collects the accounts of a batch; items name them by position, as purser_post wants it. */
export class PostingAccounts {
  readonly #positions = new Map<string, number>();
  readonly #accounts: EncodedAccount[] = [];

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

  toJson(): string {
    return JSON.stringify(this.#accounts);
  }
}

function encode(ref: AccountRef, shard: number): EncodedAccount {
  const unlimited = boundless.has(ref.kind) || ref.overdraftMicroUsd === null;
  return {
    id: accountId(ref.kind, ref.reference, shard),
    kind: ref.kind,
    reference: ref.reference,
    shard,
    ...(ref.ownerId === undefined ? {} : { owner_id: ref.ownerId.toString() }),
    ...(unlimited ? { unlimited } : { overdraft: (ref.overdraftMicroUsd ?? 0n).toString() }),
    ...(ref.expiresAt ? { expires_at: ref.expiresAt.toISOString() } : {}),
  };
}
