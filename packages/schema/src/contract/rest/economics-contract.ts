import { z } from 'zod';
import { count, instant, messageAnswer, ok, usdNumber } from './admin-answer-fields.ts';
import { noteText } from './admin-fields.ts';
import { externalId } from './fields.ts';

/** `GET /economics/reference`. */
export const referenceAnswer = z.strictObject({
  status: ok,
  reference_provider: z.string(),
  reference_model: z.string(),
  usd_per_token: z.number(),
});

/** `GET /economics/request-lineage`: a request is a turn. */
export const lineageQuery = z.strictObject({
  request_id: externalId,
  user_id: externalId.optional(),
});

const movement = z.strictObject({
  id: z.string(),
  phase: z.string(),
  kind: z.string(),
  amount_usd: usdNumber,
  debit: z.string(),
  credit: z.string(),
  reservation_id: z.string().nullable(),
  reason: z.string(),
  created_at: instant,
});

const source = z.strictObject({ reservations: z.array(movement), ledger: z.array(movement) });

export const requestLineageAnswer = z.strictObject({
  status: ok,
  request_id: z.string(),
  decision: z.record(z.string(), z.unknown()).nullable(),
  project: source,
  subscription: source,
  wallet: source,
});

/** `GET /health`: is a status answer itself. */
export const controlPlaneHealthAnswer = z.strictObject({
  status: z.enum(['ok', 'degraded']),
  database: z.enum(['ok', 'unavailable']),
  redis: z.enum(['ok', 'unavailable', 'not_configured']),
  version: z.string(),
});

export const clearCacheAnswer = z.strictObject({
  ...messageAnswer,
  cleared: z.strictObject({ memory: count, redis: count }),
});

/** `POST /users/{user_id}/reset-windows`. */
export const resetWindowsBody = z
  .strictObject({ reason: noteText.nullable().optional() })
  .transform((body) => ({ reason: body.reason ?? undefined }));

export const resetWindowsAnswer = z.strictObject({
  ...messageAnswer,
  user_id: z.string(),
  reset_at: instant,
});

export type RequestLineage = z.infer<typeof requestLineageAnswer>;
export type ControlPlaneHealth = z.infer<typeof controlPlaneHealthAnswer>;
