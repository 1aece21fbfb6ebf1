import { calendarSpan } from './calendar.ts';
import { msOfMinute, type QuotaWindow } from './window.ts';

/** Where a user's windows stand: the present minute, the month's anchor, an operator's reset. */
export type WindowClock = {
  readonly nowMinute: number;
  /** Minute of the user's first admitted turn in the project; null before it. */
  readonly anchorMinute: number | null;
  /** Minute of the last operator's reset of this user's windows. */
  readonly resetMinute: number | null;
};

/** Counted are the minutes ≥ start; the window ends before `endMinute` (null = it has no end). */
export type WindowSpan = { readonly startMinute: number; readonly endMinute: number | null };

const minutesPerDay = 1_440;

/**
 * The window that contains now (rules W2, W3 and W7). Rolling: the current minute and so many before it.
 * Anchored: consecutive runs of days from the anchor; before the first admitted turn it starts now.
 * An operator's reset moves the start of hours and days to the reset until their normal end, anchors
 * the month anew, and leaves totals alone.
 */
export function windowSpan(window: QuotaWindow, clock: WindowClock): WindowSpan {
  const { nowMinute } = clock;
  switch (window.kind) {
    case 'rolling':
      return { startMinute: notBeforeReset(nowMinute - window.minutes, clock), endMinute: null };
    case 'calendar': {
      const { startMinute, endMinute } = calendarSpan(window.unit, window.zone, nowMinute);
      return { startMinute: notBeforeReset(startMinute, clock), endMinute };
    }
    case 'anchored':
      return anchoredSpan(window.days * minutesPerDay, clock);
    case 'lifetime':
      return { startMinute: 0, endMinute: null };
  }
}

/** The instant a window's count returns to zero by itself, in milliseconds; null when it has none. */
export function spanEndMs(span: WindowSpan): number | null {
  return span.endMinute === null ? null : msOfMinute(span.endMinute);
}

function notBeforeReset(startMinute: number, { resetMinute, nowMinute }: WindowClock): number {
  if (resetMinute === null || resetMinute > nowMinute) return startMinute;
  return Math.max(startMinute, resetMinute);
}

function anchoredSpan(lengthMinutes: number, clock: WindowClock): WindowSpan {
  const { nowMinute, anchorMinute } = clock;
  const anchor =
    anchorMinute === null ? nowMinute : notBeforeReset(Math.min(anchorMinute, nowMinute), clock);
  const elapsedWindows = Math.floor((nowMinute - anchor) / lengthMinutes);
  const startMinute = anchor + elapsedWindows * lengthMinutes;
  return { startMinute, endMinute: startMinute + lengthMinutes };
}
