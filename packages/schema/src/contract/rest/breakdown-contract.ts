import { z } from 'zod';
import {
  count,
  instant,
  limit,
  limitsWithUsd,
  ok,
  tokens,
  usdNumber,
} from './admin-answer-fields.ts';
import { bundleScope, planName, queryFlag } from './admin-fields.ts';
import { pageLimit } from './fields.ts';
import { subscriptionBalance } from './subscription-answers.ts';
import { denialItem, fundingCapacity } from './turn-answers.ts';

/** `GET /users/{user_id}/budget-breakdown` and `…/quota-breakdown`. */
export const breakdownQuery = z
  .strictObject({
    bundle_id: bundleScope.optional(),
    plan_id: planName.optional(),
    include_expired_override: queryFlag,
    reservations_limit: pageLimit({ fallback: 50, max: 500 }),
  })
  .transform((query) => ({
    bundleId: query.bundle_id,
    asPlanId: query.plan_id,
    includeExpiredOverride: query.include_expired_override,
    holdsLimit: query.reservations_limit,
  }));

const statedLimits = z.strictObject(limitsWithUsd);

const usage = {
  requests_today: count,
  requests_this_month: count,
  requests_total: count,
  tokens_today: tokens,
  tokens_this_hour: tokens,
  tokens_this_month: tokens,
  tokens_reserved: tokens,
};

const grant = z.strictObject({
  grant_id: z.string(),
  mode: z.enum(['add', 'replace']),
  bundle_id: z.string(),
  limits: z.record(z.string(), limit),
  source: z.string(),
  purchase_id: z.string().nullable(),
  purchase_amount_usd: usdNumber.nullable(),
  notes: z.string().nullable(),
  is_active: z.boolean(),
  is_expired: z.boolean(),
  expires_at: instant.nullable(),
  created_at: instant,
});

const limitLine = z.strictObject({
  limit: z.string(),
  scope: z.string(),
  window: z.string().nullable(),
  base: limit,
  added: count,
  effective: limit,
  used: count,
  held: count,
  remaining: limit,
  over: count,
  percent: z.number().nullable(),
  resets_at: instant.nullable(),
  binds_at: instant.nullable(),
});

const quotaFields = {
  status: ok,
  user_id: z.string(),
  role: z.string().nullable(),
  plan_id: z.string(),
  plan_source: z.string(),
  reference_model: z.string(),
  bundle_breakdown: z.record(z.string(), z.strictObject({ ...usage, concurrent: count })),
  base_policy: statedLimits,
  effective_policy: statedLimits,
  tier_override: z
    .strictObject({
      active: z.boolean(),
      expired: z.boolean(),
      expires_at: instant.nullable(),
      limits: statedLimits,
      grant: z.strictObject({
        id: z.string().nullable(),
        amount_usd: usdNumber.nullable(),
        notes: z.string().nullable(),
      }),
    })
    .nullable(),
  grants: z.array(grant),
  current_usage: z.strictObject({
    ...usage,
    tokens_today_usd: usdNumber,
    tokens_this_month_usd: usdNumber,
    concurrent: count,
  }),
  reset_windows: z
    .strictObject({
      bundle_id: z.string(),
      hour_reset_at: instant.nullable(),
      day_reset_at: instant.nullable(),
      month_reset_at: instant.nullable(),
    })
    .nullable(),
  limits: z.array(limitLine),
  recent_denials: z.array(
    z.strictObject({
      at: instant,
      turn_id: z.string(),
      bundle_id: z.string().nullable(),
      denials: z.array(denialItem),
      funding: z.array(fundingCapacity),
    }),
  ),
  remaining: z.strictObject({
    max_concurrent: limit,
    requests_today: limit,
    requests_this_month: limit,
    requests_total: limit,
    tokens_this_hour: limit,
    tokens_today: limit,
    tokens_this_month: limit,
    tokens_today_usd: usdNumber.nullable(),
    tokens_this_month_usd: usdNumber.nullable(),
    percentage_used: z.number().nullable(),
  }),
};

const moneyFields = {
  project_funding: z.strictObject({
    applies: z.boolean(),
    available_usd: usdNumber.nullable(),
    overdraft_limit_usd: usdNumber.nullable(),
  }),
  lifetime_credits: z
    .strictObject({
      has_lifetime_credits: z.boolean(),
      tokens_purchased: tokens,
      tokens_consumed: tokens,
      tokens_gross_remaining: tokens,
      tokens_reserved: tokens,
      tokens_available: tokens,
      available_usd: usdNumber,
      purchased_usd: usdNumber,
      spent_usd: usdNumber,
      reserved_usd: usdNumber,
      lifetime_usd_purchased: usdNumber,
      last_purchase: z.strictObject({
        id: z.string().nullable(),
        amount_usd: usdNumber.nullable(),
        notes: z.string().nullable(),
      }),
      reference_model: z.string(),
    })
    .nullable(),
  subscription_balance: subscriptionBalance.nullable(),
  active_reservations: z.array(
    z.strictObject({
      reservation_id: z.string(),
      bundle_id: z.string().nullable(),
      source: z.string(),
      tokens_reserved: tokens,
      tokens_used: tokens,
      reserved_usd: usdNumber,
      spent_usd: usdNumber,
      status: z.string(),
      expires_at: instant,
      created_at: instant,
      updated_at: instant,
      notes: z.string().nullable(),
    }),
  ),
};

export const budgetBreakdownAnswer = z.strictObject({ ...quotaFields, ...moneyFields });

/** The same answer without money. */
export const quotaBreakdownAnswer = z.strictObject(quotaFields);

export type QuotaBreakdown = z.infer<typeof quotaBreakdownAnswer>;
export type BudgetBreakdown = z.infer<typeof budgetBreakdownAnswer>;
