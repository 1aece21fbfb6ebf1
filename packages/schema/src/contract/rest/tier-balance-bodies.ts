import { givenUsdLimits } from '@purser/domain/quota/limits';
import { z } from 'zod';
import {
  dayCount,
  limitShape,
  limitValue,
  noteOnce,
  sentLimits,
  usdLimitShape,
  usdPositive,
} from './admin-fields.ts';
import { externalId, shortName } from './fields.ts';

/** The third guide's tier balances: grants that replace limits, and prepaid lifetime credits. */
const trialDays = 7;
const trialRequestsPerDay = 100;
const overrideDays = 30;

const overrideShape = {
  user_id: externalId,
  ...limitShape,
  ...usdLimitShape,
  notes: noteOnce,
};

type OverrideFields = z.output<z.ZodObject<typeof overrideShape>>;

/** What of an override the two routes share. */
function toOverride(body: OverrideFields) {
  return {
    userId: body.user_id,
    limits: sentLimits(body, ''),
    usdLimits: givenUsdLimits({
      usdPerHour: body.usd_per_hour,
      usdPerDay: body.usd_per_day,
      usdPerMonth: body.usd_per_month,
    }),
    notes: body.notes,
  };
}

/** `POST /tier-balance/grant-trial`. */
export const overrideTrialBody = z
  .strictObject({
    ...overrideShape,
    days: dayCount.prefault(trialDays),
    requests_per_day: limitValue.prefault(trialRequestsPerDay),
  })
  .transform((body) => ({ ...toOverride(body), expiresInDays: body.days }));

/** `POST /tier-balance/update`; null days = never. */
export const overrideUpdateBody = z
  .strictObject({ ...overrideShape, expires_in_days: dayCount.nullable().prefault(overrideDays) })
  .transform((body) => ({ ...toOverride(body), expiresInDays: body.expires_in_days }));

/** `POST /tier-balance/add-lifetime-credits`. */
export const lifetimeCreditsBody = z
  .strictObject({
    user_id: externalId,
    usd_amount: usdPositive,
    ref_provider: shortName.nullable().optional(),
    ref_model: shortName.nullable().optional(),
    purchase_id: shortName.nullable().optional(),
    notes: noteOnce,
  })
  .transform((body) => ({
    userId: body.user_id,
    amountMicroUsd: body.usd_amount,
    referenceProvider: body.ref_provider ?? undefined,
    referenceModel: body.ref_model ?? undefined,
    purchaseId: body.purchase_id ?? undefined,
    notes: body.notes,
  }));

export type Override = z.output<typeof overrideUpdateBody>;
