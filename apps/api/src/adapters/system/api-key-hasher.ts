import { crc32 } from 'node:zlib';
import type { ApiKeyHasher } from '../../ports/tenant-assets.ts';
import { hmacHasher } from './hmac-hasher.ts';

/**
 * HMACs of tenants' API keys, under the pepper that data planes have too: what is stored is what the
 * policy snapshot lists (rule C5). The version tells one pepper from the next.
 */
export function apiKeyHasher(pepper: Buffer): ApiKeyHasher {
  const hasher = hmacHasher(pepper);
  const pepperVersion = crc32(pepper) & 0x7fff;
  return { hash: (key) => ({ hmac: hasher.hmac(key), pepperVersion }) };
}
