import { centsToMicroUsd } from '@purser/domain/money/micro-usd';
import { z } from 'zod';
import { noteText, planName, queryFlag } from './admin-fields.ts';
import { pageLimit, shortName, usdAmount } from './fields.ts';

/** 9,000,000,000 dollars. */
const centsMax = 900_000_000_000;

/** Metadata is kept with the plan and shown to people; it is no document store. */
const metadataBytesMax = 8_192;

const provider = z.enum(['internal', 'stripe'], { message: 'must be internal or stripe' });

/** `POST /subscriptions/plans`. */
export const planBody = z
  .strictObject({
    plan_id: planName,
    provider: provider.optional(),
    stripe_price_id: shortName.nullable().optional(),
    monthly_price_cents: z
      .int({ message: 'must be a whole number of cents' })
      .min(0, { message: 'must not be negative' })
      .max(centsMax, { message: `must be at most ${centsMax}` })
      .optional(),
    active: z.boolean().optional(),
    notes: noteText.nullable().optional(),
    metadata: z
      .record(z.string(), z.unknown())
      .refine((value) => JSON.stringify(value).length <= metadataBytesMax, {
        message: `must be at most ${metadataBytesMax} bytes as JSON`,
      })
      .refine((value) => isStorableJson(value), { message: 'must not contain U+0000' })
      .nullable()
      .optional(),
    project_funded: z.boolean().optional(),
    wallet_beyond_limits: z.boolean().optional(),
    reservation_floor_usd: usdAmount.nullable().optional(),
  })
  .transform((body) => ({
    planId: body.plan_id,
    provider: body.provider,
    stripePriceId: body.stripe_price_id,
    monthlyPriceMicroUsd:
      body.monthly_price_cents === undefined
        ? undefined
        : centsToMicroUsd(body.monthly_price_cents),
    active: body.active,
    notes: body.notes,
    metadata: body.metadata,
    projectFunded: body.project_funded,
    walletBeyondLimits: body.wallet_beyond_limits,
    reservationFloorMicroUsd: body.reservation_floor_usd,
  }));

/** PostgreSQL stores no U+0000 and no half of a surrogate pair in JSON either. */
function isStorableJson(value: unknown): boolean {
  return !/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(value));
}

/** `GET /subscriptions/plans`. */
export const planListQuery = z.strictObject({
  provider: provider.optional(),
  active_only: queryFlag,
  limit: pageLimit({ fallback: 200, max: 500 }),
  offset: z
    .string()
    .regex(/^\d{1,5}$/, { message: 'must be a whole number up to 99999' })
    .transform(Number)
    .optional(),
});
