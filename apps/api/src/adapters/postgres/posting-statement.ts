import type { PostingAccounts } from './posting-accounts.ts';
import { type Column, columnTypes, type PostingItem } from './posting-columns.ts';
import { columnLiterals } from './posting-literals.ts';

type LaneState = {
  readonly id: string;
  readonly told: number;
  /** The project's budget is locked before anything is decided, not when all but its own rows are written (decision 2). */
  readonly lockFirst: boolean;
};

export type PostingBatch = {
  readonly scope: { readonly tenantId: number; readonly projectId: number };
  /** The lane whose batch it is, and how far its turns have been told (rule W8). */
  readonly lane: LaneState | null;
  readonly accounts: PostingAccounts;
  readonly items: readonly PostingItem[];
};

/** A row that purser_post answers; `detail` is JSON. */
export type AnswerRow = {
  readonly ordinal: number;
  readonly status: string;
  readonly turn_id: string | null;
  readonly turn_key: string | null;
  readonly user_id: bigint | null;
  readonly bundle_id: string | null;
  readonly tokens: bigint | null;
  readonly cost: bigint | null;
  readonly version: bigint | null;
  readonly minute: number | null;
  readonly closed_at: Date | null;
  readonly primary_available: bigint | null;
  readonly wallet_available: bigint | null;
  readonly wallet_balance: bigint | null;
  readonly detail: string | null;
};

const columns = Object.keys(columnTypes) as readonly Column[];
const parameters = columns.map((name, index) => `p_${name} => $${index + 6}::${columnTypes[name]}`);

/** The one statement that calls purser_post. */
export const postingText = `SELECT * FROM purser_post(p_tenant => $1::integer, p_project => $2::integer, p_lane => $3::uuid, p_told => $4::bigint, p_lock_first => $5::boolean, ${parameters.join(', ')})`;

/** Its values: a batch in columns, each an array literal, or null where no row has a value. */
export function postingValues({ scope, lane, accounts, items }: PostingBatch): unknown[] {
  return [
    scope.tenantId,
    scope.projectId,
    lane?.id ?? null,
    lane?.told ?? 0,
    lane?.lockFirst ?? true,
    ...columnLiterals(accounts.rows, items),
  ];
}
