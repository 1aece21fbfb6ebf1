/** What can be asked of Stripe (rule X1). */
export const stripeRequestKinds = [
  'refund',
  'subscribe',
  'change_plan',
  'cancel',
  'resume',
  'payment',
  'checkout',
  'portal',
] as const;
export type StripeRequestKind = (typeof stripeRequestKinds)[number];

/** Pending until Stripe has decided: then succeeded, failed or, by Stripe or an operator, canceled. */
export const stripeRequestStatuses = ['pending', 'succeeded', 'failed', 'canceled'] as const;
export type StripeRequestStatus = (typeof stripeRequestStatuses)[number];
