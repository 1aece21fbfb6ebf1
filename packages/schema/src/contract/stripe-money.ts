import type { LimitChanges } from '@purser/domain/quota/limits';
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

/** A payment to be opened: a package at its price, credits for any amount, or amounts of its own. */
export type CreatePayment = {
  readonly userId: string;
  readonly purpose?: 'wallet_topup' | 'quota_package' | undefined;
  readonly packageId?: string | undefined;
  /** Limits to add instead of a package; only for who may write grants (rule X15). */
  readonly adds?: LimitChanges | undefined;
  readonly expiresInDays?: number | undefined;
  readonly amountMicroUsd: bigint;
};

/** A payment at Stripe that waits to be confirmed. In a dry run nothing of it is made. */
export type PaymentView = {
  readonly requestId: string;
  readonly userId: string;
  readonly packageId: string | null;
  readonly amountMicroUsd: bigint;
  readonly paymentIntentId: string | null;
  /** What the user's browser confirms it with. */
  readonly clientSecret: string | null;
};

export type OpenCheckout = {
  readonly userId: string;
  readonly amountMicroUsd: bigint;
  readonly successUrl: string;
  readonly cancelUrl: string;
};

export type OpenSubscriptionCheckout = {
  readonly userId: string;
  readonly planId: string;
  readonly successUrl: string;
  readonly cancelUrl: string;
};

export type CheckoutView = {
  readonly requestId: string;
  readonly sessionId: string | null;
  readonly url: string | null;
};

export type OpenPortal = { readonly userId: string; readonly returnUrl: string };

export type PortalView = { readonly requestId: string; readonly url: string | null };
