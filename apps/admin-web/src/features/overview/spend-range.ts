import type { SpendBucket, SpendGroup } from '../../generated/overview/graphql.ts';
import type { spendGroups, spendRanges } from './urls.ts';

export type SpendRange = (typeof spendRanges)[number];
export type SpendBy = (typeof spendGroups)[number];

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** The whole buckets a range covers, ending with the one that contains now, so that the key of the query is stable. */
export function spendWindow(range: SpendRange, nowMs: number) {
  const days = range === '7d' ? 7 : 30;
  const toMs = Math.floor(nowMs / dayMs) * dayMs + dayMs;
  return { fromMs: toMs - days * dayMs, toMs, bucket: 'day' as const };
}

/** Today by the hour. */
export function todayWindow(nowMs: number) {
  const toMs = Math.floor(nowMs / hourMs) * hourMs + hourMs;
  return { fromMs: toMs - 24 * hourMs, toMs, bucket: 'hour' as const };
}

export function spendVariables(
  window: { fromMs: number; toMs: number; bucket: 'hour' | 'day' },
  by: SpendBy,
) {
  return {
    range: { from: new Date(window.fromMs).toISOString(), to: new Date(window.toMs).toISOString() },
    by: by.toUpperCase() as SpendGroup,
    bucket: window.bucket.toUpperCase() as SpendBucket,
  };
}
