import { z } from 'zod';
import { count, instant, messageAnswer, ok, usdNumber } from './admin-answer-fields.ts';
import { noteOnce, usdPositive } from './admin-fields.ts';

const daysMax = 3_660;

/** `POST /app-budget/topup`. */
export const projectTopUpBody = z
  .strictObject({ usd_amount: usdPositive, notes: noteOnce })
  .transform((body) => ({ amountMicroUsd: body.usd_amount, notes: body.notes }));

export const projectTopUpAnswer = z.strictObject({
  ...messageAnswer,
  new_balance_usd: usdNumber,
  lifetime_added_usd: usdNumber,
});

const spending = z.strictObject({ hour: usdNumber, day: usdNumber, month: usdNumber });

/** `GET /app-budget/balance`. */
export const projectBalanceAnswer = z.strictObject({
  status: ok,
  balance: z.strictObject({
    balance_usd: usdNumber,
    reserved_usd: usdNumber,
    available_usd: usdNumber,
    overdraft_limit_usd: usdNumber.nullable(),
    overdraft_used_usd: usdNumber,
    lifetime_added_usd: usdNumber,
    lifetime_spent_usd: usdNumber,
  }),
  current_month_spending: spending,
  by_bundle: z.record(z.string(), spending),
});

/** `GET /app-budget/absorption-report`. */
export const absorptionQuery = z
  .strictObject({
    period: z
      .enum(['hour', 'day', 'month'], { message: 'must be hour, day or month' })
      .prefault('day'),
    group_by: z
      .enum(['none', 'user', 'bundle'], { message: 'must be none, user or bundle' })
      .prefault('none'),
    days: z
      .string()
      .regex(/^\d{1,4}$/, { message: 'must be a whole number' })
      .transform(Number)
      .refine((days) => days >= 1 && days <= daysMax, { message: `must be from 1 to ${daysMax}` })
      .prefault('30'),
    format: z.enum(['json', 'csv'], { message: 'must be json or csv' }).prefault('json'),
  })
  .transform(({ group_by, ...query }) => ({ ...query, groupBy: group_by }));

export const absorptionAnswer = z.strictObject({
  status: ok,
  count,
  items: z.array(
    z.strictObject({
      period_start: instant,
      group_key: z.string().nullable(),
      total_usd: usdNumber,
      wallet_short_usd: usdNumber,
      subscription_overage_usd: usdNumber,
      free_plan_usd: usdNumber,
      refund_short_usd: usdNumber,
      dispute_short_usd: usdNumber,
      events: count,
    }),
  ),
});

export type ProjectBalance = z.infer<typeof projectBalanceAnswer>;
export type AbsorptionAnswer = z.infer<typeof absorptionAnswer>;
