import type { ProjectScope } from '@purser/schema/contract/request-context';

/** A key as it is stored: no secret, just the HMAC to compare with. */
export type StoredServiceKey = {
  readonly id: string;
  readonly name: string;
  readonly hmac: Uint8Array;
  readonly scopes: readonly string[];
  readonly revoked: boolean;
  /** The one tenant and project the key is bound to. */
  readonly scope: ProjectScope;
};

/** Finds service keys for authentication, across all tenants. */
export interface ServiceKeyLookup {
  findByPrefix(prefix: string): Promise<StoredServiceKey | null>;
  /** Notes that a key is in use, to the minute. */
  noteUse(key: StoredServiceKey, nowMs: number): Promise<void>;
}
