/** A stretch of time [startsAt, endsAt) with quotas of its own. */
export type BillingPeriod = {
  readonly id: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
};

/** The next period exists this long before it begins, so that it can be published in time (rule D3). */
export const periodAheadMs = 7 * 86_400_000;

/** After its end a period still takes usage as usage; later it is an adjustment (rule D9). */
const periodGraceMs = 86_400_000;

/** Usage of a period that ended longer ago is refused. */
export const lateUsageMaxMs = 35 * 86_400_000;

/**
 * The first boundary after an instant: midnight UTC of the anchor day, or of the month's last day where
 * the month is shorter. The anchor is never moved by a short month (rule D3).
 */
export function nextBoundary(afterMs: number, anchorDay: number): number {
  const after = new Date(afterMs);
  const year = after.getUTCFullYear();
  const month = after.getUTCMonth();
  const candidates = [0, 1].map((ahead) => boundaryOf(year, month + ahead, anchorDay));
  const [next = 0] = candidates.filter((candidate) => candidate > afterMs);
  return next;
}

function boundaryOf(year: number, month: number, anchorDay: number): number {
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(anchorDay, lastDay));
}

/** The stretches that are missing so that periods reach far enough ahead; none when they do. */
export function missingPeriods(
  newest: { readonly endsAtMs: number } | null,
  { nowMs, anchorDay }: { readonly nowMs: number; readonly anchorDay: number },
): readonly { readonly startsAtMs: number; readonly endsAtMs: number }[] {
  const missing: { startsAtMs: number; endsAtMs: number }[] = [];
  let startsAtMs = newest?.endsAtMs ?? startOfDay(nowMs);
  // The period of now, and the one after it once its beginning is near.
  while (startsAtMs <= nowMs + periodAheadMs) {
    const endsAtMs = nextBoundary(startsAtMs, anchorDay);
    missing.push({ startsAtMs, endsAtMs });
    startsAtMs = endsAtMs;
  }
  return missing;
}

function startOfDay(nowMs: number): number {
  return Math.floor(nowMs / 86_400_000) * 86_400_000;
}

/** Where a period stands: before it, in it, within its grace, or closed. */
export function periodState(
  { startsAtMs, endsAtMs }: BillingPeriod,
  nowMs: number,
): 'future' | 'open' | 'grace' | 'closed' {
  if (nowMs < startsAtMs) return 'future';
  if (nowMs < endsAtMs) return 'open';
  return nowMs < endsAtMs + periodGraceMs ? 'grace' : 'closed';
}
