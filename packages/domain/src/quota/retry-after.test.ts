import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MinuteCount, retryAfterRolling, retryAfterSpan } from './retry-after.ts';
import { minuteOf } from './window.ts';

describe('how long to wait (rule W9)', () => {
  const nowMs = Date.parse('2026-11-22T15:00:30.500Z');
  const nowMinute = minuteOf(nowMs);

  it('waits until enough old minutes have fallen out of a rolling window', () => {
    const minutes: MinuteCount[] = [
      [nowMinute - 60, 5],
      [nowMinute - 59, 5],
      [nowMinute, 90],
    ];
    const wait = (excess: number) =>
      retryAfterRolling({ minutes, windowMinutes: 60, excess, nowMs });
    // 29.5 seconds are left of the current minute.
    expect(wait(5)).toBe(30);
    expect(wait(6)).toBe(90);
    expect(wait(11)).toBe(30 + 60 * 60);
    expect(wait(101)).toBeNull();
  });

  it('waits for the end of a window, in whole seconds, and not at all for one without an end', () => {
    const span = { startMinute: 0, endMinute: nowMinute + 1 };
    expect(retryAfterSpan(span, nowMs)).toBe(30);
    expect(retryAfterSpan({ startMinute: 0, endMinute: null }, nowMs)).toBeNull();
  });

  it('names the first instant at which the window has room', () => {
    const uses = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 50 })),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(uses, fc.integer({ min: 1, max: 500 }), (ages, excess) => {
        const minutes = ages.map(([ago, count]): MinuteCount => [nowMinute - ago, count]);
        const left = (atMs: number) =>
          minutes
            .filter(([minute]) => minute >= minuteOf(atMs) - 60)
            .reduce((sum, [, count]) => sum + count, 0);
        const used = left(nowMs);
        const wait = retryAfterRolling({ minutes, windowMinutes: 60, excess, nowMs });
        if (wait === null) {
          expect(used).toBeLessThan(excess);
          return;
        }
        expect(left(nowMs + wait * 1_000)).toBeLessThanOrEqual(used - excess);
        expect(left(nowMs + (wait - 1) * 1_000)).toBeGreaterThan(used - excess);
      }),
    );
  });
});
