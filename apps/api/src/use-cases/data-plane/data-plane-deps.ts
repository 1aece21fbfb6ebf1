import type { DataPlaneRejection } from '@purser/schema/contract/data-plane';
import type { Ids } from '../../ports/ids.ts';
import type { TenantDirectory } from '../../ports/tenant-directory.ts';
import type { UnitOfWork } from '../../ports/unit-of-work.ts';

/** What calls of data planes work with. */
export type DataPlaneDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly ids: Ids;
  readonly tenants: TenantDirectory;
};

/** Ends a data plane's call: without its effects when it was refused. */
export type Ended<Value> = {
  readonly commit: boolean;
  readonly value:
    | { readonly ok: true; readonly value: Value; readonly replayed: boolean }
    | { readonly ok: false; readonly rejection: DataPlaneRejection };
};

export function refuse(
  code: DataPlaneRejection['code'],
  message: string,
  more: Partial<DataPlaneRejection> = {},
): Ended<never> {
  return { commit: false, value: { ok: false, rejection: { code, message, ...more } } };
}

export const unknownTenant = refuse('unknown_tenant', 'There is no such tenant.', {
  field: 'tenant_id',
});

export const unknownPeriod = refuse('unknown_period', 'This tenant has no such billing period.', {
  field: 'period_id',
});
