/** Values that have one canonical text. A bigint is written as a decimal string, a Date as RFC 3339. */
export type Canonical =
  | null
  | boolean
  | number
  | string
  | bigint
  | Date
  | readonly Canonical[]
  | { readonly [key: string]: Canonical | undefined };

/**
 * JSON with the keys of every object sorted by code unit and no spaces, so that equal values have
 * equal texts whatever order a database or parser kept. Absent (undefined) fields are left out.
 */
export function canonicalJson(value: Canonical): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') {
    return JSON.stringify(value);
  }
  if (typeof value === 'number') return canonicalNumber(value);
  if (typeof value === 'bigint') return JSON.stringify(value.toString());
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = Object.entries(value).flatMap(([key, inner]) =>
    inner === undefined ? [] : [[key, inner] as const],
  );
  const sorted = fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('Only finite numbers have a canonical form.');
  return JSON.stringify(value);
}

/** `Array.isArray` does not narrow a read-only array out of a union. */
function isList(value: Canonical): value is readonly Canonical[] {
  return Array.isArray(value);
}
