import { z } from 'zod';
import {
  alertKinds,
  deliveryStatuses,
  isAlertKind,
  recipientsMax,
  webhookFormats,
} from '../notification.ts';
import { count, instant, messageAnswer, nextCursor, ok } from './admin-answer-fields.ts';
import { noteText } from './admin-fields.ts';
import { isStorableText, pageCursor, pageLimit } from './fields.ts';

const urlCharactersMax = 2_000;
const addressCharactersMax = 254;

const uuid = z.uuid({ message: 'must be a UUID' }).transform((id) => id.toLowerCase());

const kindMessage = `must be one of ${alertKinds.join(', ')}`;
const kinds = z
  .array(z.string().refine(isAlertKind, { message: kindMessage }))
  .max(alertKinds.length, { message: `must name at most ${alertKinds.length} kinds` });

/** Why, for the audit log; without it the operation's name stands there. */
const reason = noteText.optional();

export const endpointParams = z.strictObject({ id: uuid });

/** `POST /api/v1/webhook-endpoints`. */
export const endpointBody = z.strictObject({
  url: z
    .string()
    .min(1, { message: 'must not be empty' })
    .max(urlCharactersMax, { message: `must have at most ${urlCharactersMax} characters` })
    .refine(isStorableText, { message: 'must be well-formed text without U+0000' }),
  format: z
    .enum(webhookFormats, { message: `must be one of ${webhookFormats.join(', ')}` })
    .default('signed'),
  kinds: kinds.default([]),
  reason,
});

/** `PATCH /api/v1/webhook-endpoints/{id}`: what is absent stays as it is. */
export const endpointPatchBody = z.strictObject({
  active: z.boolean({ message: 'must be true or false' }).optional(),
  kinds: kinds.optional(),
  reason,
});

/** Commands that need nothing but a reason. */
export const reasonBody = z.strictObject({ reason });

const endpoint = {
  id: z.string(),
  url: z.string(),
  format: z.enum(webhookFormats),
  kinds: z.array(z.string()),
  active: z.boolean(),
  previous_secret_until: instant.nullable(),
  created_by: z.string(),
  created_at: instant,
};

export const endpointAnswer = z.strictObject({ ...messageAnswer, ...endpoint });

/** The secret is in the answer once; null when the answer is repeated, and for Slack. */
export const endpointSecretAnswer = z.strictObject({
  ...messageAnswer,
  ...endpoint,
  secret: z.string().nullable(),
});

export const endpointListAnswer = z.strictObject({
  status: ok,
  count,
  endpoints: z.array(z.strictObject(endpoint)),
});

/** `GET /api/v1/deliveries`. */
export const deliveriesQuery = z.strictObject({
  state: z
    .enum(deliveryStatuses, { message: `must be one of ${deliveryStatuses.join(', ')}` })
    .optional(),
  endpoint_id: uuid.optional(),
  limit: pageLimit(),
  cursor: pageCursor,
});

const delivery = {
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  channel: z.enum(['mail', 'webhook']),
  receiver: z.string(),
  endpoint_id: z.string().nullable(),
  state: z.enum(deliveryStatuses),
  attempts: z.int(),
  next_attempt_at: instant.nullable(),
  last_error: z.string().nullable(),
  last_answer: z.string().nullable(),
  delivered_at: instant.nullable(),
  created_at: instant,
};

export const deliveriesAnswer = z.strictObject({
  status: ok,
  count,
  deliveries: z.array(z.strictObject(delivery)),
  next_cursor: nextCursor,
});

export const deliveryAnswer = z.strictObject({ ...messageAnswer, ...delivery });

/** `PUT /api/v1/alert-recipients/{kind}`. */
export const recipientsParams = z.strictObject({
  kind: z.enum(alertKinds, { message: kindMessage }),
});

/** Nobody with an empty list; null goes back to ADMIN_EMAILS. */
export const recipientsBody = z.strictObject({
  addresses: z
    .array(
      z
        .email({ message: 'must be a mail address such as ann@example.com' })
        .max(addressCharactersMax, {
          message: `must have at most ${addressCharactersMax} characters`,
        }),
    )
    .max(recipientsMax, { message: `must name at most ${recipientsMax} addresses` })
    .nullable(),
  reason,
});

const recipients = {
  kind: z.enum(alertKinds),
  addresses: z.array(z.string()),
  is_default: z.boolean(),
  updated_by: z.string().nullable(),
  updated_at: instant.nullable(),
};

export const recipientsAnswer = z.strictObject({ ...messageAnswer, ...recipients });

export const recipientsListAnswer = z.strictObject({
  status: ok,
  count,
  has_mail_server: z.boolean(),
  default_addresses: z.array(z.string()),
  recipients: z.array(z.strictObject(recipients)),
});
