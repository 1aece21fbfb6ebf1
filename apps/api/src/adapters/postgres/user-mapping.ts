import type { User } from '@purser/prisma/client';
import type { UserRecord, UserRole } from '../../ports/user-store.ts';

export function userFromDb(row: User): UserRecord {
  return {
    id: row.id,
    externalId: row.externalId,
    role: row.role as UserRole,
    suspendedAt: row.suspendedAt,
    suspendedReason: row.suspendedReason,
    createdAt: row.createdAt,
  };
}
