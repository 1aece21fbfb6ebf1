import type { Page } from '@purser/schema/contract/request-context';
import { CursorError } from '../../ports/cursor-error.ts';

/** What a cursor carries: the sort key of the last row of a page. */
export type CursorKey = readonly (string | number)[];

export function encodeCursor(key: CursorKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * The sort key in a cursor; null for the first page. Throws a CursorError unless each part is of the
 * kind that this list's cursors are made of.
 */
export function decodeCursor<const Kinds extends readonly CursorPart[]>(
  cursor: string | undefined,
  kinds: Kinds,
): { readonly [Index in keyof Kinds]: PartValue<Kinds[Index]> } | null {
  if (cursor === undefined) return null;
  const key = parse(cursor);
  const fits =
    Array.isArray(key) &&
    key.length === kinds.length &&
    kinds.every((kind, index) => partChecks[kind](key[index]));
  if (!fits) throw new CursorError();
  return key as unknown as { readonly [Index in keyof Kinds]: PartValue<Kinds[Index]> };
}

export type CursorPart = 'text' | 'uuid' | 'integer' | 'instant';
type PartValue<Kind> = Kind extends 'integer' ? number : string;

const uuidShape = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const instantShape = /^\d{4,6}-\d\d-\d\dT[\d:.]+Z$/;

const partChecks: Readonly<Record<CursorPart, (part: unknown) => boolean>> = {
  text: (part) => typeof part === 'string' && part.isWellFormed() && !part.includes('\0'),
  uuid: (part) => typeof part === 'string' && uuidShape.test(part),
  integer: (part) => Number.isSafeInteger(part),
  instant: (part) => typeof part === 'string' && instantShape.test(part),
};

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new CursorError();
  }
}

/** Makes a page of rows that were read one beyond its limit. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  { item, key }: { readonly item: (row: Row) => Item; readonly key: (row: Row) => CursorKey },
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(item),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(key(last)) : null,
  };
}
