import { z } from 'zod';
import { count, instant, messageAnswer, ok, usdNumber } from './admin-answer-fields.ts';

const plan = z.strictObject({
  tenant: z.string(),
  project: z.string(),
  plan_id: z.string(),
  provider: z.enum(['internal', 'stripe']),
  stripe_price_id: z.string().nullable(),
  monthly_price_cents: z.int(),
  active: z.boolean(),
  project_funded: z.boolean(),
  wallet_beyond_limits: z.boolean(),
  reservation_floor_usd: usdNumber.nullable(),
  metadata: z.record(z.string(), z.unknown()).nullable(),
  created_by: z.string().nullable(),
  notes: z.string().nullable(),
  created_at: instant,
  updated_at: instant,
});

export const planAnswer = z.strictObject({ ...messageAnswer, plan });

export const planListAnswer = z.strictObject({ status: ok, count, plans: z.array(plan) });

export type PlanAnswer = z.infer<typeof planAnswer>;
