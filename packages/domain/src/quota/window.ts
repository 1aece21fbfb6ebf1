import type { LimitField } from './limits.ts';

/**
 * A limit's window is a value, not a code path (rule W1). Instants are integer minutes since the
 * epoch; minutes are the resolution of everything that is counted.
 */
export type QuotaWindow =
  | { readonly kind: 'rolling'; readonly minutes: number }
  | {
      readonly kind: 'calendar';
      readonly unit: 'hour' | 'day' | 'month';
      /** An IANA time zone, or 'UTC'. */
      readonly zone: string;
    }
  | { readonly kind: 'anchored'; readonly days: number }
  | { readonly kind: 'lifetime' };

/** Every limit but concurrency counts in a window. */
export type WindowedLimit = Exclude<LimitField, 'maxConcurrent'>;

/** Windows of a policy that differ from the defaults. */
export type WindowOverrides = { readonly [Limit in WindowedLimit]?: QuotaWindow | undefined };

/** The window of each limit unless its policy carries another one (rule W1). */
export const defaultWindows: Readonly<Record<WindowedLimit, QuotaWindow>> = {
  requestsPerDay: { kind: 'calendar', unit: 'day', zone: 'UTC' },
  requestsPerMonth: { kind: 'anchored', days: 30 },
  totalRequests: { kind: 'lifetime' },
  tokensPerHour: { kind: 'rolling', minutes: 60 },
  tokensPerDay: { kind: 'calendar', unit: 'day', zone: 'UTC' },
  tokensPerMonth: { kind: 'anchored', days: 30 },
};

/** The window a limit of this policy counts in. */
export function windowOf(limit: WindowedLimit, overrides: WindowOverrides): QuotaWindow {
  return overrides[limit] ?? defaultWindows[limit];
}

/** Windows are values of the rules, asked for with every decision: each one's key is made once. */
const keys = new WeakMap<QuotaWindow, string>();

/** The key under which counters and storage keep a window's counts. Equal windows share one key. */
export function windowKey(window: QuotaWindow): string {
  const known = keys.get(window);
  if (known !== undefined) return known;
  const key = keyOf(window);
  keys.set(window, key);
  return key;
}

function keyOf(window: QuotaWindow): string {
  switch (window.kind) {
    case 'rolling':
      return `rolling:${window.minutes}`;
    case 'calendar':
      return `calendar:${window.unit}:${window.zone}`;
    case 'anchored':
      return `anchored:${window.days}`;
    case 'lifetime':
      return 'lifetime';
  }
}

/** What a surface calls the window, so that everybody says which one it is (rule W1). */
export function describeWindow(window: QuotaWindow): string {
  switch (window.kind) {
    case 'rolling':
      return `rolling ${window.minutes} min`;
    case 'calendar':
      return `${window.zone} ${window.unit}`;
    case 'anchored':
      return `${window.days} days from first use`;
    case 'lifetime':
      return 'lifetime';
  }
}

export const minuteMs = 60_000;

/** The minute an instant lies in. */
export function minuteOf(instantMs: number): number {
  return Math.floor(instantMs / minuteMs);
}

/** The first instant of a minute. */
export function msOfMinute(minute: number): number {
  return minute * minuteMs;
}
