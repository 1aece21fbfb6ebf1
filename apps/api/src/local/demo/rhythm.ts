/** Turns in an average week of the demo; thirty days come to 15,000. */
const turnsPerWeek = 3_500;

/** How busy each UTC hour of a day is: a quiet night, a morning peak, a dip at lunch, a second peak, a slow evening. */
const byHour = [
  3, 2, 2, 2, 3, 5, 9, 16, 26, 34, 36, 33, 24, 28, 35, 34, 30, 24, 18, 15, 12, 9, 6, 4,
] as const;

/** How busy each day of the week is, Sunday first. */
const byWeekday = [4, 10, 11, 11.5, 11, 9, 4.5] as const;

const total =
  byHour.reduce((sum, weight) => sum + weight, 0) *
  byWeekday.reduce((sum, weight) => sum + weight, 0);

/** Turns to expect in one hour, counted in hours since 1970. */
export function turnsExpected(epochHour: number): number {
  const hour = epochHour % 24;
  // 1 January 1970 was a Thursday.
  const weekday = (Math.floor(epochHour / 24) + 4) % 7;
  return (turnsPerWeek * (byHour[hour] ?? 0) * (byWeekday[weekday] ?? 0)) / total;
}
