import { z } from 'zod';

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
  outcome: z.enum(['granted', 'partial', 'exhausted']),
  reason: z.string(),
  retry_after_ms: z.int().nullable(),
});

/** The guide's five fields, then ours. */
const oneAllocated = z.strictObject({
  lease_id: z.string(),
  bandwidth_granted_bytes: amountAnswer,
  transforms_granted: amountAnswer,
  granted_at: instant,
  expires_at: instant,
  lease_seq: amountAnswer,
  lease_state: z.enum(['active', 'superseded', 'fenced', 'expired', 'revoked', 'none']),
  ttl_ms: z.int(),
  refresh_after_ms: z.int(),
  dimensions: z.strictObject({ bandwidth: dimension, transforms: dimension }),
  account,
  current_period_id: z.string().nullable(),
  min_policy_revision: amountAnswer,
});

const oneReported = z.strictObject({
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

/** What an item of a batch that was refused answers, instead of what a single call would. */
const refusedItem = z.strictObject({
  status: z.int(),
  error_code: z.string(),
  message: z.string(),
  field: z.string().nullable(),
  retry_after_ms: z.int().nullable(),
});

const itemStatus = { status: z.int(), replayed: z.boolean() };

export const allocateAnswer = z.union([
  oneAllocated,
  z.strictObject({ items: z.array(z.union([oneAllocated.extend(itemStatus), refusedItem])) }),
]);

export const reportAnswer = z.union([
  oneReported,
  z.strictObject({ reports: z.array(z.union([oneReported.extend(itemStatus), refusedItem])) }),
]);

export type OneAllocated = z.input<typeof oneAllocated>;
export type OneReported = z.input<typeof oneReported>;
export type RefusedItem = z.input<typeof refusedItem>;

const amountsAnswer = z.strictObject({ bandwidth: amountAnswer, transforms: amountAnswer });
const leaseStateAnswer = z.enum(['active', 'superseded', 'fenced', 'expired', 'revoked']);

export const returnAnswer = z.strictObject({
  lease_id: z.string(),
  lease_state: leaseStateAnswer,
  released: amountsAnswer,
  account,
});

export const registerAnswer = z.strictObject({
  instance_id: z.string(),
  leases: z.array(
    z.strictObject({
      lease_id: z.string(),
      tenant_id: z.string(),
      period_id: z.string(),
      lease_seq: amountAnswer,
      state: leaseStateAnswer,
      remaining: amountsAnswer,
    }),
  ),
});
