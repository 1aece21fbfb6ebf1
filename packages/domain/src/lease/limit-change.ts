import type { LeasedDimension } from '../tenant/dimension.ts';
import type { QuotaMovement } from './quota-movement.ts';

/** What the ledger has credited as the limit of each dimension. */
export type PostedLimits = Readonly<Record<LeasedDimension, bigint>>;

/** The posting that brings the ledger to a limit: the difference, or nothing (rule D4). */
export function effectiveLimitChange(
  dimension: LeasedDimension,
  limit: bigint | null,
  posted: PostedLimits,
): readonly QuotaMovement[] {
  const difference = limit === null ? 0n : limit - posted[dimension];
  if (difference === 0n) return [];
  return difference > 0n
    ? [{ op: 'raise', dimension, amount: difference }]
    : [{ op: 'lower', dimension, amount: -difference }];
}
