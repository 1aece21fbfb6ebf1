import { z } from 'zod';
import {
  bundleScope,
  dayCount,
  limitValue,
  noteOnce,
  queryFlag,
  sentLimits,
} from './admin-fields.ts';
import { externalId, pageCursor, pageLimit, shortName, usdAmount } from './fields.ts';

/** The first guide's replenishments: grants that add to a user's limits. */
const trialDays = 7;
const trialRequestsPerDay = 100;
const trialTokensPerDay = 1_000_000;
const topUpDays = 30;

/** `POST /replenishments/grant-trial`. */
export const replenishmentTrialBody = z
  .strictObject({
    user_id: externalId,
    days: dayCount.prefault(trialDays),
    additional_requests_per_day: limitValue.prefault(trialRequestsPerDay),
    additional_tokens_per_day: limitValue.prefault(trialTokensPerDay),
    bundle_id: bundleScope.prefault('*'),
    notes: noteOnce,
  })
  .transform((body) => ({
    userId: body.user_id,
    bundleId: body.bundle_id,
    limits: sentLimits(body, 'additional_'),
    expiresInDays: body.days,
    notes: body.notes,
  }));

/** `POST /replenishments/top-up`; null days = never. */
export const replenishmentTopUpBody = z
  .strictObject({
    user_id: externalId,
    bundle_id: bundleScope.prefault('*'),
    additional_max_concurrent: limitValue.optional(),
    additional_requests_per_day: limitValue.optional(),
    additional_requests_per_month: limitValue.optional(),
    additional_total_requests: limitValue.optional(),
    additional_tokens_per_hour: limitValue.optional(),
    additional_tokens_per_day: limitValue.optional(),
    additional_tokens_per_month: limitValue.optional(),
    expires_in_days: dayCount.nullable().prefault(topUpDays),
    purchase_id: shortName.nullable().optional(),
    purchase_amount_usd: usdAmount.nullable().optional(),
    notes: noteOnce,
  })
  .transform((body) => ({
    userId: body.user_id,
    bundleId: body.bundle_id,
    limits: sentLimits(body, 'additional_'),
    expiresInDays: body.expires_in_days,
    purchaseId: body.purchase_id ?? undefined,
    purchaseAmountMicroUsd: body.purchase_amount_usd ?? undefined,
    notes: body.notes,
  }));

export const userParams = z.strictObject({ user_id: externalId });

export const userBundleParams = z.strictObject({ user_id: externalId, bundle_id: bundleScope });

export const grantParams = z.strictObject({
  grant_id: z.uuid({ message: 'must be a UUID' }).transform((id) => id.toLowerCase()),
});

export const includeExpiredQuery = z.strictObject({ include_expired: queryFlag });

/** `GET /replenishments`. */
export const replenishmentListQuery = z.strictObject({
  user_id: externalId.optional(),
  bundle_id: bundleScope.optional(),
  include_expired: queryFlag,
  limit: pageLimit({ fallback: 100, max: 500 }),
  cursor: pageCursor,
});

export const pageQuery = z.strictObject({
  limit: pageLimit({ fallback: 100, max: 500 }),
  cursor: pageCursor,
});
