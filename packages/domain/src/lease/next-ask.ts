import type { QuotaBook } from './quota-book.ts';
import type { Grant } from './size-grant.ts';

/** Bounds of the time after which a plane asks again for what other planes hold now. */
const askAgainMs = { min: 1_000, max: 30_000 };

/** The part of a lease's time after which its plane renews it, so that one failed call does not stop it. */
const refreshPart = 3;

/** When a lease is renewed: after about a third of its time, earlier or later by a tenth of that. */
export function refreshAfterMs(ttlMs: number, jitter: number): number {
  return Math.round((ttlMs / refreshPart) * (0.9 + 0.2 * jitter));
}

/**
 * How long a plane that got nothing of a dimension waits before it asks again (rule D18). What others hold
 * comes back when their leases end; what was used does not come back before the next period, and a higher
 * limit is told by the policy snapshot.
 */
export function retryAfterMs(
  { outcome, reason }: Grant,
  { nowMs, period, othersEndAtMs }: QuotaBook,
  jitter: number,
): number | null {
  if (outcome !== 'exhausted' || reason === 'period_closed') return null;
  if (reason === 'quota_exhausted') return Math.max(0, period.endsAtMs - nowMs);
  if (reason === 'period_not_started') return Math.max(0, period.startsAtMs - nowMs);
  const waitMs = othersEndAtMs === null ? askAgainMs.max : othersEndAtMs - nowMs;
  const boundedMs = Math.min(Math.max(waitMs, askAgainMs.min), askAgainMs.max);
  return Math.round(Math.max(askAgainMs.min, boundedMs * (0.8 + 0.2 * jitter)));
}
