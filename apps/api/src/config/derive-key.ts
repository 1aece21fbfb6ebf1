import { hkdfSync } from 'node:crypto';

/** What keys are made for; each purpose has a key of its own, so that one that leaks opens nothing else. */
export type KeyPurpose =
  | 'session'
  | 'service-key'
  | 'oidc'
  | 'cursor'
  | 'stripe-webhook'
  | 'payment-metadata'
  | 'webhook-endpoint'
  | 'data-plane'
  | 'plane-pepper';

/** Derives the 32-byte key of one purpose from PURSER_SECRET (HKDF with SHA-256). */
export function deriveKey(secret: string, purpose: KeyPurpose): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'purser', purpose, 32));
}
