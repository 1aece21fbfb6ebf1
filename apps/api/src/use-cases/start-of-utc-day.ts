import { calendarSpan } from '@purser/domain/quota/calendar';
import { minuteOf, msOfMinute } from '@purser/domain/quota/window';

/** The instant at which the present UTC day began. */
export function startOfUtcDay(now: Date): Date {
  return new Date(msOfMinute(calendarSpan('day', 'UTC', minuteOf(now.getTime())).startMinute));
}
