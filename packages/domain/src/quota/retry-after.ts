import { msOfMinute } from './window.ts';
import type { WindowSpan } from './window-span.ts';
import { spanEndMs } from './window-span.ts';

/** What one minute of a rolling window counted. */
export type MinuteCount = readonly [minute: number, count: number];

/**
 * Seconds until `excess` of a rolling window's count has fallen out, rounded up (rule W9); null when
 * all of it falling out would not be enough. A minute falls out when it is more than
 * `windowMinutes` before the current one.
 */
export function retryAfterRolling({
  minutes,
  windowMinutes,
  excess,
  nowMs,
}: {
  readonly minutes: readonly MinuteCount[];
  readonly windowMinutes: number;
  readonly excess: number;
  readonly nowMs: number;
}): number | null {
  if (excess <= 0) return 0;
  let fallen = 0;
  for (const [minute, count] of [...minutes].sort(([a], [b]) => a - b)) {
    fallen += count;
    if (fallen >= excess) return secondsUntil(rollingFallsOutMs(minute, windowMinutes), nowMs);
  }
  return null;
}

/** The instant at which a minute no longer counts in a rolling window. */
export function rollingFallsOutMs(minute: number, windowMinutes: number): number {
  return msOfMinute(minute + windowMinutes + 1);
}

/** Seconds until a window ends, rounded up; null when it has no end (rule W9). */
export function retryAfterSpan(span: WindowSpan, nowMs: number): number | null {
  const endMs = spanEndMs(span);
  return endMs === null ? null : secondsUntil(endMs, nowMs);
}

/** Whole seconds from now to an instant, at least 1: a client that waits so long is not early. */
export function secondsUntil(instantMs: number, nowMs: number): number {
  return Math.max(1, Math.ceil((instantMs - nowMs) / 1_000));
}
