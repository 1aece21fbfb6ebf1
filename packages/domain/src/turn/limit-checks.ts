import type { EffectivePolicy } from '../grant/effective-policy.ts';
import type { ConcurrencyCheck, ScopedWindow, WindowCheck } from '../quota/counter-types.ts';
import { type LimitField, limitFields, limitMax, limitMetrics } from '../quota/limits.ts';
import {
  type QuotaWindow,
  type WindowedLimit,
  type WindowOverrides,
  windowKey,
  windowOf,
} from '../quota/window.ts';
import { type WindowClock, type WindowSpan, windowSpan } from '../quota/window-span.ts';

/** One finite limit of one scope, and where its answer stands among the counters' answers. */
export type PreparedLimit = { readonly scope: string; readonly max: bigint } & (
  | { readonly metric: 'concurrency'; readonly field: 'maxConcurrent'; readonly index: number }
  | {
      readonly metric: 'requests' | 'tokens';
      readonly field: WindowedLimit;
      readonly index: number;
      readonly window: QuotaWindow;
      readonly span: WindowSpan;
    }
);

/** The checks for the counters, by what they count, and the limits they came from in listing order. */
export type LimitChecks = {
  readonly limits: readonly PreparedLimit[];
  readonly requests: readonly WindowCheck[];
  readonly tokens: readonly WindowCheck[];
  readonly concurrency: readonly ConcurrencyCheck[];
};

/** Every finite limit of the policies as a check in its current window (rules P4 and W1). */
export function limitChecks(
  policies: readonly Pick<EffectivePolicy, 'scope' | 'limits' | 'windows'>[],
  clock: WindowClock,
): LimitChecks {
  const limits: PreparedLimit[] = [];
  const checks = {
    requests: [] as WindowCheck[],
    tokens: [] as WindowCheck[],
    concurrency: [] as ConcurrencyCheck[],
  };
  for (const { scope, limits: values, windows } of policies) {
    for (const field of limitFields) {
      const max = values[field];
      if (max === null) continue;
      if (field === 'maxConcurrent') {
        const index = checks.concurrency.push({ scope, max: countable(max) }) - 1;
        limits.push({ scope, max, metric: 'concurrency', field, index });
        continue;
      }
      const metric = metricOf(field);
      const window = windowOf(field, windows);
      const span = windowSpan(window, clock);
      const { startMinute } = span;
      const check = { limit: field, scope, metric, windowKey: windowKey(window), startMinute };
      const index = checks[metric].push({ ...check, max: countable(max) }) - 1;
      limits.push({ scope, max, metric, field, index, window, span });
    }
  }
  return { limits, ...checks };
}

/**
 * Every window of the policies with its start, finite or not: what a settled turn is counted in, so
 * that a limit set later finds its window counted (rule W4).
 */
export function countedWindows(
  policies: readonly { readonly scope: string; readonly windows: WindowOverrides }[],
  clock: WindowClock,
): readonly ScopedWindow[] {
  const found = new Map<string, ScopedWindow>();
  for (const { scope, windows } of policies) {
    for (const field of limitFields) {
      if (field === 'maxConcurrent') continue;
      const window = windowOf(field, windows);
      const key = windowKey(window);
      const { startMinute } = windowSpan(window, clock);
      found.set(JSON.stringify([scope, key]), { scope, windowKey: key, startMinute });
    }
  }
  return [...found.values()];
}

/** Counters count in doubles; a larger limit (a sum of grants, say) can never bind. */
function countable(max: bigint): number {
  return Number(max < limitMax ? max : limitMax);
}

function metricOf(field: Exclude<LimitField, 'maxConcurrent'>): 'requests' | 'tokens' {
  return limitMetrics[field] === 'tokens' ? 'tokens' : 'requests';
}
