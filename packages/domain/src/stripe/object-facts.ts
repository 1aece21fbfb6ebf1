/**
 * What Purser reads of Stripe's objects, whether an event carries them or a call answers them. Amounts
 * are in the smallest unit of the currency, instants in milliseconds.
 */
export type StripeMetadata = Readonly<Record<string, string>>;

export type RefundFacts = {
  readonly refundId: string;
  readonly paymentId: string | null;
  readonly chargeId: string | null;
  readonly amountCents: bigint;
  readonly currency: string;
  /** Stripe's word: pending, requires_action, succeeded, failed or canceled. */
  readonly status: string;
  readonly failureReason: string | null;
  /** The request of ours that asked for it; null when it was made at Stripe. */
  readonly requestId: string | null;
  readonly createdAtMs: number;
};

export type SubscriptionObjectFacts = {
  readonly stripeSubscriptionId: string;
  readonly customerId: string;
  /** Stripe's word, such as active, past_due, incomplete or unpaid. */
  readonly status: string;
  readonly itemId: string | null;
  readonly priceId: string | null;
  readonly priceCents: bigint | null;
  readonly periodStartsAtMs: number | null;
  readonly periodEndsAtMs: number | null;
  /** That it ends with its present period, or within it: by Stripe's flag, or by an instant. */
  readonly cancelAtPeriodEnd: boolean;
  /** The end was set as an instant, as Stripe's portal does, and not by the flag. */
  readonly endsAtInstant: boolean;
  readonly canceledAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly startedAtMs: number;
  /** Where its periods begin, whichever of them is current. */
  readonly anchorAtMs: number | null;
  readonly latestInvoiceId: string | null;
  readonly metadata: StripeMetadata;
};

export type InvoiceFacts = {
  readonly invoiceId: string;
  readonly customerId: string | null;
  /** Null for an invoice that no subscription made. */
  readonly stripeSubscriptionId: string | null;
  /** Metadata of the subscription as it was when the invoice was made. */
  readonly subscriptionMetadata: StripeMetadata;
  /** Stripe's word: draft, open, paid, void or uncollectible. */
  readonly status: string;
  readonly billingReason: string | null;
  readonly amountPaidCents: bigint;
  readonly amountDueCents: bigint;
  readonly currency: string;
  /** Of the subscription's line that is no proration; of a proration if there is no other. */
  readonly line: InvoiceLineFacts | null;
  readonly paymentIds: readonly string[];
  readonly attemptCount: number;
  readonly nextAttemptAtMs: number | null;
  readonly hostedUrl: string | null;
  readonly paidAtMs: number | null;
  readonly createdAtMs: number;
};

export type InvoiceLineFacts = {
  readonly periodStartsAtMs: number;
  readonly periodEndsAtMs: number;
  readonly priceId: string | null;
  readonly isProration: boolean;
};

/** What Stripe would invoice for a change. */
export type InvoicePreviewFacts = {
  /** What the customer would pay: the total less what stands to their credit. */
  readonly amountDueCents: bigint;
  readonly totalCents: bigint;
  readonly currency: string;
  readonly lines: readonly {
    readonly description: string;
    readonly amountCents: bigint;
    readonly isProration: boolean;
  }[];
};

export type DisputeFacts = {
  readonly disputeId: string;
  readonly paymentId: string | null;
  readonly chargeId: string | null;
  readonly amountCents: bigint;
  readonly currency: string;
  /** Stripe's word, such as needs_response, under_review, won or lost. */
  readonly status: string;
  readonly reason: string | null;
  readonly createdAtMs: number;
};

/** What of a payment intent refunds and drift checks read; what it bought is `PaymentFacts`. */
export type PaymentObjectFacts = {
  readonly paymentId: string;
  readonly chargeId: string | null;
  readonly status: string;
  readonly amountCents: bigint;
  readonly amountReceivedCents: bigint;
  readonly currency: string;
  readonly customerId: string | null;
  readonly metadata: StripeMetadata;
  readonly createdAtMs: number;
};

export type CheckoutFacts = {
  readonly sessionId: string;
  readonly url: string | null;
  readonly mode: string;
  readonly status: string | null;
  readonly customerId: string | null;
  readonly paymentId: string | null;
  readonly stripeSubscriptionId: string | null;
  readonly metadata: StripeMetadata;
};
