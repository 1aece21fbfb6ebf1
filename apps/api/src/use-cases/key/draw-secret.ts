import type { Ids } from '../../ports/ids.ts';
import type { SecretHasher } from '../../ports/key-store.ts';

export type DrawnSecret = {
  /** What the caller sends; shown once. */
  readonly secret: string;
  /** By which the key is found. */
  readonly prefix: string;
  readonly hmac: Uint8Array;
};

/** `psk_` and 48 random bits: enough to find a key by, too few to guess the rest from. */
const prefixLength = 12;
const secretBytes = 32;

/** Draws the secret of a new service key: `psk_` and 256 random bits. */
export function drawSecret(ids: Ids, hasher: SecretHasher): DrawnSecret {
  const secret = `psk_${ids.secret(secretBytes)}`;
  return { secret, prefix: prefixOfSecret(secret), hmac: hasher.hmac(secret) };
}

/** The part of a secret by which its key is found. */
export function prefixOfSecret(secret: string): string {
  return secret.slice(0, prefixLength);
}
