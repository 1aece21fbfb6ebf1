import type { ScopedWindow, WindowStart } from '@purser/domain/quota/counter-types';

/** Windows of the test's policies, computed as plainly as possible. */

export const minuteMs = 60_000;

const userWindowKeys = [
  'rolling:60',
  'rolling:3',
  'calendar:hour:UTC',
  'calendar:day:UTC',
  'anchored:30',
  'lifetime',
] as const;

const providerWindowKeys = ['calendar:hour:UTC', 'calendar:day:UTC', 'calendar:month:UTC'] as const;

export type Reset = { readonly anchorMinute: number; readonly resetMinute: number };

export function userWindows(scope: string, minute: number, reset: Reset): ScopedWindow[] {
  return userWindowKeys.map((windowKey) => ({
    scope,
    windowKey,
    startMinute: startOf(windowKey, minute, reset),
  }));
}

export function providerWindows(minute: number): WindowStart[] {
  return providerWindowKeys.map((windowKey) => ({
    windowKey,
    startMinute: startOf(windowKey, minute, { anchorMinute: 0, resetMinute: 0 }),
  }));
}

function startOf(windowKey: string, minute: number, { anchorMinute, resetMinute }: Reset): number {
  switch (windowKey) {
    case 'rolling:60':
      return Math.max(minute - 60, resetMinute);
    case 'rolling:3':
      return Math.max(minute - 3, resetMinute);
    case 'calendar:hour:UTC':
      return Math.max(minute - (minute % 60), resetMinute);
    case 'calendar:day:UTC':
      return Math.max(minute - (minute % 1_440), resetMinute);
    case 'calendar:month:UTC':
      return monthStart(minute);
    case 'anchored:30':
      return anchorMinute + Math.floor((minute - anchorMinute) / 43_200) * 43_200;
    default:
      return 0;
  }
}

function monthStart(minute: number): number {
  const date = new Date(minute * minuteMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth()) / minuteMs;
}
