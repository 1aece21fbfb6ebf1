/** The columns of purser_post, by its parameters' names without `p_`; how many legs and windows an item has is counted here. */
export const columnTypes = {
  account_id: 'uuid[]',
  account_kind: 'text[]',
  account_reference: 'text[]',
  account_shard: 'smallint[]',
  account_owner: 'bigint[]',
  account_overdraft: 'bigint[]',
  account_expires_at: 'timestamptz[]',
  op: 'text[]',
  id: 'uuid[]',
  at: 'timestamptz[]',
  actor: 'text[]',
  content: 'text[]',
  legs: 'integer[]',
  leg_debit: 'integer[]',
  leg_credit: 'integer[]',
  leg_amount: 'bigint[]',
  leg_kind: 'text[]',
  key: 'text[]',
  kind: 'text[]',
  reason: 'text[]',
  external_id: 'text[]',
  hold_id: 'uuid[]',
  hold_phase: 'text[]',
  at_expiry: 'text[]',
  turn_key: 'text[]',
  turn_id: 'uuid[]',
  account: 'integer[]',
  expires_at: 'timestamptz[]',
  slot_expires_at: 'timestamptz[]',
  user_id: 'bigint[]',
  bundle_id: 'text[]',
  class: 'text[]',
  plan_id: 'text[]',
  plan_source: 'text[]',
  epoch: 'text[]',
  estimate_tokens: 'bigint[]',
  held_tokens: 'bigint[]',
  price_pico: 'bigint[]',
  factor_percent: 'integer[]',
  primary_source: 'text[]',
  ask_wallet: 'boolean[]',
  wallet_beyond_limits: 'boolean[]',
  providers: 'text[]',
  provider_holds: 'text[]',
  metadata: 'text[]',
  decision: 'text[]',
  anchor: 'boolean[]',
  cost: 'bigint[]',
  outcome: 'text[]',
  usage: 'text[]',
  flags: 'text[]',
  windows: 'integer[]',
  window_scope: 'text[]',
  window_start: 'integer[]',
  window_max: 'bigint[]',
} as const;

export type Column = keyof typeof columnTypes;
export type Value = string | number | bigint | boolean | null | undefined;
type AccountColumn = Extract<Column, `account_${string}`>;
type ListColumn = Extract<Column, `leg_${string}` | `window_${string}`>;

/** Rows of the lists that items refer to. */
export type PostingAccount = Readonly<Partial<Record<AccountColumn, Value>>>;
type PostingLeg = Readonly<Partial<Record<Extract<Column, `leg_${string}`>, Value>>>;
type PostingWindow = Readonly<Partial<Record<Extract<Column, `window_${string}`>, Value>>>;

/** One item of a batch; accounts are named by position (`PostingAccounts`). */
export type PostingItem = Readonly<
  Partial<Record<Exclude<Column, AccountColumn | ListColumn | 'legs' | 'windows'>, Value>>
> & {
  readonly legList?: readonly PostingLeg[];
  readonly windowList?: readonly PostingWindow[];
};
