import { Prisma } from '@purser/prisma/client';
import type { GrantSelection, GrantStore } from '../../ports/grant-store.ts';
import { grantFromDb, grantToDb } from './grant-mapping.ts';
import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';

export function createGrantStore(tx: Tx, scope: ScopeKey): GrantStore {
  return {
    async insert(grant) {
      await tx.grant.create({ data: grantToDb(scope, grant) });
    },
    async find(grantId) {
      const row = await tx.grant.findUnique({
        where: { tenantId_projectId_id: { ...scope, id: grantId } },
      });
      return row === null ? null : grantFromDb(row);
    },
    async lockActive(selection, now) {
      const ids = await lockIds(tx, scope, selection, now);
      const rows = await tx.grant.findMany({
        where: { ...scope, id: { in: ids } },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
      return rows.map(grantFromDb);
    },
    async revoke(grantIds, at, by) {
      await tx.grant.updateMany({
        where: { ...scope, id: { in: [...grantIds] } },
        data: { revokedAt: at, revokedBy: by },
      });
    },
    async reinstate(id, revokedBy) {
      await tx.grant.updateMany({
        where: { ...scope, id, revokedBy },
        data: { revokedAt: null, revokedBy: null },
      });
    },
  };
}

async function lockIds(tx: Tx, scope: ScopeKey, selection: GrantSelection, now: Date) {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM quota_grant
     WHERE tenant_id = ${scope.tenantId} AND project_id = ${scope.projectId}
       AND ${conditionOf(selection)}
       AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now})
     ORDER BY id FOR UPDATE`;
  return rows.map(({ id }) => id);
}

function conditionOf(selection: GrantSelection): Prisma.Sql {
  if ('grantId' in selection) return Prisma.sql`id = ${selection.grantId}::uuid`;
  const { userId, mode, bundleId } = selection;
  const ofUser = Prisma.sql`user_id = ${userId} AND mode = ${mode}`;
  return bundleId === undefined ? ofUser : Prisma.sql`${ofUser} AND bundle_id = ${bundleId}`;
}
