import { z } from 'zod';
import {
  additionalLimits,
  count,
  instant,
  limit,
  messageAnswer,
  nextCursor,
  ok,
  usdNumber,
} from './admin-answer-fields.ts';

/** A grant that was made, as `grant-trial` and `top-up` answer it. */
export const replenishmentMadeAnswer = z.strictObject({
  ...messageAnswer,
  replenishment: z.strictObject({
    grant_id: z.string(),
    user_id: z.string(),
    bundle_id: z.string(),
    ...additionalLimits,
    expires_at: instant.nullable(),
    purchase_id: z.string().nullable(),
    purchase_amount_usd: usdNumber.nullable(),
    notes: z.string().nullable(),
  }),
});

const credit = {
  grant_id: z.string(),
  bundle_id: z.string(),
  ...additionalLimits,
  expires_at: instant.nullable(),
  purchase_id: z.string().nullable(),
  purchase_amount_usd: usdNumber.nullable(),
  purchase_notes: z.string().nullable(),
  is_expired: z.boolean(),
  is_active: z.boolean(),
  created_at: instant,
};

/** `GET /replenishments/user/{user_id}`. */
export const userCreditsAnswer = z.strictObject({
  status: ok,
  user_id: z.string(),
  credit_count: count,
  credits: z.array(z.strictObject(credit)),
});

/** `GET /replenishments`. */
export const replenishmentListAnswer = z.strictObject({
  status: ok,
  count,
  replenishments: z.array(z.strictObject({ user_id: z.string(), ...credit })),
  next_cursor: nextCursor,
});

/** `GET /replenishments/users`. */
export const usersWithCreditsAnswer = z.strictObject({
  status: ok,
  user_count: count,
  users: z.array(
    z.strictObject({
      user_id: z.string(),
      credit_count: count,
      total_additional_requests_per_day: limit,
      total_additional_tokens_per_day: limit,
      earliest_expiry: instant.nullable(),
      latest_purchase: instant.nullable(),
    }),
  ),
  next_cursor: nextCursor,
});

/** Grants that were ended, one or many. */
export const revokedAnswer = z.strictObject({
  ...messageAnswer,
  user_id: z.string(),
  deactivated: count,
  grant_ids: z.array(z.string()),
});

export type ReplenishmentMade = z.infer<typeof replenishmentMadeAnswer>;
export type UserCredits = z.infer<typeof userCreditsAnswer>;
export type ReplenishmentList = z.infer<typeof replenishmentListAnswer>;
export type UsersWithCredits = z.infer<typeof usersWithCreditsAnswer>;
export type Revoked = z.infer<typeof revokedAnswer>;
