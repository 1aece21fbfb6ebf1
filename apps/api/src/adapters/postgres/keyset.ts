import { CursorError } from '../../ports/cursor-error.ts';

/** What a cursor carries. */
type CursorKey = readonly (string | number)[];

/** What a part of a sort key is; instants as PostgreSQL writes them, or `infinity`. */
export type CursorPart = 'text' | 'uuid' | 'integer' | 'instant';

export function encodeCursor(key: CursorKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * The sort key in a cursor, behind the marks it must begin with; null for the first page. Throws a
 * CursorError unless the marks are these and each part is of its kind.
 */
export function decodeCursor(
  cursor: string | undefined,
  marks: readonly string[],
  kinds: readonly CursorPart[],
): readonly string[] | null {
  if (cursor === undefined) return null;
  const parts = parse(cursor);
  const fits =
    parts.length === marks.length + kinds.length &&
    marks.every((mark, index) => parts[index] === mark);
  if (!fits) throw new CursorError();
  const key = parts.slice(marks.length);
  return kinds.map((kind, index) => {
    const part = key[index];
    if (typeof part !== 'string' || !partChecks[kind](part)) throw new CursorError();
    return part;
  });
}

/** The parts of a cursor, whatever they are. */
export function parse(cursor: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parts)) return parts;
  } catch {
    // What is not JSON is no cursor.
  }
  throw new CursorError();
}

const uuidShape = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const integerShape = /^-?\d{1,18}$/;
const instantShape = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{1,6})?([+-]\d\d)(:\d\d)?$/;

const partChecks: Readonly<Record<CursorPart, (part: string) => boolean>> = {
  text: (part) => part.isWellFormed() && !part.includes('\0'),
  uuid: (part) => uuidShape.test(part),
  integer: (part) => integerShape.test(part),
  instant: (part) => part === 'infinity' || isInstant(part),
};

function isInstant(part: string): boolean {
  const [, day, time, hours, minutes = ':00'] = instantShape.exec(part) ?? [];
  if (day === undefined || Number.isNaN(Date.parse(`${day}T${time}${hours}${minutes}`)))
    return false;
  // A day that its month does not have reads as one of the next.
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}
