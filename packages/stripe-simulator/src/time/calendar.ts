export type Interval = { readonly unit: 'day' | 'week' | 'month' | 'year'; readonly count: number };

const daySeconds = 86_400;

/**
 * The `steps`-th recurrence of an anchor: the same day and time, or the last day of a month that is too short. The anchor's
 * day is never forgotten: 31 January, 28 February, 31 March.
 */
export function recurrence(
  anchorSeconds: number,
  { unit, count }: Interval,
  steps: number,
): number {
  const times = count * steps;
  if (unit === 'day') return anchorSeconds + times * daySeconds;
  if (unit === 'week') return anchorSeconds + times * 7 * daySeconds;
  return addMonths(anchorSeconds, unit === 'year' ? times * 12 : times);
}

/** The first recurrence of an anchor after an instant; the anchor itself counts. */
export function nextRecurrence(
  anchorSeconds: number,
  interval: Interval,
  afterSeconds: number,
): number {
  let steps = 0;
  while (recurrence(anchorSeconds, interval, steps) <= afterSeconds) steps += 1;
  return recurrence(anchorSeconds, interval, steps);
}

export function addMonths(seconds: number, months: number): number {
  const from = new Date(seconds * 1_000);
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months];
  const daysInMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Math.min(from.getUTCDate(), daysInMonth);
  const timeOfDay = seconds - Math.floor(seconds / daySeconds) * daySeconds;
  return Date.UTC(year, month, day) / 1_000 + timeOfDay;
}
