const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * How far an instant lies from now, in the largest unit that fits: `just now`, `4 min ago`, `in 3 h`,
 * `12 d ago`; beyond 60 days the UTC date.
 */
export function relativeTime(atMs: number, nowMs: number): string {
  const distance = Math.abs(atMs - nowMs);
  // What has just happened may lie a moment ahead of a clock that ticks every few seconds.
  if (distance < 45_000) return atMs <= nowMs + 5_000 ? 'just now' : 'in moments';
  if (distance > 60 * dayMs) return utcDate(atMs);
  const text = span(distance);
  return atMs <= nowMs ? `${text} ago` : `in ${text}`;
}

/** A length of time in one unit: `45 s`, `12 min`, `5 h`, `3 d`. */
export function span(lengthMs: number): string {
  if (lengthMs < minuteMs) return `${Math.max(1, Math.round(lengthMs / 1000))} s`;
  if (lengthMs < hourMs) return `${Math.round(lengthMs / minuteMs)} min`;
  if (lengthMs < 1.5 * dayMs) return `${Math.round(lengthMs / hourMs)} h`;
  return `${Math.round(lengthMs / dayMs)} d`;
}

/** How long something took, down to the millisecond: `4 ms`, `1.2 s`, `45 s`, `12 min`. */
export function duration(lengthMs: number): string {
  const whole = Math.max(0, Math.round(lengthMs));
  if (whole < 1_000) return `${whole} ms`;
  if (whole < 9_950) return `${(whole / 1_000).toFixed(1)} s`;
  return span(whole);
}

/** `24 Jan 2027` in UTC. */
export function utcDate(atMs: number): string {
  return dateFormat.format(atMs);
}

/** `24 Jan` in UTC, for places where the year is plain. */
export function utcDay(atMs: number): string {
  return dayFormat.format(atMs);
}

/** `14:05` in UTC. */
export function utcClock(atMs: number): string {
  return clockFormat.format(atMs);
}

/** The exact instant for a title: UTC first, then the reader's own time. */
export function exactInstant(atMs: number): string {
  const utc = new Date(atMs)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
  return `${utc} · ${new Date(atMs).toLocaleString()} here`;
}

const dateFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const dayFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
const clockFormat = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});
