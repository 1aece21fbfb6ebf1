import type { UserStore } from '../../ports/user-store.ts';
import { lockName } from './advisory-lock.ts';
import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';
import { userFromDb } from './user-mapping.ts';

export function createUserStore(tx: Tx, scope: ScopeKey): UserStore {
  const byExternalId = (externalId: string) => ({
    tenantId_projectId_externalId: { ...scope, externalId },
  });
  const find = async (externalId: string) => {
    const row = await tx.user.findUnique({ where: byExternalId(externalId) });
    return row === null ? null : userFromDb(row);
  };
  const ensure = async (externalId: string, now: Date) => {
    const known = await find(externalId);
    if (known !== null) return known;
    await tx.user.createMany({
      data: [{ ...scope, externalId, role: 'registered', createdAt: now }],
      skipDuplicates: true,
    });
    return userFromDb(await tx.user.findUniqueOrThrow({ where: byExternalId(externalId) }));
  };
  const byId = (id: bigint) => ({ tenantId_projectId_id: { ...scope, id } });
  return {
    ensure,
    find,
    async lock(externalId, now) {
      await lockName(tx, scope, 'user', externalId);
      return ensure(externalId, now);
    },
    async byId(id) {
      const row = await tx.user.findUnique({ where: byId(id) });
      return row === null ? null : userFromDb(row);
    },
    async setRole(id, role) {
      await tx.user.update({ where: byId(id), data: { role } });
    },
    async setSuspension(id, suspension) {
      await tx.user.update({
        where: byId(id),
        data: {
          suspendedAt: suspension?.at ?? null,
          suspendedReason: suspension?.reason ?? null,
        },
      });
    },
    async resetWindows(userId, minute) {
      await tx.$executeRaw`
        UPDATE usage_head
           SET anchor_minute = ${minute}, reset_minute = ${minute},
               reset_requests = requests, reset_tokens = tokens
         WHERE tenant_id = ${scope.tenantId} AND project_id = ${scope.projectId}
           AND user_id = ${userId}`;
    },
  };
}
