import { z } from 'zod';
import type { AllocateBudget, RegisterInstance, ReportUsage, ReturnBudget } from '../data-plane.ts';
import {
  amount,
  amountOrNothing,
  guid,
  malformed,
  outOfRange,
  type Read,
  reading,
  refuseForeign,
} from './read-body.ts';

/** A JSON number where that is exact, else a decimal string. */
const amountField = z
  .union([z.number(), z.string()])
  .optional()
  .meta({ description: 'A whole number from 0; above 2^53-1 as a decimal string' });

const guidField = z.string().optional().meta({ format: 'uuid' });

const spentLease = z.strictObject({
  lease_id: guidField,
  bandwidth_used_total_bytes: amountField,
  transforms_used_total: amountField,
});

const allocateItem = z.strictObject({
  request_id: guidField,
  dataplane_id: z.string().optional(),
  tenant_id: guidField,
  period_id: guidField,
  bandwidth_requested_bytes: amountField,
  transforms_requested: amountField,
  bandwidth_min_useful_bytes: amountField,
  transforms_min_useful: amountField,
  mode: z.enum(['each', 'all_or_nothing']).optional(),
  current_lease: spentLease.optional(),
});

/** So many leases may be asked for in one call, and so many reports sent. */
const itemsMax = 500;
const reportsMax = 1_000;

/**
 * `POST /internal/budget/allocate`, as the guide prints it, for one lease or for many as `items`. Values are
 * checked by `readAllocations`.
 */
export const allocateBody = z.strictObject({
  ...allocateItem.shape,
  instance_id: guidField,
  items: z.array(allocateItem).min(1).max(itemsMax).optional(),
});

/** `POST /internal/v1/budget/return`: what was spent of a lease in all, and no more will be. */
export const returnBody = z.strictObject({
  ...spentLease.shape,
  dataplane_id: z.string().optional(),
  final: z.literal(true).optional(),
});

const leaseIds = z.array(z.guid()).max(10_000).optional();

/** `POST /internal/v1/dataplanes/register`: leases in `outstanding` will still be reported, those in `disclaims` not. */
export const registerBody = z.strictObject({
  dataplane_id: z.string().optional(),
  instance_id: guidField,
  previous_instance_id: guidField,
  outstanding: leaseIds,
  disclaims: leaseIds,
});

const instantField = z.iso
  .datetime({ offset: true, message: 'must be an RFC 3339 instant' })
  .optional();

const reportItem = z.strictObject({
  report_id: guidField,
  dataplane_id: z.string().optional(),
  tenant_id: guidField,
  period_id: guidField,
  bandwidth_used_bytes: amountField,
  transforms_used: amountField,
  storage_used_bytes: amountField,
  lease_id: guidField,
  bandwidth_used_total_bytes: amountField,
  transforms_used_total: amountField,
  window_start: instantField,
  window_end: instantField,
  reported_at: instantField,
});

/** `POST /internal/usage/report`, as the guide prints it, for one report or for many as `reports`. */
export const reportBody = z.strictObject({
  ...reportItem.shape,
  instance_id: guidField,
  reports: z.array(reportItem).min(1).max(reportsMax).optional(),
});

/** The values of an allocation's items, for a plane that is known by its key. */
export function readAllocations(
  { items, instance_id, ...single }: z.output<typeof allocateBody>,
  dataplaneId: string,
): readonly Read<AllocateBudget>[] {
  return (items ?? [single]).map((item) =>
    reading(() => {
      refuseForeign(single.dataplane_id, dataplaneId);
      refuseForeign(item.dataplane_id, dataplaneId);
      return { ...allocationOf(item), ...instanceOf(instance_id) };
    }),
  );
}

/** The values of a return. */
export function readReturn(
  body: z.output<typeof returnBody>,
  dataplaneId: string,
): Read<ReturnBudget> {
  return reading(() => {
    refuseForeign(body.dataplane_id, dataplaneId);
    return spentOf(body);
  });
}

