import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchorDayOf, internalPeriodKey, nextPeriod, periodEndMs } from './period.ts';

const dayMs = 86_400_000;
const at = (text: string) => Date.parse(text);
const start = fc.integer({ min: at('2000-01-01T00:00:00Z'), max: at('2050-12-31T23:59:59Z') });

function lastDayOf(ms: number): number {
  const date = new Date(ms);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

describe('a period (rule S1)', () => {
  it('ends one month later at the same time of day, clamped, with its anchor day remembered', () => {
    const ends = [at('2027-01-31T10:30:00.250Z')];
    for (let month = 0; month < 4; month += 1) ends.push(periodEndMs(ends.at(-1) ?? 0, 31));
    expect(ends.slice(1).map((ms) => new Date(ms).toISOString())).toEqual([
      '2027-02-28T10:30:00.250Z',
      '2027-03-31T10:30:00.250Z',
      '2027-04-30T10:30:00.250Z',
      '2027-05-31T10:30:00.250Z',
    ]);
    expect(periodEndMs(at('2028-01-31T00:00:00Z'), 31)).toBe(at('2028-02-29T00:00:00Z'));
    expect(periodEndMs(at('2028-02-29T00:00:00Z'), 29)).toBe(at('2028-03-29T00:00:00Z'));
    expect(periodEndMs(at('2027-12-15T23:59:59Z'), 15)).toBe(at('2028-01-15T23:59:59Z'));
  });

  it('goes on for fifty years without a gap, a drift or a skipped month', () => {
    fc.assert(
      fc.property(start, (startMs) => {
        const anchorDay = anchorDayOf(startMs);
        let from = startMs;
        for (let month = 0; month < 600; month += 1) {
          const end = periodEndMs(from, anchorDay);
          const [a, b] = [new Date(from), new Date(end)];
          const monthsApart =
            (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth();
          if (monthsApart !== 1) return false;
          if ((((end - from) % dayMs) + dayMs) % dayMs !== 0) return false;
          if (b.getUTCDate() !== Math.min(anchorDay, lastDayOf(end))) return false;
          from = end;
        }
        return true;
      }),
      { numRuns: 60 },
    );
  });

  it('has a key of its own, also when its end was had before', () => {
    const parts = {
      tenantSlug: 'home',
      projectSlug: 'demo',
      userId: 'ada',
      endsAtMs: at('2027-03-01T00:00:00Z'),
    };
    const first = internalPeriodKey({ ...parts, taken: new Set() });
    expect(first).toBe('internal:home:demo:ada:2027-03-01T00:00:00.000Z');
    const second = internalPeriodKey({ ...parts, taken: new Set([first]) });
    expect(second).toBe(`${first}:2`);
    expect(internalPeriodKey({ ...parts, taken: new Set([first, second]) })).toBe(`${first}:3`);
  });
});

describe('the period after one that ends (rule S4)', () => {
  it('runs from the old end when due, and from now to a month after the old end when early', () => {
    const endsAtMs = at('2027-02-28T10:00:00Z');
    const due = nextPeriod({ endsAtMs, anchorDay: 31, nowMs: at('2027-03-02T00:00:00Z') });
    expect(due).toEqual({ startsAtMs: endsAtMs, endsAtMs: at('2027-03-31T10:00:00Z'), skipped: 0 });
    const nowMs = at('2027-02-10T00:00:00Z');
    const early = nextPeriod({ endsAtMs, anchorDay: 31, nowMs });
    expect(early).toEqual({ startsAtMs: nowMs, endsAtMs: at('2027-03-31T10:00:00Z'), skipped: 0 });
  });

  it('contains now, and tells how many were missed', () => {
    fc.assert(
      fc.property(start, fc.nat({ max: 2_000 }), (startMs, days) => {
        const anchorDay = anchorDayOf(startMs);
        const endsAtMs = periodEndMs(startMs, anchorDay);
        const nowMs = endsAtMs + days * dayMs;
        const next = nextPeriod({ endsAtMs, anchorDay, nowMs });
        let from = endsAtMs;
        for (let missed = 0; missed < next.skipped; missed += 1)
          from = periodEndMs(from, anchorDay);
        expect(next.startsAtMs).toBe(from);
        expect(next.endsAtMs).toBe(periodEndMs(from, anchorDay));
        expect(next.startsAtMs <= nowMs && nowMs < next.endsAtMs).toBe(true);
      }),
    );
  });
});
