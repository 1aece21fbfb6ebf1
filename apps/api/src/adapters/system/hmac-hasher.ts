import { createHmac, createSecretKey } from 'node:crypto';
import type { SecretHasher } from '../../ports/key-store.ts';

/** HMAC-SHA-256 under one derived key: what is stored of service keys and compared on each request. */
export function hmacHasher(derivedKey: Buffer): SecretHasher {
  const key = createSecretKey(derivedKey);
  return { hmac: (secret) => createHmac('sha256', key).update(secret).digest() };
}
