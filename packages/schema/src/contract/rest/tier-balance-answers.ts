import { z } from 'zod';
import {
  instant,
  limit,
  limitsWithUsd,
  messageAnswer,
  ok,
  tokens,
  usdLimits,
  usdNumber,
} from './admin-answer-fields.ts';

/** An override that was made. */
export const overrideMadeAnswer = z.strictObject({
  ...messageAnswer,
  user_id: z.string(),
  requests_per_day: limit,
  requests_per_month: limit,
  tokens_per_hour: limit,
  tokens_per_day: limit,
  tokens_per_month: limit,
  ...usdLimits,
  max_concurrent: limit,
  reference_model: z.string(),
  expires_at: instant.nullable(),
  grant_id: z.string(),
});

const override = z
  .strictObject({
    ...limitsWithUsd,
    expires_at: instant.nullable(),
    notes: z.string().nullable(),
    is_expired: z.boolean(),
    reference_model: z.string(),
  })
  .nullable();

/** `GET /tier-balance/user/{user_id}`; the plan_override fields are the same under the newer name. */
export const tierBalanceAnswer = z.strictObject({
  status: ok,
  user_id: z.string(),
  has_tier_override: z.boolean(),
  has_plan_override: z.boolean(),
  tier_override: override,
  plan_override: override,
  has_lifetime_budget: z.boolean(),
  lifetime_budget: z
    .strictObject({
      tokens_purchased: tokens,
      tokens_consumed: tokens,
      tokens_gross_remaining: tokens,
      tokens_reserved: tokens,
      tokens_available: tokens,
      available_usd: usdNumber,
      purchased_usd: usdNumber,
      spent_usd: usdNumber,
      reserved_usd: usdNumber,
      purchase_amount_usd: usdNumber.nullable(),
      reference_model: z.string(),
    })
    .nullable(),
  message: z.string().nullable(),
});

/** `POST /tier-balance/add-lifetime-credits`. */
export const lifetimeCreditsAnswer = z.strictObject({
  ...messageAnswer,
  success: z.literal(true),
  user_id: z.string(),
  usd_amount: usdNumber,
  tokens_added: tokens,
  new_balance_tokens: tokens,
  new_balance_usd: usdNumber,
  reference_model: z.string(),
});

/** `GET /tier-balance/lifetime-balance/{user_id}`. */
export const lifetimeBalanceAnswer = z.strictObject({
  status: ok,
  user_id: z.string(),
  has_purchased_credits: z.boolean(),
  balance_tokens: tokens,
  balance_usd: usdNumber,
  minimum_required_tokens: tokens,
  can_use_budget: z.boolean(),
  reference_model: z.string(),
  message: z.string().nullable(),
});

export type OverrideMade = z.infer<typeof overrideMadeAnswer>;
export type TierBalance = z.infer<typeof tierBalanceAnswer>;
export type LifetimeCredits = z.infer<typeof lifetimeCreditsAnswer>;
export type LifetimeBalance = z.infer<typeof lifetimeBalanceAnswer>;
