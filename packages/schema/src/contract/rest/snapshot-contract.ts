import { z } from 'zod';

const instant = z.string().meta({ format: 'date-time' });
/** A JSON number to 2^53-1, a decimal string above. */
const amount = z.union([z.int(), z.string()]);
const amountOrUnlimited = amount.nullable();
const period = z.strictObject({ id: z.string(), starts_at: instant, ends_at: instant });

const tenantFields = {
  tenant_id: z.string(),
  status: z.enum(['active', 'suspended']),
  plan_code: z.string().nullable(),
  quotas: z.strictObject({
    bandwidth_limit_bytes: amountOrUnlimited,
    transforms_limit: amountOrUnlimited,
    storage_limit_bytes: amountOrUnlimited,
  }),
  domains: z.array(
    z.strictObject({ domain: z.string(), verified: z.boolean(), state: z.string() }),
  ),
  api_keys: z.array(
    z.strictObject({
      key_prefix: z.string(),
      key_hmac: z.string().meta({ description: 'Base64 of HMAC-SHA-256 with the plane pepper' }),
      status: z.literal('active'),
      key_id: z.string(),
      pepper_version: z.int(),
      not_after: instant.nullable(),
    }),
  ),
  current_period_id: z.string().nullable(),
  current_period: period.nullable(),
  next_period: period.nullable(),
  status_reason: z.string().nullable(),
  fallback_policy: z.literal('deny'),
  lease_floor: amount,
};

const hash = z.string().meta({ description: 'Hex SHA-256' });

/** What a snapshot says of a tenant, without its hash. */
const tenantWithoutHash = z.strictObject(tenantFields);

/** `GET /internal/policy-snapshot`: the guide's fields, then ours. */
export const snapshotAnswer = z.strictObject({
  snapshot_id: z.string(),
  version: z.literal(1),
  generated_at: instant,
  tenants: z.array(z.strictObject({ ...tenantFields, hash })),
  kind: z.literal('full'),
  epoch: z.string(),
  revision: amount,
  content_hash: hash,
  thresholds: z.strictObject({
    stale_after_ms: z.int(),
    degraded_after_ms: z.int(),
    hard_expire_after_ms: z.int(),
  }),
});

export type SnapshotTenantJson = z.output<typeof tenantWithoutHash>;
export type SnapshotJson = z.output<typeof snapshotAnswer>;
