import { z } from 'zod';
import { count, instant, messageAnswer, ok, tokens, usdNumber } from './admin-answer-fields.ts';

const text = z.string().nullable();
const when = instant.nullable();
const provider = z.enum(['internal', 'stripe']);

const subscription = z.strictObject({
  tenant: z.string(),
  project: z.string(),
  user_id: z.string(),
  plan_id: text,
  status: z.string(),
  monthly_price_cents: z.int(),
  started_at: instant,
  next_charge_at: when,
  last_charged_at: when,
  provider,
  stripe_customer_id: text,
  stripe_subscription_id: text,
  period_key: text,
  current_period_start: when,
  current_period_end: when,
  cancel_at_period_end: z.boolean(),
  canceled_at: when,
  created_at: instant,
  updated_at: instant,
});

/** A subscription's money: its current period, in dollars and in reference tokens, rounded down. */
export const subscriptionBalance = z.strictObject({
  has_subscription: z.boolean(),
  active: z.boolean(),
  plan_id: text,
  provider: text,
  status: text,
  monthly_price_cents: z.int().nullable(),
  period_key: text,
  period_start: when,
  period_end: when,
  period_status: text,
  balance_usd: usdNumber,
  reserved_usd: usdNumber,
  available_usd: usdNumber,
  balance_tokens: tokens,
  reserved_tokens: tokens,
  available_tokens: tokens,
  topup_usd: usdNumber,
  rolled_over_usd: usdNumber,
  spent_usd: usdNumber,
  lifetime_added_usd: usdNumber,
  lifetime_spent_usd: usdNumber,
  overdraft_limit_usd: usdNumber.nullable(),
  reference_model: z.string(),
});

/** `GET /subscriptions/user/{user_id}`. */
export const subscriptionAnswer = z.strictObject({
  status: ok,
  subscription: subscription.nullable(),
  subscription_balance: subscriptionBalance.nullable(),
});

/** `GET /subscriptions/list`. */
export const subscriptionListAnswer = z.strictObject({
  status: ok,
  count,
  subscriptions: z.array(subscription),
});

/** `GET /subscriptions/periods/{user_id}`. */
export const periodListAnswer = z.strictObject({
  status: ok,
  count,
  periods: z.array(
    z.strictObject({
      period_key: z.string(),
      period_start: instant,
      period_end: instant,
      status: z.enum(['open', 'closed']),
      balance_usd: usdNumber,
      reserved_usd: usdNumber,
      available_usd: usdNumber,
      topup_usd: usdNumber,
      rolled_over_usd: usdNumber,
      spent_usd: usdNumber,
      closed_at: when,
      created_at: instant,
      updated_at: instant,
      notes: text,
    }),
  ),
});

/** `GET /subscriptions/ledger/{user_id}`. */
export const periodLedgerAnswer = z.strictObject({
  status: ok,
  count,
  ledger: z.array(
    z.strictObject({
      id: z.string(),
      period_key: z.string(),
      amount_cents: z.int(),
      amount_usd: usdNumber,
      kind: z.string(),
      note: text,
      reservation_id: text,
      bundle_id: text,
      provider: text,
      request_id: text,
      created_at: instant,
    }),
  ),
});

/** `POST /subscriptions/create`; the fields of Stripe are there for a subscription of Stripe's alone. */
export const subscriptionCreatedAnswer = z.strictObject({
  ...messageAnswer,
  action: z.enum(['created', 'duplicate']),
  plan_id: z.string(),
  subscription_status: z.string(),
  stripe_customer_id: text.optional(),
  stripe_subscription_id: text.optional(),
  latest_invoice_id: text.optional(),
  payment_intent_id: text.optional(),
  client_secret: text.optional(),
});

const periodAction = z.enum(['applied', 'duplicate', 'not_due']);

/** `POST /subscriptions/internal/renew-once`. */
export const renewOnceAnswer = z.strictObject({
  ...messageAnswer,
  action: periodAction,
  external_id: text,
  period_key: text,
  usd_amount: usdNumber,
  charged_at: when,
  next_charge_at: when,
});

/** `POST /subscriptions/budget/topup`. */
export const periodTopUpAnswer = z.strictObject({
  status: ok,
  user_id: z.string(),
  topup_usd: usdNumber,
  new_balance_usd: usdNumber,
  force_topup: z.boolean(),
  period_key: text,
});

/** `POST /subscriptions/budget/overdraft`. */
export const periodOverdraftAnswer = z.strictObject({
  status: ok,
  user_id: z.string(),
  overdraft_limit_usd: usdNumber.nullable(),
  subscription_balance: subscriptionBalance,
});

/** `POST /subscriptions/rollover/sweep` of one user. */
const sweptOne = z.strictObject({
  status: ok,
  action: periodAction,
  moved_usd: usdNumber,
  period_key: text,
});

/** `POST /subscriptions/rollover/sweep` of everybody. */
const sweptAll = z.strictObject({ status: ok, count, moved_usd: usdNumber, failed: count });

export const sweepAnswer = z.union([sweptOne, sweptAll]);

/** `POST /subscriptions/reservations/reap`. */
export const reapAnswer = z.strictObject({
  status: ok,
  expired: count,
  period_key: text,
  subscription_balance: subscriptionBalance.nullable(),
});

/** `POST /subscriptions/reservations/reap-all`. */
export const reapAllAnswer = z.strictObject({
  status: ok,
  periods_processed: count,
  expired: count,
  period_keys: z.array(z.string()),
});

/** `POST /subscriptions/cancel`. */
export const subscriptionCanceledAnswer = z.strictObject({
  ...messageAnswer,
  action: z.enum(['pending', 'applied', 'duplicate']),
  cancel_at_period_end: z.boolean(),
  stripe_status: text,
});

export type SubscriptionAnswer = z.infer<typeof subscriptionAnswer>;
export type SubscriptionBalanceAnswer = z.infer<typeof subscriptionBalance>;
export type PeriodListAnswer = z.infer<typeof periodListAnswer>;
export type PeriodLedgerAnswer = z.infer<typeof periodLedgerAnswer>;
