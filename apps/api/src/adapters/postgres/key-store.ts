import type { KeyStore } from '../../ports/key-store.ts';
import { lockName } from './advisory-lock.ts';
import { serviceKeyFromDb } from './key-mapping.ts';
import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';

export function createKeyStore(tx: Tx, scope: ScopeKey): KeyStore {
  const byId = (id: string) => ({ tenantId_projectId_id: { ...scope, id } });
  return {
    async insert(key, hmac) {
      await tx.serviceKey.create({
        data: { ...scope, ...key, scopes: [...key.scopes], hmac: Uint8Array.from(hmac) },
      });
    },
    async lock(id) {
      await lockName(tx, scope, 'service_key', id);
      const row = await tx.serviceKey.findUnique({ where: byId(id) });
      return row === null ? null : serviceKeyFromDb(row);
    },
    async revoke(id, at) {
      await tx.serviceKey.update({ where: byId(id), data: { revokedAt: at } });
    },
  };
}
