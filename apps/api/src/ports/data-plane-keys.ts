/** A key of a data plane, as it is stored: without its secret. */
export type StoredDataPlaneKey = { readonly dataplaneId: string; readonly revoked: boolean };

/** What checking a signed call asks of the storage. */
export interface DataPlaneKeyLookup {
  find(keyId: string): Promise<StoredDataPlaneKey | null>;
  /** The newest key of a data plane that was not revoked. */
  newestKeyOf(dataplaneId: string): Promise<string | null>;
  /** True the first time a nonce is seen, whichever process sees it (rule D1). */
  claimNonce(keyId: string, nonce: string, nowMs: number): Promise<boolean>;
}

/** Secrets that are derived from PURSER_SECRET and stored nowhere. */
export interface DataPlaneSecrets {
  /** The current secret's, and after a change of it the previous one's. */
  ofKey(keyId: string): readonly [string, ...string[]];
  /** With which planes compute the HMACs of tenants' API keys. */
  planePepper(): string;
}

export interface DataPlaneStore {
  /** Makes the plane when this is its first key. */
  insertKey(key: {
    readonly keyId: string;
    readonly dataplaneId: string;
    readonly createdBy: string;
    readonly createdAt: Date;
  }): Promise<void>;
}