/** The values of a registration. */
export function readRegistration(
  body: z.output<typeof registerBody>,
  dataplaneId: string,
): Read<RegisterInstance> {
  return reading(() => {
    refuseForeign(body.dataplane_id, dataplaneId);
    const disclaims = (body.disclaims ?? []).map((id) => id.toLowerCase());
    return { instanceId: guid(body, 'instance_id'), disclaims };
  });
}

function allocationOf(item: z.output<typeof allocateItem>): AllocateBudget {
  const { current_lease: current, mode } = item;
  const desired = {
    bandwidth: amount(item, 'bandwidth_requested_bytes'),
    transforms: amount(item, 'transforms_requested'),
  };
  if (desired.bandwidth === 0n && desired.transforms === 0n) {
    throw outOfRange('bandwidth_requested_bytes', 'or transforms_requested must be above 0');
  }
  const isUseful =
    item.bandwidth_min_useful_bytes !== undefined || item.transforms_min_useful !== undefined;
  const usefulMin = {
    bandwidth: amountOrNothing(item, 'bandwidth_min_useful_bytes'),
    transforms: amountOrNothing(item, 'transforms_min_useful'),
  };
  return {
    requestId: guid(item, 'request_id'),
    tenantId: guid(item, 'tenant_id'),
    periodId: guid(item, 'period_id'),
    desired,
    ...(isUseful ? { usefulMin } : {}),
    ...(mode === 'all_or_nothing' ? { allOrNothing: true } : {}),
    ...(current === undefined ? {} : { current: spentOf(current) }),
  };
}

function spentOf(body: Omit<z.output<typeof returnBody>, 'dataplane_id' | 'final'>) {
  return {
    leaseId: guid(body, 'lease_id'),
    usedTotal: {
      bandwidth: amountOrNothing(body, 'bandwidth_used_total_bytes'),
      transforms: amountOrNothing(body, 'transforms_used_total'),
    },
  };
}

function instanceOf(given: string | undefined): { readonly instanceId?: string } {
  return given === undefined ? {} : { instanceId: guid({ given }, 'given', 'instance_id') };
}

/** The values of a call's usage reports. */
export function readReports(
  { reports, instance_id, ...single }: z.output<typeof reportBody>,
  dataplaneId: string,
): readonly Read<ReportUsage>[] {
  return (reports ?? [single]).map((item) =>
    reading(() => {
      refuseForeign(single.dataplane_id, dataplaneId);
      refuseForeign(item.dataplane_id, dataplaneId);
      return { ...reportOf(item), ...instanceOf(instance_id) };
    }),
  );
}

function reportOf(item: z.output<typeof reportItem>): ReportUsage {
  const isTotal =
    item.bandwidth_used_total_bytes !== undefined || item.transforms_used_total !== undefined;
  if (item.reported_at === undefined) throw malformed('reported_at', 'must be an RFC 3339 instant');
  if (isTotal && item.lease_id === undefined) {
    throw malformed('lease_id', 'must name the lease whose total is reported');
  }
  return {
    reportId: guid(item, 'report_id'),
    tenantId: guid(item, 'tenant_id'),
    periodId: guid(item, 'period_id'),
    used: isTotal
      ? {
          bandwidth: amountOrNothing(item, 'bandwidth_used_total_bytes'),
          transforms: amountOrNothing(item, 'transforms_used_total'),
        }
      : {
          bandwidth: amount(item, 'bandwidth_used_bytes'),
          transforms: amount(item, 'transforms_used'),
        },
    storageBytes:
      item.storage_used_bytes === undefined ? undefined : amount(item, 'storage_used_bytes'),
    reportedAt: new Date(item.reported_at),
    ...(item.lease_id === undefined ? {} : { leaseId: guid(item, 'lease_id') }),
    ...(isTotal ? { isTotal } : {}),
    ...windowOf(item),
  };
}

function windowOf({ window_start: start, window_end: end }: z.output<typeof reportItem>) {
  if (start === undefined && end === undefined) return {};
  if (start === undefined || end === undefined) {
    throw malformed('window_start', 'and window_end come together');
  }
  return { window: { start: new Date(start), end: new Date(end) } };
}
