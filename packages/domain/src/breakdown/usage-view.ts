import { tokensToMicroUsdFloor } from '../money/tokens.ts';
import { rollingFallsOutMs } from '../quota/retry-after.ts';
import { type WindowedLimit, type WindowOverrides, windowKey, windowOf } from '../quota/window.ts';
import { spanEndMs, type WindowClock, windowSpan } from '../quota/window-span.ts';
import type { ScopeUsage, WindowUsage } from './scope-usage.ts';

/** What one scope has counted, in the windows of the policy that rules it. */
export type UsageView = {
  readonly scope: string;
  readonly requestsToday: bigint;
  readonly requestsThisMonth: bigint;
  readonly requestsTotal: bigint;
  readonly tokensThisHour: bigint;
  readonly tokensToday: bigint;
  readonly tokensThisMonth: bigint;
  readonly tokensHeld: bigint;
  readonly requestsHeld: bigint;
  readonly concurrent: bigint;
  readonly tokensTodayMicroUsd: bigint;
  readonly tokensThisMonthMicroUsd: bigint;
};

/** When the windows of a scope return; an hour that counts nothing has no reset. */
export type ResetWindows = {
  readonly scope: string;
  readonly hourResetAt: Date | null;
  readonly dayResetAt: Date | null;
  readonly monthResetAt: Date | null;
};

/** What a scope has counted in each window of its policy, tokens also as money (rule W10). */
export function usageView(
  usage: ScopeUsage,
  windows: WindowOverrides,
  pricePicoUsd: bigint,
): UsageView {
  const requests = (limit: WindowedLimit) => counted(usage, limit, windows)?.requests ?? 0n;
  const tokens = (limit: WindowedLimit) => counted(usage, limit, windows)?.tokens ?? 0n;
  return {
    scope: usage.scope,
    requestsToday: requests('requestsPerDay'),
    requestsThisMonth: requests('requestsPerMonth'),
    requestsTotal: requests('totalRequests'),
    tokensThisHour: tokens('tokensPerHour'),
    tokensToday: tokens('tokensPerDay'),
    tokensThisMonth: tokens('tokensPerMonth'),
    tokensHeld: usage.heldTokens,
    requestsHeld: usage.heldRequests,
    concurrent: usage.slots,
    tokensTodayMicroUsd: tokensToMicroUsdFloor(tokens('tokensPerDay'), pricePicoUsd),
    tokensThisMonthMicroUsd: tokensToMicroUsdFloor(tokens('tokensPerMonth'), pricePicoUsd),
  };
}

/** When a scope's token windows return (rules W2 and W3). */
export function resetWindows(
  usage: ScopeUsage,
  windows: WindowOverrides,
  clock: WindowClock,
): ResetWindows {
  const resetAt = (limit: WindowedLimit) => {
    const resetMs = resetMsOf(usage, limit, { windows, clock });
    return resetMs === null ? null : new Date(resetMs);
  };
  return {
    scope: usage.scope,
    hourResetAt: resetAt('tokensPerHour'),
    dayResetAt: resetAt('tokensPerDay'),
    monthResetAt: resetAt('tokensPerMonth'),
  };
}

/**
 * When a limit's count returns: a window's end; of a rolling window, which has none, the instant at
 * which its oldest minute falls out and room comes back (rule W2).
 */
export function resetMsOf(
  usage: ScopeUsage,
  limit: WindowedLimit,
  { windows, clock }: { readonly windows: WindowOverrides; readonly clock: WindowClock },
): number | null {
  const window = windowOf(limit, windows);
  if (window.kind !== 'rolling') return spanEndMs(windowSpan(window, clock));
  const oldestMinute = counted(usage, limit, windows)?.oldestMinute ?? null;
  return oldestMinute === null ? null : rollingFallsOutMs(oldestMinute, window.minutes);
}

/** What was counted in the window of a limit, if anything. */
export function counted(
  usage: ScopeUsage,
  limit: WindowedLimit,
  windows: WindowOverrides,
): WindowUsage | undefined {
  const key = windowKey(windowOf(limit, windows));
  return usage.windows.find((candidate) => candidate.windowKey === key);
}
