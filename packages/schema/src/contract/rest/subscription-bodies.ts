import { z } from 'zod';
import { reapTurnsMax, sweepPeriodsMax } from '../subscription.ts';
import { noteOnce, planName, usdPositive } from './admin-fields.ts';
import { externalId, isStorableText, pageLimit, shortName, usdAmount } from './fields.ts';

/** Tenant, project, user and instant in one text. */
const periodKey = z
  .string()
  .min(1, { message: 'must not be empty' })
  .max(600, { message: 'must have at most 600 characters' })
  .refine(isStorableText, { message: 'must be well-formed text without U+0000' });

const provider = z.enum(['internal', 'stripe'], { message: 'must be internal or stripe' });

const centsMax = 900_000_000_000;

/** `POST /subscriptions/create`. */
export const subscriptionCreateBody = z
  .strictObject({
    user_id: externalId,
    plan_id: planName,
    provider: provider.nullable().optional(),
    stripe_price_id: shortName.nullable().optional(),
    stripe_customer_id: shortName.nullable().optional(),
    monthly_price_cents_hint: z
      .int({ message: 'must be a whole number of cents' })
      .min(0, { message: 'must not be negative' })
      .max(centsMax, { message: `must be at most ${centsMax}` })
      .nullable()
      .optional()
      .meta({ description: 'Accepted and not used: the plan’s price is charged' }),
  })
  .transform((body) => ({
    userId: body.user_id,
    planId: body.plan_id,
    provider: body.provider ?? undefined,
    stripePriceId: body.stripe_price_id ?? undefined,
    stripeCustomerId: body.stripe_customer_id ?? undefined,
  }));

/** `POST /subscriptions/internal/renew-once`; the key in the body is the same as the header's. */
export const renewOnceBody = z
  .strictObject({
    user_id: externalId,
    period_key: periodKey.nullable().optional(),
    charge_at: z.iso
      .datetime({
        offset: true,
        message: 'must be an RFC 3339 instant, such as 2026-01-31T00:00:00Z',
      })
      .nullable()
      .optional(),
    idempotency_key: z
      .string()
      .min(1, { message: 'must not be empty' })
      .max(255, { message: 'must have at most 255 characters' })
      .refine(isStorableText, { message: 'must be well-formed text without U+0000' })
      .nullable()
      .optional(),
  })
  .transform((body) => ({
    userId: body.user_id,
    periodKey: body.period_key ?? undefined,
    chargeAt: body.charge_at == null ? undefined : new Date(body.charge_at),
    idempotencyKey: body.idempotency_key ?? undefined,
  }));

/** `POST /subscriptions/budget/topup`. */
export const periodTopUpBody = z
  .strictObject({
    user_id: externalId,
    usd_amount: usdPositive,
    force_topup: z.boolean().optional(),
    notes: noteOnce,
  })
  .transform((body) => ({
    userId: body.user_id,
    amountMicroUsd: body.usd_amount,
    force: body.force_topup ?? false,
    notes: body.notes,
  }));

/** `POST /subscriptions/budget/overdraft`: the limit must be there, so that leaving it out never means infinity. */
export const periodOverdraftBody = z
  .strictObject({
    user_id: externalId,
    overdraft_limit_usd: usdAmount.nullable(),
    notes: noteOnce,
  })
  .transform((body) => ({
    userId: body.user_id,
    overdraftMicroUsd: body.overdraft_limit_usd,
    notes: body.notes,
  }));

/** How many rows a command handles at most. */
function rowLimit(fallback: number, max: number) {
  return z
    .int({ message: 'must be a whole number' })
    .min(1, { message: 'must be at least 1' })
    .max(max, { message: `must be at most ${max}` })
    .prefault(fallback);
}

/** `POST /subscriptions/rollover/sweep`: of one user, or without one of all. */
export const sweepBody = z
  .strictObject({
    user_id: externalId.nullable().optional(),
    limit: rowLimit(200, sweepPeriodsMax),
  })
  .transform((body) => ({ userId: body.user_id ?? undefined, limit: body.limit }));

/** `POST /subscriptions/reservations/reap`: of a user, of a period, or of one period of a user. */
export const reapBody = z
  .strictObject({
    user_id: externalId.nullable().optional(),
    period_key: periodKey.nullable().optional(),
    limit: rowLimit(500, reapTurnsMax),
  })
  .refine((body) => body.user_id != null || body.period_key != null, {
    path: ['user_id'],
    message: 'is required, or else period_key',
  })
  .transform((body) => ({
    userId: body.user_id ?? undefined,
    periodKey: body.period_key ?? undefined,
    limit: body.limit,
  }));

/** `POST /subscriptions/reservations/reap-all`; both limits together bound one command. */
export const reapAllBody = z
  .strictObject({
    user_id: externalId.nullable().optional(),
    limit_periods: rowLimit(500, reapTurnsMax),
    per_period_limit: rowLimit(500, reapTurnsMax),
  })
  .transform((body) => ({
    userId: body.user_id ?? undefined,
    limit: Math.min(body.limit_periods * body.per_period_limit, reapTurnsMax),
  }));

/** `POST /subscriptions/cancel`: by user or by Stripe's id. */
export const subscriptionCancelBody = z
  .strictObject({
    user_id: externalId.nullable().optional(),
    stripe_subscription_id: shortName.nullable().optional(),
    at_period_end: z.boolean().nullable().optional(),
    notes: noteOnce,
  })
  .refine((body) => body.user_id != null || body.stripe_subscription_id != null, {
    path: ['user_id'],
    message: 'is required, or else stripe_subscription_id',
  })
  .transform((body) => ({
    userId: body.user_id ?? undefined,
    stripeSubscriptionId: body.stripe_subscription_id ?? undefined,
    atPeriodEnd: body.at_period_end ?? undefined,
    notes: body.notes,
  }));

/** How many rows to leave out, from a query string. */
const offset = z
  .string()
  .regex(/^\d{1,4}$/, { message: 'must be a whole number up to 9999' })
  .transform(Number)
  .prefault('0');

/** `GET /subscriptions/list`. */
export const subscriptionListQuery = z
  .strictObject({
    provider: provider.optional(),
    user_id: externalId.optional(),
    limit: pageLimit({ fallback: 100, max: 500 }),
    offset,
  })
  .transform((query) => ({
    filter: { provider: query.provider, userId: query.user_id },
    limit: query.limit,
    offset: query.offset,
  }));

/** `GET /subscriptions/periods/{user_id}`. */
export const periodListQuery = z
  .strictObject({
    status: z
      .enum(['all', 'open', 'closed'], { message: 'must be all, open or closed' })
      .prefault('all'),
    limit: pageLimit({ fallback: 100, max: 500 }),
    offset,
  })
  .transform(({ status, ...page }) => ({ ...page, status: status === 'all' ? undefined : status }));

/** `GET /subscriptions/ledger/{user_id}`. */
export const periodLedgerQuery = z
  .strictObject({
    period_key: periodKey,
    limit: pageLimit({ fallback: 200, max: 500 }),
    offset,
  })
  .transform(({ period_key, ...page }) => ({ ...page, periodKey: period_key }));
