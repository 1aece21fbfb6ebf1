import type { StripeRequestKind, StripeRequestStatus } from './stripe-request.ts';

/** Which pending requests reconcile asks for. */
export const reconcileKinds = ['all', 'refund', 'cancel'] as const;
export type ReconcileKind = (typeof reconcileKinds)[number];

export const reconcileMax = 500;

export type ReconcileStripe = {
  readonly kind: ReconcileKind;
  readonly limit: number;
  /** Only this one, and nothing else; absent asks for all of the kind. */
  readonly requestId?: string | undefined;
};

/** What became of the requests that reconcile asked for, and of what Stripe had not told (rule X51). */
export type StripeReconciled = {
  /** Requests that Stripe was asked for: applied + failed + pending. */
  readonly reconciled: number;
  readonly applied: number;
  /** Stripe declined them, or they were canceled; what they held is free again. */
  readonly failed: number;
  readonly pending: number;
  /** Events that no webhook had brought. */
  readonly eventsFound: number;
  /** Why Stripe's list of events could not be read to its end; null when it was. */
  readonly error: string | null;
  readonly requestIds: readonly string[];
};

export const driftDaysMax = 90;

/** One value in which an object here differs from the one at Stripe (rule X54). */
export type DriftLine = {
  readonly object: 'subscription' | 'payment_intent';
  readonly objectId: string;
  readonly field: string;
  readonly here: string | null;
  readonly there: string | null;
};

export type StripeDriftView = {
  readonly subscriptions: number;
  readonly payments: number;
  readonly lines: readonly DriftLine[];
  /** Why not everything could be compared; null when it was. */
  readonly error: string | null;
};

export type FixDrift = Pick<DriftLine, 'object' | 'objectId'>;

/** What is left of the differences of one object. */
export type DriftFixed = { readonly left: readonly DriftLine[]; readonly error: string | null };

/** A request to Stripe, and how far it has come. */
export type StripeRequestView = {
  readonly id: string;
  readonly kind: StripeRequestKind;
  readonly status: StripeRequestStatus;
  readonly userId: string;
  readonly subject: string;
  readonly amountMicroUsd: bigint | null;
  readonly attempt: number;
  readonly calls: number;
  readonly stripeId: string | null;
  readonly stripeStatus: string | null;
  readonly errorCode: string | null;
  readonly error: string | null;
  readonly actor: string;
  readonly reason: string;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  readonly updatedAt: Date;
  readonly endedAt: Date | null;
  readonly nextCallAt: Date | null;
};

export type StripeRequestFilter = {
  readonly kind?: StripeRequestKind | undefined;
  readonly statuses?: readonly StripeRequestStatus[] | undefined;
  readonly userId?: string | undefined;
};

/** A payment that was booked, and what it bought. */
export type StripePaymentView = {
  readonly id: string;
  readonly userId: string;
  readonly purpose: string;
  readonly amountMicroUsd: bigint;
  /** Given back by refunds that succeeded or are under way. */
  readonly refundedMicroUsd: bigint;
  readonly chargeId: string | null;
  readonly lotId: string | null;
  readonly grantId: string | null;
  readonly packageId: string | null;
  readonly invoiceId: string | null;
  readonly paidAt: Date;
};

/** A refund at Stripe, whoever asked for it, and where its money came from. */
export type StripeRefundView = {
  readonly id: string;
  readonly paymentId: string;
  readonly userId: string | null;
  /** The request of ours; null for a refund made at Stripe. */
  readonly requestId: string | null;
  readonly amountMicroUsd: bigint;
  readonly status: string;
  readonly failureReason: string | null;
  readonly booked: string;
  readonly fromLotMicroUsd: bigint;
  readonly fromWalletMicroUsd: bigint;
  readonly absorbedMicroUsd: bigint;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** A payment that a card's owner disputes. */
export type StripeDisputeView = {
  readonly id: string;
  readonly paymentId: string;
  readonly userId: string;
  readonly amountMicroUsd: bigint;
  readonly status: string;
  readonly reason: string | null;
  readonly booked: string;
  readonly heldMicroUsd: bigint;
  readonly absorbedMicroUsd: bigint;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** An invoice of a subscription, as Stripe told it last. */
export type StripeInvoiceView = {
  readonly id: string;
  readonly userId: string;
  readonly stripeSubscriptionId: string;
  /** Stripe's word. */
  readonly status: string;
  readonly billingReason: string | null;
  readonly amountDueMicroUsd: bigint;
  readonly amountPaidMicroUsd: bigint;
  readonly attemptCount: number;
  readonly nextAttemptAt: Date | null;
  /** When collecting it failed first; null when it never did. */
  readonly failedAt: Date | null;
  /** Where the user pays it by hand. */
  readonly hostedUrl: string | null;
  /** The period that it paid into. */
  readonly periodKey: string | null;
  readonly isBooked: boolean;
  readonly createdAt: Date;
};

export type StripeInvoiceFilter = {
  readonly userId?: string | undefined;
  /** Those alone that failed and are open still. */
  readonly isOverdue?: boolean | undefined;
};

export type StripeObjectFilter = { readonly userId?: string | undefined };

export const stripeModes = ['live', 'test', 'simulator', 'none'] as const;
export type StripeMode = (typeof stripeModes)[number];

/** How this project stands with Stripe. */
export type StripeStatusView = {
  readonly mode: StripeMode;
  /** Whether a signing secret is set; without one every webhook is refused. */
  readonly webhookConfigured: boolean;
  /** When an event last came in, however it came. */
  readonly lastEventAt: Date | null;
  readonly oldestPendingAt: Date | null;
  /** When Stripe's list of events was last read to its end. */
  readonly lastReconciledAt: Date | null;
  /** Stripe's pages, or those of the simulator; null without Stripe. */
  readonly dashboardUrl: string | null;
};
