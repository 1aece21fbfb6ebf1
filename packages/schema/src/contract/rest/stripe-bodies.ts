import { centsToMicroUsd } from '@purser/domain/money/micro-usd';
import { z } from 'zod';
import { stripeRequestStatuses } from '../stripe-request.ts';
import { reconcileKinds, reconcileMax } from '../stripe-views.ts';
import { messageAnswer, tokens, usdNumber } from './admin-answer-fields.ts';
import {
  dayCount,
  limitValue,
  noteOnce,
  planName,
  sentLimits,
  usdPositive,
} from './admin-fields.ts';
import { externalId, shortName } from './fields.ts';

/** Where Stripe sends a person back to. */
const returnUrl = z.url({ protocol: /^https?$/, message: 'must be a web address' }).max(2_000, {
  message: 'must have at most 2000 characters',
});

/** `POST /wallet/refund`; without an amount whatever is left of the payment. */
export const walletRefundBody = z
  .strictObject({
    user_id: externalId,
    payment_intent_id: shortName,
    usd_amount: usdPositive.nullable().optional(),
    notes: noteOnce,
  })
  .transform((body) => ({
    userId: body.user_id,
    paymentIntentId: body.payment_intent_id,
    amountMicroUsd: body.usd_amount ?? null,
    notes: body.notes,
  }));

/** A refund is pending until `refund_status` says otherwise; a repeated key is a duplicate. */
export const walletRefundAnswer = z.strictObject({
  ...messageAnswer,
  action: z.enum(['pending', 'duplicate']),
  external_id: z.string(),
  stripe_refund_id: z.string().nullable(),
  refund_status: z.enum(stripeRequestStatuses),
  refund_usd: usdNumber,
  refund_tokens: tokens,
});

/** `POST /stripe/reconcile`. */
export const reconcileBody = z.strictObject({
  kind: z.enum(reconcileKinds, { message: 'must be all, refund or cancel' }).prefault('all'),
  limit: z
    .int({ message: 'must be a whole number' })
    .min(1, { message: 'must be at least 1' })
    .max(reconcileMax, { message: `must be at most ${reconcileMax}` })
    .prefault(200),
});

/** `POST /checkout/topup`. */
export const checkoutTopUpBody = z
  .strictObject({
    user_id: externalId,
    usd_amount: usdPositive,
    success_url: returnUrl,
    cancel_url: returnUrl,
  })
  .transform((body) => ({
    userId: body.user_id,
    amountMicroUsd: body.usd_amount,
    successUrl: body.success_url,
    cancelUrl: body.cancel_url,
  }));

export const checkoutAnswer = z.strictObject({
  ...messageAnswer,
  session_id: z.string(),
  checkout_url: z.string(),
});

/** `POST /checkout/subscription`. */
export const checkoutSubscriptionBody = z
  .strictObject({
    user_id: externalId,
    plan_id: planName,
    success_url: returnUrl,
    cancel_url: returnUrl,
  })
  .transform((body) => ({
    userId: body.user_id,
    planId: body.plan_id,
    successUrl: body.success_url,
    cancelUrl: body.cancel_url,
  }));

/** 9,000,000 dollars: Stripe takes less in one payment. */
const paymentCentsMax = 900_000_000;

/** `POST /checkout/portal`. */
export const portalLinkBody = z
  .strictObject({ user_id: externalId, return_url: returnUrl })
  .transform((body) => ({ userId: body.user_id, returnUrl: body.return_url }));

export const portalLinkAnswer = z.strictObject({ ...messageAnswer, portal_url: z.string() });

/** `POST /api/v1/payments/intents`, and `/api/create-payment-intent` of the first guide; the amount is in cents. */
export const paymentIntentBody = z
  .strictObject({
    user_id: externalId,
    /** Of a package; credits are bought with the purpose `wallet_topup` and no package. */
    package: shortName.optional(),
    purpose: z.enum(['wallet_topup', 'quota_package']).optional(),
    /** Limits to add instead of a package, for `expires_in_days`, 30 unless sent. */
    additional_max_concurrent: limitValue.optional(),
    additional_requests_per_day: limitValue.optional(),
    additional_requests_per_month: limitValue.optional(),
    additional_total_requests: limitValue.optional(),
    additional_tokens_per_hour: limitValue.optional(),
    additional_tokens_per_day: limitValue.optional(),
    additional_tokens_per_month: limitValue.optional(),
    expires_in_days: dayCount.optional(),
    amount: z
      .int({ message: 'must be a whole number of cents' })
      .min(1, { message: 'must be at least 1' })
      .max(paymentCentsMax, { message: `must be at most ${paymentCentsMax}` }),
  })
  .transform((body) => ({
    userId: body.user_id,
    packageId: body.package,
    purpose: body.purpose,
    adds: sentLimits(body, 'additional_'),
    expiresInDays: body.expires_in_days,
    amountMicroUsd: centsToMicroUsd(body.amount),
  }));

/** What the first guide's page confirms the payment with. */
export const paymentIntentAnswer = z.strictObject({
  ...messageAnswer,
  client_secret: z.string(),
  payment_intent_id: z.string(),
});
