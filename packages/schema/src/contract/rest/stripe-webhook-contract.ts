import { z } from 'zod';

/** `POST /api/v1/webhooks/stripe`: the event is stored. */
export const stripeReceivedAnswer = z.strictObject({
  received: z.literal(true),
  /** True when the same event had come before. */
  duplicate: z.boolean(),
});
