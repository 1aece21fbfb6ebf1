import { arrayElement } from './array-literal.ts';
import type { PostingAccounts } from './posting-accounts.ts';
import { type Column, columnTypes, type PostingItem, type Value } from './posting-columns.ts';

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
  const legs = items.flatMap(({ legList }) => legList ?? []);
  const windows = items.flatMap(({ windowList }) => windowList ?? []);
  const counted = items.map((item) => ({
    ...item,
    legs: item.legList?.length,
    windows: item.windowList?.length,
  }));
  const rowsOf = (column: Column): readonly Readonly<Partial<Record<Column, Value>>>[] => {
    if (column.startsWith('account_')) return accounts.rows;
    if (column.startsWith('leg_')) return legs;
    return column.startsWith('window_') ? windows : counted;
  };
  return [
    scope.tenantId,
    scope.projectId,
    lane?.id ?? null,
    lane?.told ?? 0,
    lane?.lockFirst ?? true,
    ...columns.map((column) => columnLiteral(column, rowsOf(column))),
  ];
}

function columnLiteral(
  column: Column,
  rows: readonly Readonly<Partial<Record<Column, Value>>>[],
): string | null {
  const isText = columnTypes[column] === 'text[]';
  let any = false;
  let literal = '';
  for (const row of rows) {
    const value = row[column] ?? null;
    literal += literal === '' ? '{' : ',';
    if (value === null) literal += 'NULL';
    else {
      any = true;
      literal += isText ? arrayElement(String(value)) : String(value);
    }
  }
  if (column === 'account_id' && !any) return '{}';
  return any ? `${literal}}` : null;
}
