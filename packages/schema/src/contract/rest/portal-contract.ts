import { apiKeyEnvironments } from '@purser/domain/tenant/api-key';
import { rotationOverlapMaxSeconds } from '@purser/domain/tenant/key-rotation';
import { z } from 'zod';
import { shortName } from './fields.ts';

/** Bodies and answers of the portal's domains and API keys. */
const instant = z.string().meta({ format: 'date-time' });
const uuidText = z.uuid({ message: 'must be a UUID' }).transform((id) => id.toLowerCase());

export const portalParams = z.strictObject({ id: uuidText });

/** `POST /api/v1/domains`. */
export const domainBody = z.strictObject({
  domain: z
    .string()
    .min(1, { message: 'must not be empty' })
    .max(1_000, { message: 'must have at most 1000 characters' }),
});

const domain = {
  id: z.string(),
  domain: z.string(),
  state: z.enum(['pending', 'verified', 'removed']),
  verified: z.boolean(),
  verified_at: instant.nullable(),
  challenge: z.strictObject({
    dns: z.strictObject({ name: z.string(), type: z.literal('TXT'), value: z.string() }),
  }),
  last_check: z
    .strictObject({
      at: instant,
      result: z.enum(['verified', 'not_found', 'wrong_value', 'unavailable']),
      found: z.array(z.string()),
      advice: z.string(),
    })
    .nullable(),
  created_at: instant,
};

export const domainAnswer = z.strictObject(domain);

export const domainListAnswer = z.strictObject({
  count: z.int(),
  domains: z.array(z.strictObject(domain)),
});

const scopeName = z.string().regex(/^[a-z][a-z0-9:._-]{0,62}$/, {
  message: 'must have 1 to 63 of a-z, 0-9, colon, dot, underscore and dash, a letter first',
});

/** `POST /api/v1/api-keys`. */
export const apiKeyBody = z
  .strictObject({
    name: shortName,
    environment: z
      .enum(apiKeyEnvironments, { message: `must be one of ${apiKeyEnvironments.join(', ')}` })
      .optional(),
    scopes: z.array(scopeName).max(20, { message: 'must name at most 20 scopes' }).optional(),
    expires_at: z.iso
      .datetime({ offset: true, message: 'must be an RFC 3339 instant' })
      .transform((text) => new Date(text))
      .optional(),
  })
  .transform(({ expires_at, ...body }) => ({ ...body, expiresAt: expires_at }));

/** `POST /api/v1/api-keys/{id}/rotate`: the overlap in seconds, a day when absent. */
export const rotateBody = z
  .strictObject({
    overlap: z
      .int({ message: 'must be a whole number of seconds' })
      .min(0, { message: 'must be at least 0' })
      .max(rotationOverlapMaxSeconds, { message: `must be at most ${rotationOverlapMaxSeconds}` })
      .optional(),
  })
  .transform(({ overlap }) => ({ overlapSeconds: overlap }));

const apiKey = {
  id: z.string(),
  name: z.string(),
  key_prefix: z.string(),
  status: z.enum(['active', 'expired', 'revoked']),
  scopes: z.array(z.string()),
  created_at: instant,
  expires_at: instant.nullable(),
  not_after: instant.nullable(),
  successor_id: z.string().nullable(),
  last_used_at: instant.nullable(),
};

export const apiKeyListAnswer = z.strictObject({
  count: z.int(),
  api_keys: z.array(z.strictObject(apiKey)),
});

/** The key is in the answer once, when it is made. */
export const apiKeyMadeAnswer = z.strictObject({
  ...apiKey,
  key: z.string().nullable(),
  secret_unavailable: z.boolean(),
});
