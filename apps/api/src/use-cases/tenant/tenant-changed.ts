import type { ChangeLine } from '@purser/schema/contract/request-context';
import type { TenantChanged, TenantRecord } from '@purser/schema/contract/tenant';
import type { Stores } from '../../ports/unit-of-work.ts';
import type { Decision } from '../command/run-command.ts';

/** A tenant under its lock, and where the policy snapshot stands. */
export type LockedTenant = { readonly before: TenantRecord; readonly revision: bigint };

export async function lockTenant(stores: Stores): Promise<LockedTenant> {
  const before = await stores.tenants.lock();
  return { before, revision: await stores.policyRevision.current() };
}

/** The decision to make a tenant read as `after`; without a change nothing is written. */
export function decideTenant(
  { before, revision }: LockedTenant,
  after: TenantRecord,
  { changes, effectiveBy }: { readonly changes: readonly ChangeLine[]; readonly effectiveBy: Date },
): Decision<TenantRecord, TenantChanged> {
  const unchanged = changes.length === 0;
  const policyRevision = unchanged ? revision : revision + 1n;
  return {
    change: after,
    preview: { tenant: after, effectiveBy, policyRevision },
    changes,
    audit: { targetType: 'tenant', targetId: after.tenantId, before, after },
    affects: 'nobody',
    unchanged,
  };
}

/** Writes what a tenant now reads as, and says so to data planes. */
export async function saveTenant(
  stores: Stores,
  { name, planId, status, statusReason }: TenantRecord,
): Promise<bigint> {
  await stores.tenants.save({ name, planId, status, statusReason });
  return stores.policyRevision.bump();
}
