/** Randomness behind a port, so that tests and the demo generator are deterministic. */
export interface Ids {
  /** A UUIDv7 whose time part is `atMs`. */
  uuid7(atMs: number): string;
  /** `bytes` random bytes as base64url, for secrets. */
  secret(bytes: number): string;
}
