import { describe, expect, it } from 'vitest';
import { hmacHasher } from '../../adapters/system/hmac-hasher.ts';
import type { StoredServiceKey } from '../../ports/service-key-lookup.ts';
import { testContext } from '../testing/edge-server.ts';
import { ServiceKeys } from './service-keys.ts';

const hasher = hmacHasher(Buffer.alloc(32, 1));
const older = hmacHasher(Buffer.alloc(32, 2));
const secret = `psk_${'a'.repeat(43)}`;

function world(stored: Partial<StoredServiceKey> = {}) {
  const state = {
    nowMs: 0,
    lookups: 0,
    uses: 0,
    key: {
      id: 'k1',
      name: 'app',
      hmac: hasher.hmac(secret),
      scopes: ['turns', 'gone-scope'],
      revoked: false,
      scope: testContext('r').scope,
      ...stored,
    } as StoredServiceKey | null,
  };
  const keys = new ServiceKeys({
    lookup: {
      findByPrefix: async () => {
        state.lookups += 1;
        return state.key;
      },
      noteUse: async () => {
        state.uses += 1;
      },
    },
    hashers: [hasher, older],
    system: { nowMs: () => state.nowMs, newId: () => 'id', secret: () => 's' },
    onFailure: (error) => {
      throw error;
    },
  });
  return { keys, state };
}

describe('a service key', () => {
  it('is known by its HMAC and may what its scopes say; an unknown scope gives nothing', async () => {
    const { keys } = world();
    const known = await keys.find(secret);
    expect(known?.caller).toMatchObject({ kind: 'service-key', id: 'key:k1', name: 'app' });
    expect([...(known?.caller.permissions ?? [])].sort()).toEqual([
      'health:read',
      'turn:operate',
      'turn:read',
    ]);
  });

  it('is not known by its prefix alone', async () => {
    const { keys } = world();
    expect(await keys.find(`${secret.slice(0, 12)}${'b'.repeat(35)}`)).toBeNull();
    expect(await keys.find(secret.slice(0, 12))).toBeNull();
    await keys.find(secret);
    expect(keys.recall(`${secret}x`)).toBeNull();
  });

  it('made under the previous secret is still known', async () => {
    const { keys } = world({ hmac: older.hmac(secret) });
    expect(await keys.find(secret)).not.toBeNull();
  });

  it('is looked up once for everybody who comes at the same time, and again after 4 s', async () => {
    const { keys, state } = world();
    await Promise.all(Array.from({ length: 50 }, () => keys.find(secret)));
    expect(keys.recall(secret)).not.toBeNull();
    expect({ lookups: state.lookups, uses: state.uses }).toEqual({ lookups: 1, uses: 1 });
    state.nowMs = 4_000;
    expect(keys.recall(secret)).toBeUndefined();
  });

  it('that is revoked stops within five seconds', async () => {
    const { keys, state } = world();
    await keys.find(secret);
    state.key = { ...(state.key as StoredServiceKey), revoked: true };
    state.nowMs = 3_999;
    expect(keys.recall(secret)).not.toBeNull();
    state.nowMs = 5_000;
    expect(keys.recall(secret) ?? (await keys.find(secret))).toBeNull();
  });

  it('that nobody has is unknown, and is not asked for again at once', async () => {
    const { keys, state } = world();
    state.key = null;
    expect(await keys.find(secret)).toBeNull();
    expect(keys.recall(secret)).toBeNull();
    expect(state.lookups).toBe(1);
  });
});
