import type { Problem } from '../problem.ts';

/** Network failures on the way to PostgreSQL or Redis: waiting helps. */
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
]);

/** Values that PostgreSQL cannot store and that an edge check let through: the caller's, not ours. */
const valueStates = new Set(['22003', '22008', '22021', '22P05']);

/** What a failure of the storage means for the caller; null when it says nothing about the caller. */
export function storageProblem(error: Error): Problem | null {
  const code = codeOf(error) ?? codeOf(error.cause);
  if (code === null) return null;
  if (valueStates.has(code)) {
    return { code: 'invalid_value', message: 'A value of this request cannot be stored.' };
  }
  return networkCodes.has(code) || isUnavailableState(code)
    ? { code: 'unavailable', message: 'The storage is not reachable. Try again in a moment.' }
    : null;
}

/** SQLSTATE class 08 is a lost connection; the others are a server that starts, stops or is full. */
function isUnavailableState(code: string): boolean {
  return /^(08...|57P0[1-5]|53300)$/.test(code);
}

function codeOf(error: unknown): string | null {
  if (error === null || typeof error !== 'object' || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
