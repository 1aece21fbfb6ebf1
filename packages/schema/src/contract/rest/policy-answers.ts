import { z } from 'zod';
import {
  count,
  instant,
  limit,
  limitsWithUsd,
  messageAnswer,
  nextCursor,
  ok,
  usdLimits,
  usdNumber,
} from './admin-answer-fields.ts';

const quotaPolicy = z.strictObject({
  tenant: z.string(),
  project: z.string(),
  plan_id: z.string(),
  user_type: z.string(),
  bundle_id: z.string(),
  ...limitsWithUsd,
  reference_model: z.string(),
  notes: z.string().nullable(),
  active: z.boolean(),
  created_by: z.string().nullable(),
  updated_at: instant,
});

export const quotaPolicyAnswer = z.strictObject({
  ...messageAnswer,
  plan_id: z.string(),
  requests_per_day: limit,
  tokens_per_day: limit,
  tokens_per_day_usd: usdNumber.nullable(),
  policy: quotaPolicy,
});

export const quotaPolicyListAnswer = z.strictObject({
  status: ok,
  count,
  policies: z.array(quotaPolicy),
  next_cursor: nextCursor,
});

const budgetPolicy = z.strictObject({
  tenant: z.string(),
  project: z.string(),
  bundle_id: z.string(),
  provider: z.string(),
  ...usdLimits,
  notes: z.string().nullable(),
  active: z.boolean(),
  updated_at: instant,
});

export const budgetPolicyAnswer = z.strictObject({ ...messageAnswer, policy: budgetPolicy });

export const budgetPolicyListAnswer = z.strictObject({
  status: ok,
  count,
  policies: z.array(budgetPolicy),
  next_cursor: nextCursor,
});

export type QuotaPolicyAnswer = z.infer<typeof quotaPolicyAnswer>;
export type BudgetPolicyAnswer = z.infer<typeof budgetPolicyAnswer>;
