import type { Dimension } from '@purser/domain/tenant/dimension';
import type { DomainCheck, DomainState } from '@purser/domain/tenant/domain-challenge';
import type { OverrideMode } from '@purser/domain/tenant/effective-limit';
import type { TenantStatus } from '@purser/domain/tenant/tenant-status';
import type { Prisma, TenantApiKey, TenantDomain } from '@purser/prisma/client';
import type { OverrideView, TenantRecord } from '@purser/schema/contract/tenant';
import type { ApiKeyRecord, DomainRecord } from '../../ports/tenant-assets.ts';

export function tenantFromDb(row: {
  readonly uuid: string;
  readonly slug: string;
  readonly name: string;
  readonly status: string;
  readonly statusReason: string | null;
  readonly planId: string | null;
  readonly createdAt: Date;
}): TenantRecord {
  const { uuid, slug, name, status, statusReason, planId, createdAt } = row;
  return {
    tenantId: uuid,
    slug,
    name,
    status: status as TenantStatus,
    statusReason,
    planId,
    createdAt,
  };
}

export function overrideViewFromDb(row: {
  readonly id: string;
  readonly dimension: string;
  readonly mode: string;
  readonly value: bigint;
  readonly startsAt: Date;
  readonly expiresAt: Date;
  readonly reason: string;
  readonly reference: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}): OverrideView {
  return {
    id: row.id,
    dimension: row.dimension as Dimension,
    mode: row.mode as OverrideMode,
    value: row.value,
    startsAt: row.startsAt,
    expiresAt: row.expiresAt,
    reason: row.reason,
    reference: row.reference,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    revokedAt: row.revokedAt,
  };
}

export function domainFromDb(row: TenantDomain): DomainRecord {
  return {
    id: row.id,
    name: row.name,
    state: row.state as DomainState,
    token: row.token,
    verifiedAt: row.verifiedAt,
    lastCheck: checkFromDb(row.lastCheck),
    createdBy: row.createdBy,
    createdAt: row.createdAt,
  };
}

function checkFromDb(stored: Prisma.JsonValue): DomainCheck | null {
  if (stored === null) return null;
  const check = stored as unknown as Omit<DomainCheck, 'at'> & { readonly at: string };
  return { ...check, at: new Date(check.at) };
}

/** What is shown of a key; its HMAC never leaves the adapter. */
export function apiKeyFromDb(row: TenantApiKey): ApiKeyRecord {
  return {
    id: row.id,
    name: row.name,
    keyId: row.keyId,
    prefix: row.prefix,
    scopes: row.scopes,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    notAfter: row.notAfter,
    successorId: row.successorId,
    revokedAt: row.revokedAt,
    lastUsedAt: row.lastUsedAt,
  };
}
