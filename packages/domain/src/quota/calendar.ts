import { minuteMs, minuteOf, msOfMinute } from './window.ts';

export type CalendarUnit = 'hour' | 'day' | 'month';

export type CalendarSpan = { readonly startMinute: number; readonly endMinute: number };

/**
 * The clock hour, day or month of a time zone that contains a minute, half-open (rule W2). Where a
 * zone's clock skips midnight the day starts with the first minute that exists; where midnight
 * happens twice, with the first of them.
 */
export function calendarSpan(unit: CalendarUnit, zone: string, minute: number): CalendarSpan {
  return zone === 'UTC' ? utcSpan(unit, minute) : zonedSpan(unit, zone, minute);
}

/** Whether this platform knows the zone; edges refuse others. */
export function isTimeZone(zone: string): boolean {
  try {
    formatterOf(zone);
    return true;
  } catch {
    return false;
  }
}

function utcSpan(unit: CalendarUnit, minute: number): CalendarSpan {
  if (unit === 'month') {
    const date = new Date(msOfMinute(minute));
    return {
      startMinute: minuteOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)),
      endMinute: minuteOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)),
    };
  }
  const length = unit === 'hour' ? 60 : 1_440;
  const startMinute = Math.floor(minute / length) * length;
  return { startMinute, endMinute: startMinute + length };
}

function zonedSpan(unit: CalendarUnit, zone: string, minute: number): CalendarSpan {
  const local = localMinute(zone, minute);
  if (unit === 'hour') {
    // Offsets are whole minutes but not whole hours, so the hour starts where the local clock shows :00.
    const startMinute = minute - (((local % 60) + 60) % 60);
    return { startMinute, endMinute: startMinute + 60 };
  }
  const span = utcSpan(unit, local);
  return {
    startMinute: instantOfLocalMidnight(zone, span.startMinute),
    endMinute: instantOfLocalMidnight(zone, span.endMinute),
  };
}

function instantOfLocalMidnight(zone: string, local: number): number {
  const offsetBefore = localMinute(zone, local - 1_440) - (local - 1_440);
  const offsetAfter = localMinute(zone, local + 1_440) - (local + 1_440);
  const candidates = [local - offsetBefore, local - offsetAfter];
  const exact = candidates.filter((candidate) => localMinute(zone, candidate) === local);
  return exact.length > 0 ? Math.min(...exact) : Math.max(...candidates);
}

/** What the zone's wall clock shows, written as minutes since the epoch as if it were UTC. */
function localMinute(zone: string, minute: number): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatterOf(zone).formatToParts(msOfMinute(minute))) {
    parts[type] = Number(value);
  }
  const { year = 1970, month = 1, day = 1, hour = 0, minute: wallMinute = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, wallMinute) / minuteMs;
}

/** Building a formatter costs far more than using it. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  formatters.set(zone, formatter);
  return formatter;
}
