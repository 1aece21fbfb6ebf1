import { timingSafeEqual } from 'node:crypto';
import { isServiceScope, permissionsOfScopes } from '@purser/domain/access/service-scopes';
import type { Caller, ProjectScope } from '@purser/schema/contract/request-context';
import type { SecretHasher } from '../../ports/key-store.ts';
import type { ServiceKeyLookup, StoredServiceKey } from '../../ports/service-key-lookup.ts';
import type { System } from '../../ports/system.ts';
import { prefixOfSecret } from '../../use-cases/key/draw-secret.ts';
import { BoundedCache } from './bounded-cache.ts';

export type ServiceKeysDeps = {
  readonly lookup: ServiceKeyLookup;
  /** The current secret's, and after a change of it the previous one's. */
  readonly hashers: readonly SecretHasher[];
  readonly system: System;
  readonly onFailure: (error: unknown) => void;
};

export type KnownKey = { readonly caller: Caller; readonly scope: ProjectScope };

type Entry = {
  readonly key: StoredServiceKey | null;
  readonly known: KnownKey | null;
  readonly untilMs: number;
};

/** A revoked key must stop within 5 s (rule A5); a look-up under way may take the last second of it. */
const keepMs = 4_000;

/** Random prefixes must not fill the memory. */
const entriesMax = 10_000;

/** Recognises service keys by prefix and HMAC, from memory for a few seconds. */
export class ServiceKeys {
  readonly #deps: ServiceKeysDeps;
  readonly #entries = new BoundedCache<Entry>(entriesMax);
  readonly #asking = new Map<string, Promise<Entry>>();

  constructor(deps: ServiceKeysDeps) {
    this.#deps = deps;
  }

  /** Undefined: not in memory, ask `find`. Null: no such key, or revoked. */
  recall(secret: string): KnownKey | null | undefined {
    const entry = this.#entries.get(prefixOfSecret(secret), this.#deps.system.nowMs());
    return entry && this.#check(entry, secret);
  }

  async find(secret: string): Promise<KnownKey | null> {
    const prefix = prefixOfSecret(secret);
    const asking = this.#asking.get(prefix) ?? this.#ask(prefix);
    return this.#check(await asking, secret);
  }

  /** Callers that come while a key is being looked up wait for the one look-up. */
  #ask(prefix: string): Promise<Entry> {
    const askedAtMs = this.#deps.system.nowMs();
    const asking = this.#deps.lookup
      .findByPrefix(prefix)
      .then((key) => this.#remember(prefix, key, askedAtMs))
      .finally(() => this.#asking.delete(prefix));
    this.#asking.set(prefix, asking);
    return asking;
  }

  #remember(prefix: string, key: StoredServiceKey | null, askedAtMs: number): Entry {
    const live = key !== null && !key.revoked;
    const entry = { key, known: live ? knownKey(key) : null, untilMs: askedAtMs + keepMs };
    this.#entries.set(prefix, entry);
    if (live) this.#deps.lookup.noteUse(key, askedAtMs).catch(this.#deps.onFailure);
    return entry;
  }

  /** Compares in constant time, so that answers do not tell how much of a guess was right. */
  #check({ key, known }: Entry, secret: string): KnownKey | null {
    if (key === null) return null;
    const matches = this.#deps.hashers.some((hasher) => {
      const given = hasher.hmac(secret);
      return given.length === key.hmac.length && timingSafeEqual(given, key.hmac);
    });
    return matches ? known : null;
  }
}

function knownKey({ id, name, scopes, scope }: StoredServiceKey): KnownKey {
  return {
    caller: {
      kind: 'service-key',
      id: `key:${id}`,
      name,
      role: 'service-key',
      permissions: permissionsOfScopes(scopes.filter(isServiceScope)),
    },
    scope,
  };
}
