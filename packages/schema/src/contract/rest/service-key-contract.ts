import { isServiceScope, serviceScopes } from '@purser/domain/access/service-scopes';
import { z } from 'zod';
import { count, instant, messageAnswer, ok } from './admin-answer-fields.ts';
import { shortName } from './fields.ts';

/** `POST /api/v1/admin/keys`. */
export const serviceKeyBody = z.strictObject({
  name: shortName,
  scopes: z
    .array(
      z.string().refine(isServiceScope, { message: `must be one of ${serviceScopes.join(', ')}` }),
    )
    .min(1, { message: 'must name at least one scope' })
    .max(serviceScopes.length, { message: `must name at most ${serviceScopes.length} scopes` }),
});

export const serviceKeyParams = z.strictObject({
  id: z.uuid({ message: 'must be a UUID' }).transform((id) => id.toLowerCase()),
});

const serviceKey = {
  id: z.string(),
  name: z.string(),
  key_prefix: z.string(),
  scopes: z.array(z.string()),
  created_by: z.string(),
  created_at: instant,
  revoked_at: instant.nullable(),
  last_used_at: instant.nullable(),
};

/** The key itself is in the answer once, when it is made; null when the answer is repeated. */
export const serviceKeyMadeAnswer = z.strictObject({
  ...messageAnswer,
  ...serviceKey,
  key: z.string().nullable(),
});

export const serviceKeyListAnswer = z.strictObject({
  status: ok,
  count,
  keys: z.array(z.strictObject(serviceKey)),
});

export const serviceKeyRevokedAnswer = z.strictObject({ ...messageAnswer, ...serviceKey });
