import { Prisma } from '@purser/prisma/client';

/** PostgreSQL's serialization failure and deadlock: running the transaction again is the cure. */
const retryableStates: ReadonlySet<unknown> = new Set(['40001', '40P01']);

/** Prisma's own name for a write conflict or deadlock. */
const writeConflict = 'P2034';

/** Whether the transaction that failed may simply run again. */
export function isRetryable(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === writeConflict) {
    return true;
  }
  return sqlStateOf(error) !== undefined && retryableStates.has(sqlStateOf(error));
}

/** The SQLSTATE at the bottom of an error, however deep Prisma and its adapter wrapped it. */
export function sqlStateOf(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > 6) return undefined;
  for (const field of ['originalCode', 'code']) {
    const value = (error as Record<string, unknown>)[field];
    if (typeof value === 'string' && /^[0-9A-Z]{5}$/.test(value) && !/^P[12]\d{3}$/.test(value)) {
      return value;
    }
  }
  for (const field of ['meta', 'driverAdapterError', 'cause']) {
    const state = sqlStateOf((error as Record<string, unknown>)[field], depth + 1);
    if (state !== undefined) return state;
  }
  return undefined;
}
