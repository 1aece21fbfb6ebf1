/**
 * The smallest UUIDv7 of an instant: rows whose ids carry their time are found by a range of the
 * primary key. Negative instants read as the epoch.
 */
export function firstIdAt(instant: Date): string {
  const hex = Math.max(0, instant.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** The instant that a UUIDv7 carries, in milliseconds since the epoch. */
export function instantOfId(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
