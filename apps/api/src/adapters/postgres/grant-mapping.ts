import type { LimitField } from '@purser/domain/quota/limits';
import type { Grant, Prisma } from '@purser/prisma/client';
import type { GrantRecord } from '../../ports/grant-store.ts';
import { limitsFromDb } from './limit-columns.ts';
import type { ScopeKey } from './scope-key.ts';

export function grantFromDb(row: Grant): GrantRecord {
  return {
    id: row.id,
    userId: row.userId,
    bundleId: row.bundleId,
    mode: row.mode as GrantRecord['mode'],
    fields: row.fields as LimitField[],
    limits: limitsFromDb(row),
    source: row.source as GrantRecord['source'],
    purchaseId: row.purchaseId,
    purchaseAmountMicroUsd: row.purchaseAmountMicroUsd,
    notes: row.notes,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    revokedAt: row.revokedAt,
  };
}

export function grantToDb(scope: ScopeKey, grant: GrantRecord): Prisma.GrantUncheckedCreateInput {
  const { limits, fields, ...columns } = grant;
  return { ...scope, ...columns, ...limits, fields: [...fields] };
}
