import { z } from 'zod';

const id = z.string().min(1).max(255);

/** The part of a Stripe event that Purser reads, whatever it is about. */
export const stripeEvent = z.object({
  id,
  type: z.string().min(1).max(255),
  /** Seconds since the epoch. */
  created: z.int().min(0).max(253_402_300_799),
  livemode: z.boolean().default(false),
  data: z.object({ object: z.record(z.string(), z.unknown()) }),
});

export type StripeEvent = z.infer<typeof stripeEvent>;

/** The object of `payment_intent.succeeded`. Amounts are in the smallest unit of the currency. */
export const paymentIntent = z.object({
  id,
  amount: z.int().min(0),
  amount_received: z.int().min(0).optional(),
  currency: z.string().min(1).max(8),
  metadata: z.record(z.string(), z.string()).nullish(),
  invoice: z.unknown().optional(),
  latest_charge: z.unknown().optional(),
});
