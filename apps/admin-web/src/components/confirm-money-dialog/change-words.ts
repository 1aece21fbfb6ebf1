import { utcClock, utcDate } from '../../lib/instants.ts';

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** A label of the server as people write it: `requests_per_day in my_app` → `Requests per day in my_app`. */
export function labelWords(label: string): string {
  const words = label.replace(/^[a-z_]+/, (name) => name.replaceAll('_', ' '));
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** One side of a change: instants in UTC, what is not there in words. */
export function sideWords(side: string | null): string {
  if (side === null) return 'nothing';
  if (!instant.test(side)) return side;
  const atMs = Date.parse(side);
  return `${utcDate(atMs)}, ${utcClock(atMs)} UTC`;
}
