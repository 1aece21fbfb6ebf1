import { minuteMs, type QuotaWindow } from '../quota/window.ts';

const dayMs = 86_400_000;

/**
 * When a limit binds if the user goes on as in the last 24 hours (rule W11): now when it binds
 * already; null when it is unlimited, when nothing was used, or when the window resets before. A
 * rolling window binds only if that pace fills it; a lifetime one always does in the end.
 */
export function bindsAtMs({
  effective,
  counted,
  paceIn24h,
  window,
  nowMs,
  resetsAtMs,
}: {
  readonly effective: bigint | null;
  /** Used and held. */
  readonly counted: bigint;
  readonly paceIn24h: bigint;
  /** Null for concurrency, which has no pace. */
  readonly window: QuotaWindow | null;
  readonly nowMs: number;
  readonly resetsAtMs: number | null;
}): number | null {
  if (effective === null) return null;
  if (counted >= effective) return nowMs;
  if (window === null || paceIn24h <= 0n) return null;
  if (window.kind === 'rolling' && !fills(window.minutes, effective, paceIn24h)) return null;
  const bindsAt = nowMs + Number(((effective - counted) * BigInt(dayMs)) / paceIn24h);
  // Beyond what a Date can hold is as good as never.
  if (bindsAt > 8.64e15) return null;
  const resetsBefore = window.kind !== 'rolling' && resetsAtMs !== null && bindsAt >= resetsAtMs;
  return resetsBefore ? null : bindsAt;
}

function fills(windowMinutes: number, effective: bigint, paceIn24h: bigint): boolean {
  // The current minute and the minutes before it.
  const windowMs = BigInt((windowMinutes + 1) * minuteMs);
  return paceIn24h * windowMs >= effective * BigInt(dayMs);
}
