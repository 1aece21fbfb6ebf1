/** The day of the month on which a subscription's periods begin: the day of its start, UTC (rule S1). */
export function anchorDayOf(startMs: number): number {
  return new Date(startMs).getUTCDate();
}

/**
 * The end of a period that begins at an instant: the same time of day UTC one calendar month later, on
 * the anchor day or, in a shorter month, on its last day (rule S1).
 */
export function periodEndMs(startMs: number, anchorDay: number): number {
  const start = new Date(startMs);
  const year = start.getUTCFullYear();
  const nextMonth = start.getUTCMonth() + 1;
  const lastDay = new Date(Date.UTC(year, nextMonth + 1, 0)).getUTCDate();
  const timeOfDayMs = startMs - Date.UTC(year, start.getUTCMonth(), start.getUTCDate());
  return Date.UTC(year, nextMonth, Math.min(anchorDay, lastDay)) + timeOfDayMs;
}

export type PeriodSpan = { readonly startsAtMs: number; readonly endsAtMs: number };

/**
 * The period after one that ends (rule S4). Due: from the old end, or, more than one period behind, the
 * one that contains now, and how many were missed before it. Early: from now to one month after the old
 * end, so that nothing is lost and nothing drifts.
 */
export function nextPeriod({
  endsAtMs,
  anchorDay,
  nowMs,
}: {
  readonly endsAtMs: number;
  readonly anchorDay: number;
  readonly nowMs: number;
}): PeriodSpan & { readonly skipped: number } {
  let startsAtMs = endsAtMs;
  let nextEndMs = periodEndMs(startsAtMs, anchorDay);
  let skipped = 0;
  while (nextEndMs <= nowMs) {
    startsAtMs = nextEndMs;
    nextEndMs = periodEndMs(startsAtMs, anchorDay);
    skipped += 1;
  }
  return { startsAtMs: Math.min(startsAtMs, nowMs), endsAtMs: nextEndMs, skipped };
}

/**
 * The key of an internal period (rule S1). A second period of the same user with the same end, after a
 * cancellation and a new start, is told apart by a number.
 */
export function internalPeriodKey({
  tenantSlug,
  projectSlug,
  userId,
  endsAtMs,
  taken,
}: {
  readonly tenantSlug: string;
  readonly projectSlug: string;
  readonly userId: string;
  readonly endsAtMs: number;
  readonly taken: ReadonlySet<string>;
}): string {
  const key = `internal:${tenantSlug}:${projectSlug}:${userId}:${new Date(endsAtMs).toISOString()}`;
  if (!taken.has(key)) return key;
  let number = 2;
  while (taken.has(`${key}:${number}`)) number += 1;
  return `${key}:${number}`;
}

/** The key of a period that Stripe charges for (rule X31). */
export function stripePeriodKey(stripeSubscriptionId: string, endsAtMs: number): string {
  return `stripe:${stripeSubscriptionId}:${new Date(endsAtMs).toISOString()}`;
}
