import type { StripeRequestStatus } from './stripe-request.ts';

/** Bought credits to be paid back; without an amount all that can be. */
export type RefundWallet = {
  readonly userId: string;
  readonly paymentIntentId: string;
  readonly amountMicroUsd?: bigint | null | undefined;
};

/** A refund that was asked here, as it stands. */
export type RefundView = {
  /** Also the refund's `metadata.refund_id` at Stripe. */
  readonly requestId: string;
  readonly userId: string;
  readonly paymentIntentId: string;
  readonly status: StripeRequestStatus;
  readonly amountMicroUsd: bigint;
  /** The amount in reference tokens. */
  readonly tokens: bigint;
  readonly stripeRefundId: string | null;
  /** Stripe's word. */
  readonly stripeStatus: string | null;
  /** Why it failed, or why nothing is known yet. */
  readonly error: string | null;
};
