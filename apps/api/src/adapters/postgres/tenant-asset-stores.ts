import type { ApiKeyStore, DomainRecord, DomainStore } from '../../ports/tenant-assets.ts';
import { lockName } from './advisory-lock.ts';
import { toDbJson } from './json.ts';
import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';
import { apiKeyFromDb, domainFromDb } from './tenant-mapping.ts';

/** A name belongs to one tenant at most, so that its lock belongs to none. */
const everywhere: ScopeKey = { tenantId: 0, projectId: 0 };

export function createDomainStore(tx: Tx, scope: ScopeKey): DomainStore {
  const byId = (id: string) => ({ tenantId_projectId_id: { ...scope, id } });
  return {
    async all() {
      const where = { ...scope, state: { not: 'removed' } };
      return (await tx.tenantDomain.findMany({ where, orderBy: { name: 'asc' } })).map(
        domainFromDb,
      );
    },
    async find(id) {
      const row = await tx.tenantDomain.findUnique({ where: byId(id) });
      return row === null || row.state === 'removed' ? null : domainFromDb(row);
    },
    async isProvenElsewhere(name) {
      await lockName(tx, everywhere, 'domain', name);
      const where = { name, state: 'verified', NOT: scope };
      return (await tx.tenantDomain.count({ where })) > 0;
    },
    async insert(domain) {
      const { createdBy, createdAt } = domain;
      await tx.tenantDomain.create({
        data: { ...scope, ...changing(domain), createdBy, createdAt, updatedAt: createdAt },
      });
    },
    async save(domain, updatedAt) {
      await tx.tenantDomain.update({
        where: byId(domain.id),
        data: { ...changing(domain), updatedAt },
      });
    },
  };
}

function changing({ id, name, state, token, verifiedAt, lastCheck }: DomainRecord) {
  return { id, name, state, token, verifiedAt, lastCheck: toDbJson(lastCheck) };
}

export function createApiKeyStore(tx: Tx, scope: ScopeKey): ApiKeyStore {
  const byId = (id: string) => ({ tenantId_projectId_id: { ...scope, id } });
  return {
    async all() {
      return (await tx.tenantApiKey.findMany({ where: scope, orderBy: { id: 'desc' } })).map(
        apiKeyFromDb,
      );
    },
    async find(id) {
      const row = await tx.tenantApiKey.findUnique({ where: byId(id) });
      return row === null ? null : apiKeyFromDb(row);
    },
    async insert(key, { hmac, pepperVersion }) {
      await tx.tenantApiKey.create({
        data: {
          ...scope,
          ...key,
          scopes: [...key.scopes],
          hmac: Uint8Array.from(hmac),
          pepperVersion,
        },
      });
    },
    async succeed({ id, notAfter, successorId }) {
      await tx.tenantApiKey.update({ where: byId(id), data: { notAfter, successorId } });
    },
    async revoke(id, revokedAt) {
      await tx.tenantApiKey.update({ where: byId(id), data: { revokedAt } });
    },
  };
}
