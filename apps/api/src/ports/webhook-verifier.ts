import type { StripeEvent } from '@purser/schema/contract/stripe-event';

export type VerifiedWebhook =
  | { readonly kind: 'event'; readonly event: StripeEvent }
  /** The signature is missing, too old, or of none of the secrets. */
  | { readonly kind: 'unsigned' }
  /** It is signed, but it is no event. */
  | { readonly kind: 'malformed'; readonly problem: string };

/** Reads what Stripe sends, and believes only what is signed (rule E1). */
export interface WebhookVerifier {
  verify(body: Buffer, signature: string | undefined): VerifiedWebhook;
}
