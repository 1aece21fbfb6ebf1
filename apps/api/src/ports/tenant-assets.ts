import type { TxtLookup } from '@purser/domain/tenant/domain-challenge';
import type { ApiKeyView, DomainView } from '@purser/schema/contract/tenant';

/** A domain as it is kept; the challenge's text is made from it. */
export type DomainRecord = Omit<DomainView, 'challenge'> & { readonly token: string };

/** A tenant's domains inside one transaction that holds the tenant's lock. */
export interface DomainStore {
  /** Those that were not removed. */
  all(): Promise<readonly DomainRecord[]>;
  find(id: string): Promise<DomainRecord | null>;
  /** Whether another tenant has proven the name; keeps the name to this transaction. */
  isProvenElsewhere(name: string): Promise<boolean>;
  insert(domain: DomainRecord): Promise<void>;
  save(domain: DomainRecord, at: Date): Promise<void>;
}

/** An API key as it is kept: its status follows from these and the time. */
export type ApiKeyRecord = Omit<ApiKeyView, 'status'>;

export type StoredKeySecret = { readonly hmac: Uint8Array; readonly pepperVersion: number };

/** A tenant's API keys inside one transaction that holds the tenant's lock. */
export interface ApiKeyStore {
  all(): Promise<readonly ApiKeyRecord[]>;
  find(id: string): Promise<ApiKeyRecord | null>;
  insert(key: ApiKeyRecord, secret: StoredKeySecret): Promise<void>;
  /** Keeps the successor of a rotated key, and when the key ends. */
  succeed(key: ApiKeyRecord): Promise<void>;
  revoke(id: string, at: Date): Promise<void>;
}

/** What is known of names outside: their form, and what DNS says of them. */
export interface DomainNames {
  /** IDNA's ToASCII; empty for what has no such form. */
  toAscii(name: string): string;
  /** The TXT records of a name. Never throws: a resolver that does not answer is a result too. */
  txt(name: string): Promise<TxtLookup>;
}

/** What of a tenant's API key is kept instead of the key. */
export interface ApiKeyHasher {
  hash(key: string): StoredKeySecret;
}
