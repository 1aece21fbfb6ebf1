import { dimensions } from '@purser/domain/tenant/dimension';
import { tenantStatuses } from '@purser/domain/tenant/tenant-status';
import { z } from 'zod';

/** Answers of the second guide's admin API and portal. */
const amountAnswer = z.union([z.int(), z.string()]);
/** Null = unlimited. */
const amountOrNull = z.union([z.int(), z.string(), z.null()]);
const instant = z.string().meta({ format: 'date-time' });

const period = z.strictObject({ id: z.string(), starts_at: instant, ends_at: instant });

const override = z.strictObject({
  id: z.string(),
  dimension: z.enum(dimensions),
  mode: z.enum(['set', 'add']),
  value: amountAnswer,
  starts_at: instant,
  expires_at: instant,
  reason: z.string(),
  reference: z.string().nullable(),
  created_by: z.string(),
  created_at: instant,
  revoked_at: instant.nullable(),
});

const quota = z.strictObject({
  dimension: z.enum(dimensions),
  unit: z.enum(['bytes', 'pieces']),
  limit: amountOrNull,
  used: amountAnswer,
  in_flight: amountAnswer,
  available: amountOrNull,
  percent: z.number().nullable(),
  resets_at: instant.nullable(),
  projected_exhaustion: instant.nullable(),
  as_of: instant,
  overrides: z.array(override),
});

const me = {
  tenant_id: z.string(),
  slug: z.string(),
  name: z.string(),
  status: z.enum(tenantStatuses),
  status_reason: z.string().nullable(),
  plan_code: z.string().nullable(),
  role: z.string(),
  current_period: period.nullable(),
  created_at: instant,
};

const counts = { domains_count: z.int(), keys_count: z.int(), used_percent: z.number() };

/** `GET /api/v1/tenants/me`. */
export const ownTenantAnswer = z.strictObject(me);

/** `GET /api/v1/quotas`. */
export const quotasAnswer = z.strictObject({ period: period.nullable(), quotas: z.array(quota) });

export const tenantListAnswer = z.strictObject({
  count: z.int(),
  tenants: z.array(z.strictObject({ ...me, ...counts })),
  next_cursor: z.string().nullable(),
});

export const tenantAnswer = z.strictObject({ ...me, ...counts, quotas: z.array(quota) });

/** A tenant that was made or changed; with `dry_run` as it would be. */
export const tenantChangedAnswer = z.strictObject({
  ...me,
  effective_by: instant,
  policy_revision: amountAnswer,
});

export const tenantStatusAnswer = z.strictObject({
  tenant_id: z.string(),
  status: z.enum(tenantStatuses),
  effective_by: instant,
  policy_revision: amountAnswer,
});

const limits = z.strictObject({
  bandwidth_limit_bytes: amountOrNull,
  transforms_limit: amountOrNull,
  storage_limit_bytes: amountOrNull,
});

export const overriddenAnswer = z.strictObject({
  override,
  limits_before: limits,
  limits_after: limits,
  policy_revision: amountAnswer,
});

export const overrideListAnswer = z.strictObject({ count: z.int(), overrides: z.array(override) });

/** `GET /api/v1/plans`. */
export const tenantPlansAnswer = z.strictObject({
  plans: z.array(
    z.strictObject({
      plan_code: z.string(),
      name: z.string(),
      monthly_price_cents: z.int(),
      quotas: z.strictObject({
        ...limits.shape,
        domains_limit: z.int().nullable(),
        api_keys_limit: z.int().nullable(),
      }),
      /** What goes beyond a quota is not sold yet. */
      overage_rates: z.array(z.string()),
      current: z.boolean(),
    }),
  ),
});

export const upgradeAnswer = z.strictObject({
  plan_code: z.string(),
  effective_at: instant,
  proration_cents: z.int(),
  policy_revision: amountAnswer,
});
