/** `2027-01-31T12:00` of a date field, meant in UTC, as RFC 3339; null when it is no instant. */
export function utcFieldInstant(text: string): string | null {
  const atMs = Date.parse(`${text}Z`);
  return Number.isNaN(atMs) ? null : new Date(atMs).toISOString();
}
