import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { System } from '../../ports/system.ts';

type Entry = { readonly payload: AdapterPayload; readonly expiresAtMs: number };

/** Sign-ins of demo people are few; the oldest entries go first when something floods them. */
const entriesMax = 5_000;

/** Nothing of a sign-in is of use after a day. */
const secondsMax = 24 * 3600;

/**
 * What the built-in provider remembers (codes, grants, sessions), in memory: a restart signs demo
 * people out of the provider, not out of the dashboard.
 */
export function demoStore(system: System): (kind: string) => Adapter {
  const entries = new Map<string, Entry>();

  const read = (key: string): AdapterPayload | undefined => {
    const entry = entries.get(key);
    if (entry === undefined || entry.expiresAtMs > system.nowMs()) return entry?.payload;
    entries.delete(key);
    return undefined;
  };

  const write = (key: string, entry: Entry): void => {
    entries.delete(key);
    entries.set(key, entry);
    const oldest = entries.keys().next();
    if (entries.size > entriesMax && !oldest.done) entries.delete(oldest.value);
  };

  return (kind) => {
    const keyOf = (id: string) => `${kind}:${id}`;
    return {
      async upsert(id, payload, expiresInSeconds = secondsMax) {
        write(keyOf(id), { payload, expiresAtMs: system.nowMs() + expiresInSeconds * 1000 });
      },
      async find(id) {
        return read(keyOf(id));
      },
      async findByUid(uid) {
        for (const [key, { payload }] of entries) {
          if (payload.uid === uid && key.startsWith(`${kind}:`)) return read(key);
        }
        return undefined;
      },
      async findByUserCode() {
        return undefined;
      },
      async consume(id) {
        const entry = entries.get(keyOf(id));
        if (entry === undefined) return;
        const consumed = Math.floor(system.nowMs() / 1000);
        entries.set(keyOf(id), { ...entry, payload: { ...entry.payload, consumed } });
      },
      async destroy(id) {
        entries.delete(keyOf(id));
      },
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of entries) {
          if (payload.grantId === grantId) entries.delete(key);
        }
      },
    };
  };
}
