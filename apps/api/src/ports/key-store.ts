import type { ServiceKeyView } from '@purser/schema/contract/operation-views';

export interface KeyStore {
  insert(key: ServiceKeyView, hmac: Uint8Array): Promise<void>;
  /** Reads a key and keeps other commands from it until this transaction ends. */
  lock(id: string): Promise<ServiceKeyView | null>;
  revoke(id: string, at: Date): Promise<void>;
}

/** Derives what is stored of a secret: an HMAC under a key made from PURSER_SECRET. */
export interface SecretHasher {
  hmac(secret: string): Uint8Array;
}
