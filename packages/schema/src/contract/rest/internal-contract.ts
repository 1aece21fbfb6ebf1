import { parseAmount } from '@purser/domain/lease/amount';
import { accepted, type Outcome, rejected } from '@purser/domain/outcome';
import { z } from 'zod';
import {
  type AllocateBudget,
  type DataPlaneRejection,
  nilUuid,
  type ReportUsage,
} from '../data-plane.ts';

/** A JSON number where that is exact, else a decimal string. */
const amountField = z
  .union([z.number(), z.string()])
  .optional()
  .meta({ description: 'A whole number from 0; above 2^53-1 as a decimal string' });

const guidField = z.string().optional().meta({ format: 'uuid' });

/** `POST /internal/budget/allocate`, as the guide prints it. Values are checked by `readAllocation`. */
export const allocateBody = z.strictObject({
  request_id: guidField,
  dataplane_id: z.string().optional(),
  tenant_id: guidField,
  period_id: guidField,
  bandwidth_requested_bytes: amountField,
  transforms_requested: amountField,
});

/** `POST /internal/usage/report`, as the guide prints it, and what is stored now. */
export const reportBody = z.strictObject({
  report_id: guidField,
  dataplane_id: z.string().optional(),
  tenant_id: guidField,
  period_id: guidField,
  bandwidth_used_bytes: amountField,
  transforms_used: amountField,
  storage_used_bytes: amountField,
  reported_at: z.iso.datetime({ offset: true, message: 'must be an RFC 3339 instant' }),
});

type Read<Value> = Outcome<Value, DataPlaneRejection>;

/** The values of an allocation, for a plane that is known by its key. */
export function readAllocation(
  body: z.output<typeof allocateBody>,
  dataplaneId: string,
): Read<AllocateBudget> {
  return reading(() => {
    refuseForeign(body.dataplane_id, dataplaneId);
    const desired = {
      bandwidth: amount(body, 'bandwidth_requested_bytes'),
      transforms: amount(body, 'transforms_requested'),
    };
    if (desired.bandwidth === 0n && desired.transforms === 0n) {
      throw outOfRange('bandwidth_requested_bytes', 'or transforms_requested must be above 0');
    }
    return {
      requestId: guid(body, 'request_id'),
      tenantId: guid(body, 'tenant_id'),
      periodId: guid(body, 'period_id'),
      desired,
    };
  });
}

/** The values of a usage report. */
export function readReport(
  body: z.output<typeof reportBody>,
  dataplaneId: string,
): Read<ReportUsage> {
  return reading(() => {
    refuseForeign(body.dataplane_id, dataplaneId);
    return {
      reportId: guid(body, 'report_id'),
      tenantId: guid(body, 'tenant_id'),
      periodId: guid(body, 'period_id'),
      used: {
        bandwidth: amount(body, 'bandwidth_used_bytes'),
        transforms: amount(body, 'transforms_used'),
      },
      storageBytes:
        body.storage_used_bytes === undefined ? undefined : amount(body, 'storage_used_bytes'),
      reportedAt: new Date(body.reported_at),
    };
  });
}

/** Leaves the reading of a body at the first value that cannot be. */
class Refused extends Error {
  override name = 'Refused';
  readonly rejection: DataPlaneRejection;
  constructor(rejection: DataPlaneRejection) {
    super(rejection.message);
    this.rejection = rejection;
  }
}

function reading<Value>(read: () => Value): Read<Value> {
  try {
    return accepted(read());
  } catch (error) {
    if (error instanceof Refused) return rejected(error.rejection);
    throw error;
  }
}

function refuseForeign(given: string | undefined, dataplaneId: string): void {
  if (given === undefined || given === dataplaneId) return;
  const message = `dataplane_id is not the data plane whose key signed this call (${dataplaneId}).`;
  throw new Refused({ code: 'dataplane_mismatch', field: 'dataplane_id', message });
}

function guid<Field extends string>(
  body: Readonly<Partial<Record<Field, unknown>>>,
  field: Field,
): string {
  const given = body[field];
  const parsed = z.guid().safeParse(given);
  if (parsed.success && parsed.data !== nilUuid) return parsed.data.toLowerCase();
  const message = `${field} must be a GUID other than the nil one.`;
  throw new Refused({ code: 'malformed', field, message });
}

function amount<Field extends string>(
  body: Readonly<Partial<Record<Field, unknown>>>,
  field: Field,
): bigint {
  const parsed = parseAmount(body[field]);
  if (parsed.ok) return parsed.value;
  throw outOfRange(field, 'must be a whole number from 0 to 2^63-1, as a string above 2^53-1');
}

function outOfRange(field: string, what: string): Refused {
  return new Refused({ code: 'value_out_of_range', field, message: `${field} ${what}.` });
}

const amountAnswer = z.union([z.int(), z.string()]);
/** Null = unlimited. */
const amountOrNull = z.union([z.int(), z.string(), z.null()]);
const instant = z.string().meta({ format: 'date-time' });

const standing = z.strictObject({
  limit: amountOrNull,
  used: amountAnswer,
  in_flight: amountAnswer,
  available: amountOrNull,
});

const account = z.strictObject({ bandwidth: standing, transforms: standing });

const dimension = z.strictObject({
  granted: amountAnswer,
  outcome: z.enum(['granted', 'partial', 'none']),
  reason: z.string(),
  retry_after_ms: z.int().nullable(),
});

/** The guide's five fields, then ours. */
export const allocateAnswer = z.strictObject({
  lease_id: z.string(),
  bandwidth_granted_bytes: amountAnswer,
  transforms_granted: amountAnswer,
  granted_at: instant,
  expires_at: instant,
  lease_seq: amountAnswer,
  lease_state: z.enum(['active', 'superseded', 'expired', 'revoked', 'none']),
  ttl_ms: z.int(),
  refresh_after_ms: z.int(),
  dimensions: z.strictObject({ bandwidth: dimension, transforms: dimension }),
  account,
  current_period_id: z.string().nullable(),
  min_policy_revision: amountAnswer,
});

export const reportAnswer = z.strictObject({
  accepted: z.boolean().meta({ description: 'false: kept for an operator, nothing was counted' }),
  total_bandwidth_bytes: amountAnswer,
  total_transforms: amountAnswer,
  total_storage_bytes: amountAnswer,
  duplicate: z.boolean(),
  booked_as: z.enum(['usage', 'adjustment', 'quarantine']),
  reason: z.string().nullable(),
  account,
  hint: z.enum(['renew', 'stop', 'none']),
});
