import type { DisputeBooking } from '@purser/domain/stripe/join-dispute';
import type { RefundBooking } from '@purser/domain/stripe/join-refund';
import type { LotPart } from '@purser/domain/stripe/take-back';
import type {
  StripeRequestKind,
  StripeRequestStatus,
} from '@purser/schema/contract/stripe-request';

/** What was asked of Stripe, as stored before it is asked (rule X1). */
export type StripeRequestRecord = {
  readonly id: string;
  readonly kind: StripeRequestKind;
  readonly status: StripeRequestStatus;
  readonly userId: bigint;
  /** What it is about at Stripe; '' for what is new. */
  readonly subject: string;
  readonly amountMicroUsd: bigint | null;
  readonly params: Readonly<Record<string, unknown>>;
  readonly attempt: number;
  readonly idempotencyKey: string;
  readonly sentAt: Date | null;
  readonly holdId: string | null;
  readonly lotId: string | null;
  readonly stripeId: string | null;
  readonly stripeStatus: string | null;
  readonly answer: Readonly<Record<string, unknown>> | null;
  readonly errorCode: string | null;
  readonly error: string | null;
  readonly calls: number;
  /** When it is asked again by itself, and until when whoever asks has it for themselves. */
  readonly nextCallAt: Date | null;
  readonly claimedUntil: Date | null;
  readonly actor: string;
  readonly reason: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly endedAt: Date | null;
};

/** A payment that was booked, and what it bought. */
export type StripePaymentRecord = {
  /** The payment intent. */
  readonly id: string;
  readonly userId: bigint;
  readonly purpose: 'wallet_topup' | 'quota_package' | 'invoice';
  readonly chargeId: string | null;
  readonly lotId: string | null;
  readonly grantId: string | null;
  readonly packageId: string | null;
  readonly invoiceId: string | null;
  readonly amountMicroUsd: bigint;
  readonly paidAt: Date;
  readonly createdAt: Date;
};

/** An invoice of a subscription at Stripe, joined from everything that told of it (rule X33). */
export type StripeInvoiceRecord = {
  readonly id: string;
  readonly userId: bigint;
  readonly subscriptionId: string | null;
  readonly stripeSubscriptionId: string;
  /** The period that it paid into. */
  readonly periodKey: string | null;
  /** Stripe's word. */
  readonly status: string;
  readonly billingReason: string | null;
  readonly amountDueMicroUsd: bigint;
  readonly amountPaidMicroUsd: bigint;
  readonly attemptCount: number;
  readonly nextAttemptAt: Date | null;
  /** When an attempt to collect it failed first. */
  readonly failedAt: Date | null;
  readonly hostedUrl: string | null;
  /** Whether its money is in the ledger. */
  readonly booked: boolean;
  readonly version: bigint;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** A refund at Stripe, whoever asked for it, and where its money came from. */
export type StripeRefundRecord = {
  readonly id: string;
  readonly paymentId: string;
  readonly requestId: string | null;
  readonly amountMicroUsd: bigint;
  /** Stripe's word. */
  readonly status: string;
  readonly failureReason: string | null;
  readonly booked: RefundBooking;
  /** Of the payment's own lot, and of the user's other lots; `parts` says which gave how much. */
  readonly fromLotMicroUsd: bigint;
  readonly fromWalletMicroUsd: bigint;
  readonly parts: readonly LotPart[];
  readonly absorbedMicroUsd: bigint;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** What one lot holds for a dispute. */
export type DisputePart = LotPart & { readonly holdId: string | null };

/** A bank's dispute of a payment, and what is held for it. */
export type StripeDisputeRecord = {
  readonly id: string;
  readonly paymentId: string;
  readonly userId: bigint;
  readonly amountMicroUsd: bigint;
  /** Stripe's word. */
  readonly status: string;
  readonly reason: string | null;
  readonly parts: readonly DisputePart[];
  /** Held now: nothing once it has ended. */
  readonly heldMicroUsd: bigint;
  readonly booked: DisputeBooking;
  readonly absorbedMicroUsd: bigint;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** Requests, customers and payments of Stripe inside a command's transaction. */
export interface StripeStore {
  /** Stores a new request, and the event of the same id that lists show as pending. */
  openRequest(request: StripeRequestRecord): Promise<void>;
  /** Reads a request and keeps every other command from it until this transaction ends. */
  lockRequest(id: string): Promise<StripeRequestRecord | null>;
  /** The newest pending request of a kind about one subject; the caller holds the user's lock. */
  pendingRequest(kind: StripeRequestKind, subject: string): Promise<StripeRequestRecord | null>;
  /** Requests about one subject, newest first. */
  requestsAbout(kind: StripeRequestKind, subject: string): Promise<readonly StripeRequestRecord[]>;
  /** The request that made this object at Stripe. */
  requestOf(kind: StripeRequestKind, stripeId: string): Promise<StripeRequestRecord | null>;
  /** Replaces the row of this id; its event follows the request's status. */
  saveRequest(request: StripeRequestRecord): Promise<void>;
  /** The user's customer at Stripe. */
  customerOf(userId: bigint): Promise<string | null>;
  /** The internal id of the user that a customer at Stripe is. */
  userOfCustomer(customerId: string): Promise<bigint | null>;
  /** Remembers the customer; the first one stays. */
  addCustomer(userId: bigint, customerId: string, at: Date): Promise<void>;
  /** Remembers what a payment bought; the caller holds the payment's lock. */
  addPayment(payment: StripePaymentRecord): Promise<void>;
  payment(id: string): Promise<StripePaymentRecord | null>;
  /** The caller holds the user's lock. */
  invoice(id: string): Promise<StripeInvoiceRecord | null>;
  /** Inserts or replaces the row of this id. */
  saveInvoice(invoice: StripeInvoiceRecord): Promise<void>;
  /** When the first of a subscription's unpaid invoices, but this one, failed to be collected. */
  unpaidSince(stripeSubscriptionId: string, exceptInvoiceId: string): Promise<Date | null>;
  /** Refunds of one payment; the caller holds the payment's lock. */
  refundsOf(paymentId: string): Promise<readonly StripeRefundRecord[]>;
  /** Writes a refund, new or known. */
  saveRefund(refund: StripeRefundRecord): Promise<void>;
  /** The caller holds the payment's lock. */
  dispute(id: string): Promise<StripeDisputeRecord | null>;
  /** Writes a dispute, new or known. */
  saveDispute(dispute: StripeDisputeRecord): Promise<void>;
}
