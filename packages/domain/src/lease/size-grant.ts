import { maxBigint, minBigint } from '../money/divide.ts';
import type { LeasedDimension } from '../tenant/dimension.ts';

/** What one dimension of a tenant's quota stands at, in its unit. Null limit = unlimited. */
export type QuotaAccount = {
  readonly limit: bigint | null;
  /** Confirmed usage. */
  readonly used: bigint;
  /** What leases still hold, in doubt or not. */
  readonly held: bigint;
};

export type GrantOutcome = 'granted' | 'partial' | 'exhausted';

export type GrantReason =
  | 'ok'
  | 'quota_exhausted'
  | 'fully_leased'
  | 'partial_available'
  | 'limit_lowered'
  | 'tenant_suspended'
  | 'period_closed'
  | 'period_not_started';

export type Grant = {
  readonly granted: bigint;
  readonly outcome: GrantOutcome;
  readonly reason: GrantReason;
};

/** Below this a share is of no use to a data plane, so that the first who asks gets all that is left. */
const usefulMin: Readonly<Record<LeasedDimension, bigint>> = {
  bandwidth: 16n * 1024n * 1024n,
  transforms: 100n,
};

/** What may still be leased: limit − used − held; may be below zero after a limit was lowered. */
export function availableOf({ limit, used, held }: QuotaAccount): bigint | null {
  return limit === null ? null : limit - used - held;
}

/**
 * How much of one dimension a data plane gets (rule D6). Its own old remainder is free to it, and it
 * never gets less than that; beyond, half of what is available is shared among the planes at work, so
 * that leases shrink towards the limit instead of one plane holding the rest. What is left of a quota
 * goes whole to the first that can use it, instead of in slices that nobody can.
 */
export function sizeGrant(
  account: QuotaAccount,
  ask: {
    readonly dimension: LeasedDimension;
    readonly desired: bigint;
    /** The plane's largest operation: less is of no use to it. */
    readonly usefulMin: bigint;
    readonly oldRemainder: bigint;
    /** Data planes at work on this quota, the asking one included. */
    readonly planes: number;
  },
): Grant {
  const { desired, oldRemainder } = ask;
  if (desired === 0n) return { granted: 0n, outcome: 'granted', reason: 'ok' };
  const left = availableOf(account);
  if (left === null) return { granted: desired, outcome: 'granted', reason: 'ok' };
  const available = left + oldRemainder;
  if (available <= 0n) {
    const othersHold = account.held - oldRemainder > 0n;
    const reason = othersHold ? 'fully_leased' : 'quota_exhausted';
    return { granted: 0n, outcome: 'exhausted', reason };
  }
  const share = available / (2n * BigInt(ask.planes));
  const useful = [usefulMin[ask.dimension], ask.usefulMin, oldRemainder].reduce(maxBigint, share);
  const granted = minBigint(minBigint(desired, useful), available);
  return granted === desired
    ? { granted, outcome: 'granted', reason: 'ok' }
    : { granted, outcome: 'partial', reason: 'partial_available' };
}
