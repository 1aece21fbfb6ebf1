import { describe, expect, it } from 'vitest';
import { calendarSpan, isTimeZone } from './calendar.ts';
import { minuteOf, msOfMinute } from './window.ts';

function span(unit: 'hour' | 'day' | 'month', zone: string, now: string): readonly string[] {
  const { startMinute, endMinute } = calendarSpan(unit, zone, minuteOf(Date.parse(now)));
  return [startMinute, endMinute].map((minute) => new Date(msOfMinute(minute)).toISOString());
}

describe('calendar windows of a zone (rule W2)', () => {
  it('takes the day of the zone, 23 and 25 hours long when the clock changes', () => {
    expect(span('day', 'Europe/Berlin', '2026-03-29T10:00Z')).toEqual([
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ]);
    expect(span('day', 'Europe/Berlin', '2026-10-25T10:00Z')).toEqual([
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
    ]);
  });

  it('starts a day whose midnight does not exist with the first minute that does', () => {
    // In Cairo the clock of 24 April 2026 goes from 23:59 to 01:00.
    expect(span('day', 'Africa/Cairo', '2026-04-24T10:00Z')).toEqual([
      '2026-04-23T22:00:00.000Z',
      '2026-04-24T21:00:00.000Z',
    ]);
  });

  it('starts a day whose midnight happens twice with the first of them', () => {
    // In Havana the clock of 1 November 2026 goes from 00:59 back to 00:00.
    expect(span('day', 'America/Havana', '2026-11-01T12:00Z')[0]).toBe('2026-11-01T04:00:00.000Z');
  });

  it('takes hours and months of zones that are not whole hours from UTC', () => {
    expect(span('hour', 'Asia/Kathmandu', '2026-05-05T10:00Z')).toEqual([
      '2026-05-05T09:15:00.000Z',
      '2026-05-05T10:15:00.000Z',
    ]);
    expect(span('month', 'Asia/Kathmandu', '2026-12-31T20:00Z')).toEqual([
      '2026-12-31T18:15:00.000Z',
      '2027-01-31T18:15:00.000Z',
    ]);
  });

  it('knows real zones only', () => {
    expect(isTimeZone('Europe/Berlin')).toBe(true);
    expect(isTimeZone('Mars/Olympus')).toBe(false);
  });
});
