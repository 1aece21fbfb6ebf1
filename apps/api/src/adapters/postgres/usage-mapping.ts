import type { BreakdownGrant } from '@purser/domain/breakdown/breakdown';
import type { GrantRecord } from '../../ports/grant-store.ts';

/** A stored grant as the rules read it: only the limits it sets (rule P6). */
export function domainGrant(grant: GrantRecord): BreakdownGrant {
  return {
    grantId: grant.id,
    bundleId: grant.bundleId,
    mode: grant.mode,
    limits: Object.fromEntries(grant.fields.map((field) => [field, grant.limits[field]])),
    createdAtMs: grant.createdAt.getTime(),
    expiresAtMs: grant.expiresAt?.getTime() ?? null,
    revokedAtMs: grant.revokedAt?.getTime() ?? null,
    source: grant.source,
    purchaseId: grant.purchaseId,
    purchaseAmountMicroUsd: grant.purchaseAmountMicroUsd,
    notes: grant.notes,
  };
}
