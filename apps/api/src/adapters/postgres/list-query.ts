import { type ListName, listOrders, type SortField } from '@purser/schema/contract/list-orders';
import type { Page, PageRequest, Sort } from '@purser/schema/contract/request-context';
import { type CursorPart, decodeCursor, encodeCursor } from './keyset.ts';
import type { SqlRunner } from './sql-runner.ts';

/** One column of an order; never null. `against` turns the direction of the list around for it. */
type SortColumn = {
  readonly sql: string;
  readonly type: CursorPart;
  readonly against?: true;
};

/** For each order of a list its columns; the last ones name one row, so that no two rows are level. */
export type OrdersOf<Name extends ListName> = {
  readonly [Field in SortField<Name>]: readonly SortColumn[];
};

/** A list before its page is cut out of it. */
type ListQuery<Name extends ListName> = {
  readonly name: Name;
  readonly columns: string;
  /** From FROM to the last condition. */
  readonly from: string;
  readonly groupBy?: string;
  readonly values: readonly unknown[];
  readonly orders: OrdersOf<Name>;
};

/**
 * One page of a list by keyset, in the order asked for. The cursor holds the order and the last row's
 * own sort columns as PostgreSQL writes them, so that no digit of an instant is lost on the way.
 */
export async function readList<Row, Item, Name extends ListName>(
  run: SqlRunner,
  { name, columns, from, groupBy = '', values, orders }: ListQuery<Name>,
  { limit, cursor, sort, countUpTo }: PageRequest,
  item: (row: Row) => Item,
): Promise<Page<Item>> {
  const order = orderOf(name, sort);
  const sortColumns: readonly SortColumn[] = orders[order.by];
  const mark = `${order.by} ${order.direction}`;
  const after = decodeCursor(
    cursor,
    [mark],
    sortColumns.map(({ type }) => type),
  );
  const rows = await run<Row & { readonly cursor_key: readonly string[] }>(
    `SELECT ${columns}, ARRAY[${sortColumns.map(({ sql }) => `${sql}::text`).join(', ')}] AS cursor_key
     ${from} ${after === null ? '' : afterCondition(sortColumns, order, values.length)} ${groupBy}
     ORDER BY ${sortColumns.map((column) => `${column.sql} ${directionOf(column, order)}`).join(', ')}
     LIMIT $${values.length + sortColumns.length * (after === null ? 0 : 1) + 1}::int`,
    [...values, ...(after ?? []), limit + 1],
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(item),
    nextCursor:
      rows.length > limit && last !== undefined ? encodeCursor([mark, ...last.cursor_key]) : null,
    total: await countRows(run, { from, groupBy, values }, countUpTo),
  };
}

/** Rows of a list up to a bound; undefined when not asked, or when there are more. */
export async function countRows(
  run: SqlRunner,
  { from, groupBy = '', values }: Pick<ListQuery<ListName>, 'from' | 'groupBy' | 'values'>,
  countUpTo: number | undefined,
): Promise<number | undefined> {
  if (countUpTo === undefined) return undefined;
  const [counted] = await run<{ readonly rows: bigint }>(
    `SELECT count(*) AS rows
       FROM (SELECT 1 ${from} ${groupBy} LIMIT $${values.length + 1}::int) bounded`,
    [...values, countUpTo + 1],
  );
  const rows = Number(counted?.rows ?? 0);
  return rows > countUpTo ? undefined : rows;
}

/** Puts what was read by its keys into the order of the page that named them. */
export function inOrderOf<Key extends string | bigint, Item>(
  page: Page<Key>,
  found: readonly Item[],
  keyOf: (item: Item) => Key,
): Page<Item> {
  const byKey = new Map(found.map((item) => [keyOf(item), item]));
  return { ...page, items: page.items.flatMap((key) => byKey.get(key) ?? []) };
}

/** The order of a list; a field that no edge could have let through is a fault. */
export function orderOf<Name extends ListName>(
  name: Name,
  sort: Sort | undefined,
): Sort<SortField<Name>> {
  const { fields, default: own } = listOrders[name];
  if (sort === undefined) return own as Sort<SortField<Name>>;
  const by = fields.find((field) => field === sort.by);
  if (by === undefined) throw new Error(`The list ${name} is not sorted by ${sort.by}.`);
  return { by: by as SortField<Name>, direction: sort.direction };
}

function directionOf({ against }: SortColumn, { direction }: Sort): 'ASC' | 'DESC' {
  return (direction === 'asc') === (against === undefined) ? 'ASC' : 'DESC';
}

/** Rows after the key whose parts are the parameters behind `count` others. */
function afterCondition(columns: readonly SortColumn[], order: Sort, count: number): string {
  const marks = columns.map(({ type }, index) => `$${count + index + 1}::${sqlTypes[type]}`);
  const steps = columns.map((column, index) => {
    const level = columns.slice(0, index).map(({ sql }, at) => `${sql} = ${marks[at]}`);
    const beyond = directionOf(column, order) === 'ASC' ? '>' : '<';
    return [...level, `${column.sql} ${beyond} ${marks[index]}`].join(' AND ');
  });
  if (columns.some(({ against }) => against))
    return `AND (${steps.map((s) => `(${s})`).join(' OR ')})`;
  const beyond = order.direction === 'asc' ? '>' : '<';
  return `AND (${columns.map(({ sql }) => sql).join(', ')}) ${beyond} (${marks.join(', ')})`;
}

const sqlTypes: Readonly<Record<CursorPart, string>> = {
  text: 'text',
  uuid: 'uuid',
  integer: 'bigint',
  instant: 'timestamptz',
};
