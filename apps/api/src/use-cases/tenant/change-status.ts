import { accepted, rejected } from '@purser/domain/outcome';
import type { TenantStatus } from '@purser/domain/tenant/tenant-status';
import type { TenantChanged, TenantRecord } from '@purser/schema/contract/tenant';
import { changeLines } from '../command/change-lines.ts';
import type { CommandDefinition, Moment } from '../command/run-command.ts';
import { decideTenant, type LockedTenant, lockTenant, saveTenant } from './tenant-changed.ts';
import { tenantIsDeleted } from './update-tenant.ts';

type StatusCommand = CommandDefinition<
  { readonly tenantId: string },
  LockedTenant,
  TenantRecord,
  TenantChanged
>;

/** A data plane may still be answering what it began when its lease ended. */
const drainMs = 5_000;

/**
 * Stops a tenant: no lease any more, those that run are void, and data planes are told (rule C2). What
 * they had leased stays held until it was reported; the portal stays readable.
 */
export const suspendTenant = changeStatus('suspend-tenant', 'suspended');

/** Lets a suspended tenant lease again; nothing is given until a data plane asks. */
export const resumeTenant = changeStatus('resume-tenant', 'active');

/** Ends a tenant for good. Its rows stay: usage may still be reported, and invoices are due. */
export const deleteTenant = changeStatus('delete-tenant', 'deleted');

function changeStatus(operation: string, status: TenantStatus): StatusCommand {
  return {
    operation,
    load: lockTenant,
    decide: (state, _input, moment) => {
      const { before } = state;
      if (before.status === 'deleted' && status !== 'deleted') return rejected(tenantIsDeleted);
      const after = { ...before, status, statusReason: reasonOf(status, moment) };
      const changes = changeLines([{ label: 'status', before: before.status, after: status }]);
      const unmoved = changes.length === 0 ? before : after;
      return accepted(decideTenant(state, unmoved, { changes, effectiveBy: moment.now }));
    },
    apply: async (stores, tenant, moment) => {
      const lastEndsAt =
        status === 'active' ? null : (await stores.tenants.revokeLeases()).lastEndsAt;
      const policyRevision = await saveTenant(stores, tenant);
      const atMs = lastEndsAt === null ? 0 : lastEndsAt.getTime() + drainMs;
      return { tenant, effectiveBy: new Date(Math.max(moment.nowMs, atMs)), policyRevision };
    },
  };
}

function reasonOf(status: TenantStatus, { reason }: Moment): string | null {
  return status === 'active' ? null : reason;
}
