import { z } from 'zod';
import { count, instant, ok, tokens, usdNumber } from './admin-answer-fields.ts';
import { externalId, pageLimit, shortName } from './fields.ts';

/** How far a list may be skipped; further on, clients page GraphQL's connections. */
const offsetMax = 10_000;

/** `GET /stripe/pending` and `GET /economics/pending`. */
export const pendingQuery = z.strictObject({
  kind: shortName.optional(),
  user_id: externalId.optional(),
  limit: pageLimit({ fallback: 100, max: 500 }),
  offset: z
    .string()
    .regex(/^\d{1,6}$/, { message: 'must be a whole number' })
    .transform(Number)
    .refine((offset) => offset <= offsetMax, { message: `must be at most ${offsetMax}` })
    .optional(),
});

const pendingItem = z.strictObject({
  kind: z.string(),
  external_id: z.string(),
  user_id: z.string().nullable(),
  amount_cents: z.int().nullable(),
  amount_usd: usdNumber.nullable(),
  tokens: tokens.nullable(),
  currency: z.string().nullable(),
  status: z.string(),
  error: z.string().nullable(),
  metadata: z.record(z.string(), z.unknown()),
  created_at: instant,
  updated_at: instant,
});

/** What waits for Purser, for Stripe, or for an operator. */
export const pendingAnswer = z.strictObject({ status: ok, count, items: z.array(pendingItem) });

export type PendingItem = z.infer<typeof pendingItem>;
