import { z } from 'zod';
import { priced } from '../catalog/price-params.ts';
import { clearable, flag, integer, metadata, text } from '../http/form.ts';

const collection = z
  .literal('charge_automatically', 'the simulator charges automatically')
  .optional();

const paymentSettings = z
  .strictObject({
    payment_method_types: z.array(z.literal('card')).optional(),
    save_default_payment_method: z.enum(['off', 'on_subscription']).optional(),
  })
  .optional();

const discounts = z.union([z.literal(''), z.array(z.strictObject({ coupon: text }))]).optional();

const proration = z.enum(['always_invoice', 'create_prorations', 'none']).optional();

export const subscriptionCreation = {
  customer: text,
  items: z.array(z.strictObject(priced)).min(1).max(20),
  billing_cycle_anchor: integer.optional(),
  cancel_at: integer.optional(),
  cancel_at_period_end: flag.default(false),
  collection_method: collection,
  default_payment_method: text.optional(),
  description: text.optional(),
  discounts,
  metadata: metadata.optional(),
  off_session: flag.optional(),
  payment_behavior: z
    .enum(['allow_incomplete', 'default_incomplete', 'error_if_incomplete'])
    .default('allow_incomplete'),
  payment_settings: paymentSettings,
  proration_behavior: proration,
  trial_end: integer.optional(),
  trial_period_days: integer.pipe(z.number().min(1).max(730)).optional(),
  trial_settings: z
    .strictObject({
      end_behavior: z.strictObject({ missing_payment_method: z.enum(['create_invoice', 'pause']) }),
    })
    .optional(),
};

export const subscriptionChange = {
  items: z
    .array(z.strictObject({ ...priced, id: text.optional() }))
    .min(1)
    .max(20)
    .optional(),
  cancel_at: z.union([z.literal(''), integer]).optional(),
  cancel_at_period_end: flag.optional(),
  default_payment_method: clearable.optional(),
  description: clearable.optional(),
  discounts,
  metadata: metadata.optional(),
  off_session: flag.optional(),
  payment_behavior: z
    .enum(['allow_incomplete', 'default_incomplete', 'error_if_incomplete'])
    .default('allow_incomplete'),
  payment_settings: paymentSettings,
  proration_behavior: proration.default('create_prorations'),
  proration_date: integer.optional(),
};

const cancellationDetails = z
  .strictObject({ comment: clearable.optional(), feedback: clearable.optional() })
  .optional();

export const subscriptionEnd = {
  cancellation_details: cancellationDetails,
  invoice_now: flag.default(false),
  prorate: flag.default(false),
};

export type SubscriptionCreation = z.output<z.ZodObject<typeof subscriptionCreation>>;
export type SubscriptionChange = z.output<z.ZodObject<typeof subscriptionChange>>;
