/** One account as a posting names it; it is created when missing. */
export type AccountRef = {
  readonly kind:
    | ('wallet' | 'period' | 'project' | 'funding' | 'spend' | 'revenue' | 'breakage')
    | ('allowance' | 'quota' | 'usage' | 'adjustment');
  /** What it is counted in; micro-dollars unless a tenant's quota says otherwise. */
  readonly unit?: 'bytes' | 'pieces';
  /** What the account is of: a lot id, a period key, `stripe`, a provider, …; '' for the project itself. */
  readonly reference: string;
  /** Sub-account of an account that every transfer touches; 0 for all others. */
  readonly shard?: number;
  readonly ownerId?: bigint;
  /** How far below zero holds may take a new account: 0 (default), n, or null = unlimited. */
  readonly overdraftMicroUsd?: bigint | null;
  readonly expiresAt?: Date | null;
};

/** A posted movement of an admin command, inside that command's own transaction. */
export type PostingLeg = {
  readonly debit: AccountRef;
  readonly credit: AccountRef;
  readonly amountMicroUsd: bigint;
  readonly kind: string;
};

export type Posting = {
  /** `<operation>:<key or business id>`; each leg appends its number (rule L6). */
  readonly key: string;
  readonly legs: readonly PostingLeg[];
  readonly actor: string;
  readonly reason: string;
  readonly effectiveAtMs: number;
  readonly externalId?: string;
};

export type PostingResult =
  | { readonly status: 'posted' | 'duplicate'; readonly transferIds: readonly string[] }
  | { readonly status: 'key_conflict' };

/** Money set aside by an admin command until it is settled or ended; it never expires (rule L4). */
export type HoldPosting = Omit<Posting, 'legs'> & {
  readonly leg: PostingLeg;
};

export type HoldResult =
  | { readonly status: 'held'; readonly holdId: string }
  | { readonly status: 'short' };

/** The end of a hold: a part of it, or more, is booked, and the rest is free again. */
export type HoldEnd = Omit<Posting, 'legs'> & {
  readonly holdId: string;
  readonly kind: string;
  /** What is booked, and where; null frees all of it. */
  readonly booked: PostingLeg | null;
};

/** Posts through the one SQL posting function (rule L5), in the caller's transaction. */
export interface LedgerPosting {
  post(posting: Posting): Promise<PostingResult>;
  /** Sets money aside that its account must have. */
  hold(posting: HoldPosting): Promise<HoldResult>;
  /** Ends a hold that the command knows to be open; any other answer than yes is a fault. */
  endHold(end: HoldEnd): Promise<void>;
  /**
   * Keeps every posting, batched ones included, from these accounts until this transaction ends. What a
   * command decides by a balance it reads after this, and it names here all accounts it will post to that
   * others post to as well: locks are taken in the posting function's own order (rule L10).
   */
  lock(accounts: readonly AccountRef[]): Promise<void>;
  /** From here on no hold is taken from the account (rule L2). */
  close(account: AccountRef, at: Date): Promise<void>;
  /** Sets how far below zero holds may take the account: 0, n, or null = unlimited. */
  setOverdraft(account: AccountRef, overdraftMicroUsd: bigint | null): Promise<void>;
}
