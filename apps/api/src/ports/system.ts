/**
 * The machine's own clock and randomness, for what is no project's business: request ids, sessions,
 * logs. Decisions about quota and money take their instant from the project's clock instead.
 */
export interface System {
  /** Milliseconds since the epoch. */
  nowMs(): number;
  /** An identifier nobody has used before, for requests. */
  newId(): string;
  /** `bytes` random bytes as base64url. */
  secret(bytes: number): string;
}
