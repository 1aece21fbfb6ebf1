import type { InvoiceLine, LineItem, Metadata } from './wire.ts';

/** What a card does when it is charged. Stripe's objects do not say it; the number on the card does. */
export type CardOutcome =
  | { readonly kind: 'succeeds' }
  | { readonly kind: 'declines'; readonly code: string; readonly declineCode: string | null }
  | { readonly kind: 'asks_person' }
  | { readonly kind: 'is_disputed'; readonly isInquiry: boolean }
  | { readonly kind: 'refunds'; readonly ending: 'pending' | 'fails' };

export type CardRecord = { readonly id: string; readonly outcome: CardOutcome };

/** What a subscription's invoices are made from, beyond what Stripe shows. */
export type SubscriptionRecord = {
  readonly id: string;
  /** Renewals come on this day and time, or at a shorter month's end. */
  readonly anchorSeconds: number;
  /** Whether a first payment's card becomes the subscription's own. */
  readonly savesPaymentMethod: boolean;
};

/** Something that waits for the next invoice, such as the proration of a change. */
export type PendingItem = {
  readonly id: string;
  readonly customer: string;
  readonly subscription: string;
  readonly line: InvoiceLine;
};

/** What a checkout session makes once somebody has paid. */
export type CheckoutRecord = {
  readonly id: string;
  readonly lineItems: readonly LineItem[];
  readonly coupon: string | null;
  readonly intentMetadata: Metadata;
  readonly intentDescription: string | null;
  readonly subscriptionMetadata: Metadata;
  readonly trialDays: number;
};

/** Secrets of a webhook endpoint: the newest first, older ones until they end. */
export type EndpointSecrets = {
  readonly id: string;
  readonly secrets: readonly { readonly text: string; readonly endsAtMs: number | null }[];
};

export type DeliveryAttempt = {
  readonly atMs: number;
  /** Null when nobody answered. */
  readonly status: number | null;
  readonly error: string | null;
};

/** One event on its way to one endpoint. */
export type Delivery = {
  readonly id: string;
  readonly event: string;
  readonly endpoint: string;
  readonly status: 'pending' | 'held' | 'delivered' | 'failed' | 'dropped';
  readonly dueAtMs: number;
  readonly attempts: readonly DeliveryAttempt[];
};

/** What was answered under an idempotency key. */
export type KeyRecord = {
  readonly id: string;
  readonly fingerprint: string;
  readonly firstUsedAtMs: number;
  /** Null while the first request is being answered. */
  readonly answer: { readonly status: number; readonly body: object } | null;
};
