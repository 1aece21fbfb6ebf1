import type { DataPlaneOutcome, DataPlaneRejection } from '@purser/schema/contract/data-plane';
import type { Ids } from '../../ports/ids.ts';
import type { QuotaBooks } from '../../ports/quota-books.ts';
import type { UnitOfWork } from '../../ports/unit-of-work.ts';

/** What calls of data planes work with. */
export type DataPlaneDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly ids: Ids;
  readonly books: QuotaBooks;
  /** Is told of faults whose call was answered all the same. */
  readonly onError: (error: unknown) => void;
};

export function refuse(
  code: DataPlaneRejection['code'],
  message: string,
  more: Partial<DataPlaneRejection> = {},
): DataPlaneOutcome<never> {
  return { ok: false, rejection: { code, message, ...more } };
}

export const unknownTenant = refuse('unknown_tenant', 'There is no such tenant.', {
  field: 'tenant_id',
});

export const unknownPeriod = refuse('unknown_period', 'This tenant has no such billing period.', {
  field: 'period_id',
});

export const instanceConflict = refuse(
  'dataplane_instance_conflict',
  'Another process has registered as this data plane. Stop, or start again with an instance_id of your own.',
  { field: 'instance_id' },
);
