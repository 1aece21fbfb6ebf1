import { GraphQLError } from 'graphql';
import type { Page, PageRequest } from '../../contract/request-context.ts';

/**
 * Use cases name only where a page ends. An edge inside a page is named by that page's own start and
 * the number of rows after it, so that every edge has a cursor that can be continued from.
 */
export type Position =
  | { readonly kind: 'page'; readonly cursor: string }
  | { readonly kind: 'row'; readonly start: string | null; readonly rows: number };

/** `order` names the order the list was asked in; empty for its own. */
export function writeCursor(position: Position, order: string): string {
  const parts =
    position.kind === 'page' ? [order, position.cursor] : [order, position.start, position.rows];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** Reads a cursor this server wrote in this order; anything else is refused naming `after`. */
export function readCursor(text: string, order: string): Position {
  const parts = parsed(text);
  if (Array.isArray(parts) && parts[0] === order) {
    const [, start, rows] = parts;
    if (parts.length === 2 && typeof start === 'string') return { kind: 'page', cursor: start };
    const isStart = start === null || typeof start === 'string';
    if (isStart && Number.isInteger(rows) && rows > 0 && rows <= 200) {
      return { kind: 'row', start, rows };
    }
  }
  throw badCursor();
}

/** The refusal of an `after` that no page of this list has answered. */
export function badCursor(): GraphQLError {
  return new GraphQLError('`after` is not a cursor of this list in this order.', {
    extensions: { code: 'BAD_USER_INPUT', field: 'after' },
  });
}

/** Turns a position into the use case's own cursor; null when the list ends there. */
export async function resolvePosition<Item>(
  position: Position,
  list: (page: PageRequest) => Promise<Page<Item>>,
): Promise<string | null> {
  if (position.kind === 'page') return position.cursor;
  const before = await list({ limit: position.rows, cursor: position.start ?? undefined });
  return before.nextCursor;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return null;
  }
}
