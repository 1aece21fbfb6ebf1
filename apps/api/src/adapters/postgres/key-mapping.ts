import type { ServiceKey } from '@purser/prisma/client';
import type { ServiceKeyView } from '@purser/schema/contract/operation-views';

/** What is shown of a key; its HMAC never leaves the adapter. */
export function serviceKeyFromDb(row: ServiceKey): ServiceKeyView {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    revokedAt: row.revokedAt,
    lastUsedAt: row.lastUsedAt,
  };
}
