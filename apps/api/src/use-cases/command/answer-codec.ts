import { createHash } from 'node:crypto';

/** Encodes an answer for storage: bigint and Date are tagged, so that a replay answers the same values. */
export function encodeAnswer(value: unknown): unknown {
  if (typeof value === 'bigint') return { $bigint: value.toString() };
  if (value instanceof Date) return { $date: value.toISOString() };
  if (Array.isArray(value)) return value.map(encodeAnswer);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, encodeAnswer(inner)]),
    );
  }
  return value;
}

/** The inverse of `encodeAnswer`. */
export function decodeAnswer<Value>(stored: unknown): Value {
  return decode(stored) as Value;
}

function decode(stored: unknown): unknown {
  if (Array.isArray(stored)) return stored.map(decode);
  if (stored === null || typeof stored !== 'object') return stored;
  if ('$bigint' in stored) return BigInt(String(stored.$bigint));
  if ('$date' in stored) return new Date(String(stored.$date));
  return Object.fromEntries(Object.entries(stored).map(([key, inner]) => [key, decode(inner)]));
}

/** SHA-256 over the canonical form of a request (keys sorted, absent fields left out). */
export function requestHash(input: unknown): string {
  return createHash('sha256').update(canonical(input)).digest('hex');
}

function canonical(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
