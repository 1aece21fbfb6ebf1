import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultWindows, minuteOf, type QuotaWindow, windowKey } from './window.ts';
import { type WindowClock, windowSpan } from './window-span.ts';

const at = (iso: string) => minuteOf(Date.parse(iso));

function clock(now: string, more: Partial<WindowClock> = {}): WindowClock {
  return { nowMinute: at(now), anchorMinute: null, resetMinute: null, ...more };
}

const hour = defaultWindows.tokensPerHour;
const day = defaultWindows.tokensPerDay;
const month = defaultWindows.tokensPerMonth;
const total = defaultWindows.totalRequests;

describe('windows (rules W1 to W3)', () => {
  it('names equal windows alike', () => {
    expect([hour, day, month, total].map(windowKey)).toEqual([
      'rolling:60',
      'calendar:day:UTC',
      'anchored:30',
      'lifetime',
    ]);
    expect(windowKey(defaultWindows.requestsPerMonth)).toBe(windowKey(month));
  });

  it('counts the current minute and the 60 before it in the rolling hour', () => {
    expect(windowSpan(hour, clock('2026-11-22T15:30:59Z'))).toEqual({
      startMinute: at('2026-11-22T14:30:00Z'),
      endMinute: null,
    });
  });

  it('counts the UTC day, half-open', () => {
    const span = { startMinute: at('2026-11-22T00:00Z'), endMinute: at('2026-11-23T00:00Z') };
    expect(windowSpan(day, clock('2026-11-22T00:00Z'))).toEqual(span);
    expect(windowSpan(day, clock('2026-11-22T23:59Z'))).toEqual(span);
  });

  it('runs months of 30 days from the first admitted turn', () => {
    const anchorMinute = at('2026-01-10T08:17Z');
    const first = { startMinute: anchorMinute, endMinute: at('2026-02-09T08:17Z') };
    expect(windowSpan(month, clock('2026-01-10T08:17Z', { anchorMinute }))).toEqual(first);
    expect(windowSpan(month, clock('2026-02-09T08:16Z', { anchorMinute }))).toEqual(first);
    expect(windowSpan(month, clock('2026-02-09T08:17Z', { anchorMinute }))).toEqual({
      startMinute: at('2026-02-09T08:17Z'),
      endMinute: at('2026-03-11T08:17Z'),
    });
  });

  it('starts the month now before the first admitted turn', () => {
    expect(windowSpan(month, clock('2026-01-10T08:17Z'))).toEqual({
      startMinute: at('2026-01-10T08:17Z'),
      endMinute: at('2026-02-09T08:17Z'),
    });
  });

  it('never resets a total', () => {
    const reset = clock('2026-01-10T08:17Z', { resetMinute: at('2026-01-10T08:00Z') });
    expect(windowSpan(total, reset)).toEqual({ startMinute: 0, endMinute: null });
  });
});

describe("an operator's reset (rule W7)", () => {
  const anchorMinute = at('2026-11-01T00:00Z');
  const resetMinute = at('2026-11-22T15:00Z');

  it('makes hour and day count from the reset until their normal end', () => {
    const soon = clock('2026-11-22T15:30Z', { anchorMinute, resetMinute });
    expect(windowSpan(hour, soon).startMinute).toBe(resetMinute);
    expect(windowSpan(day, soon)).toEqual({
      startMinute: resetMinute,
      endMinute: at('2026-11-23T00:00Z'),
    });
    const later = clock('2026-11-23T02:00Z', { anchorMinute, resetMinute });
    expect(windowSpan(hour, later).startMinute).toBe(at('2026-11-23T01:00Z'));
    expect(windowSpan(day, later).startMinute).toBe(at('2026-11-23T00:00Z'));
  });

  it('anchors the month anew', () => {
    const soon = clock('2026-11-22T15:30Z', { anchorMinute, resetMinute });
    expect(windowSpan(month, soon)).toEqual({
      startMinute: resetMinute,
      endMinute: resetMinute + 30 * 1_440,
    });
  });

  it('gives a user without an anchor none', () => {
    const soon = clock('2026-11-22T15:30Z', { resetMinute });
    expect(windowSpan(month, soon).startMinute).toBe(soon.nowMinute);
  });
});

describe('every window at every instant', () => {
  const windows = fc.oneof(
    fc.record({
      kind: fc.constant('rolling' as const),
      minutes: fc.integer({ min: 1, max: 5_000 }),
    }),
    fc.record({
      kind: fc.constant('calendar' as const),
      unit: fc.constantFrom('hour' as const, 'day' as const, 'month' as const),
      zone: fc.constantFrom(
        'UTC',
        'Europe/Berlin',
        'America/New_York',
        'Asia/Kathmandu',
        'America/Havana',
        'Africa/Cairo',
        'Australia/Lord_Howe',
      ),
    }),
    fc.record({ kind: fc.constant('anchored' as const), days: fc.integer({ min: 1, max: 400 }) }),
    fc.constant<QuotaWindow>({ kind: 'lifetime' }),
  );
  const nowMinutes = fc.integer({ min: at('2020-01-01'), max: at('2035-01-01') });
  const past = fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: null });

  it('contains now and does not begin before the reset it honours', () => {
    fc.assert(
      fc.property(windows, nowMinutes, past, past, (window, nowMinute, anchorAgo, resetAgo) => {
        const anchorMinute = anchorAgo === null ? null : nowMinute - anchorAgo;
        const resetMinute = resetAgo === null ? null : nowMinute - resetAgo;
        const span = windowSpan(window, { nowMinute, anchorMinute, resetMinute });
        expect(span.startMinute).toBeLessThanOrEqual(nowMinute);
        if (span.endMinute !== null) expect(span.endMinute).toBeGreaterThan(nowMinute);
        const resets =
          window.kind !== 'lifetime' && (window.kind !== 'anchored' || anchorAgo !== null);
        if (resets && resetMinute !== null) {
          expect(span.startMinute).toBeGreaterThanOrEqual(resetMinute);
        }
      }),
    );
  });

  it('is followed by the next window without gap or overlap', () => {
    const bounded = windows.filter(
      (window) => window.kind === 'calendar' || window.kind === 'anchored',
    );
    fc.assert(
      fc.property(bounded, nowMinutes, (window, nowMinute) => {
        const anchor = { anchorMinute: at('2019-05-05T05:05Z'), resetMinute: null };
        const span = windowSpan(window, { nowMinute, ...anchor });
        const endMinute = span.endMinute ?? 0;
        const next = windowSpan(window, { nowMinute: endMinute, ...anchor });
        expect(next.startMinute).toBe(endMinute);
        const last = windowSpan(window, { nowMinute: endMinute - 1, ...anchor });
        expect(last.startMinute).toBe(span.startMinute);
      }),
      { numRuns: 300 },
    );
  });
});
