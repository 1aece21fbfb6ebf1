import type {
  CheckoutFacts,
  DisputeFacts,
  InvoiceFacts,
  InvoicePreviewFacts,
  PaymentObjectFacts,
  RefundFacts,
  SubscriptionObjectFacts,
} from '@purser/domain/stripe/object-facts';
import { z } from 'zod';

/** An id, or the object itself where it was expanded. */
const reference = z
  .union([z.string(), z.looseObject({ id: z.string() })])
  .nullish()
  .transform((value) => (typeof value === 'string' ? value : (value?.id ?? null)));
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null);
const cents = z.int().transform(BigInt);
const instant = z.int().transform((seconds) => seconds * 1000);
const instantOrNull = z
  .int()
  .nullish()
  .transform((seconds) => (typeof seconds === 'number' ? seconds * 1000 : null));
const metadata = z
  .record(z.string(), z.string())
  .nullish()
  .transform((value) => value ?? {});

/** Refund of a payment; `metadata.refund_id` names our request. */
export const refundObject = z
  .object({
    id: z.string(),
    payment_intent: reference,
    charge: reference,
    amount: cents,
    currency: z.string(),
    status: text,
    failure_reason: text,
    metadata,
    created: instant,
  })
  .transform(
    (refund): RefundFacts => ({
      refundId: refund.id,
      paymentId: refund.payment_intent,
      chargeId: refund.charge,
      amountCents: refund.amount,
      currency: refund.currency,
      status: refund.status ?? 'pending',
      failureReason: refund.failure_reason,
      requestId: refund.metadata.refund_id ?? null,
      createdAtMs: refund.created,
    }),
  );

/** The payment intent of a charge. */
export const chargeReference = z
  .object({ payment_intent: reference })
  .transform(({ payment_intent: paymentId }) => ({ paymentId }));

export const subscriptionObject = z
  .object({
    id: z.string(),
    customer: reference,
    status: z.string(),
    items: z.looseObject({
      data: z.array(
        z.looseObject({
          id: z.string(),
          price: z
            .looseObject({ id: z.string(), unit_amount: z.int().nullish() })
            .nullish()
            .transform((price) => price ?? null),
          current_period_start: instantOrNull,
          current_period_end: instantOrNull,
        }),
      ),
    }),
    cancel_at_period_end: z.boolean().default(false),
    cancel_at: instantOrNull,
    canceled_at: instantOrNull,
    ended_at: instantOrNull,
    start_date: instant,
    billing_cycle_anchor: instantOrNull,
    latest_invoice: reference,
    metadata,
  })
  .transform((subscription): SubscriptionObjectFacts => {
    const [item] = subscription.items.data;
    const unitAmount = item?.price?.unit_amount;
    return {
      stripeSubscriptionId: subscription.id,
      customerId: subscription.customer ?? '',
      status: subscription.status,
      itemId: item?.id ?? null,
      priceId: item?.price?.id ?? null,
      priceCents: typeof unitAmount === 'number' ? BigInt(unitAmount) : null,
      periodStartsAtMs: item?.current_period_start ?? null,
      periodEndsAtMs: item?.current_period_end ?? null,
      cancelAtPeriodEnd: endsWithPeriod(subscription, item?.current_period_end ?? null),
      endsAtInstant: !subscription.cancel_at_period_end && subscription.cancel_at !== null,
      canceledAtMs: subscription.canceled_at,
      endedAtMs: subscription.ended_at,
      startedAtMs: subscription.start_date,
      anchorAtMs: subscription.billing_cycle_anchor,
      latestInvoiceId: subscription.latest_invoice,
      metadata: subscription.metadata,
    };
  });

function endsWithPeriod(
  subscription: { readonly cancel_at_period_end: boolean; readonly cancel_at: number | null },
  periodEndsAtMs: number | null,
): boolean {
  const { cancel_at_period_end: isFlagged, cancel_at: endsAtMs } = subscription;
  return isFlagged || (endsAtMs !== null && periodEndsAtMs !== null && endsAtMs <= periodEndsAtMs);
}

const invoiceLine = z.looseObject({
  period: z.object({ start: instant, end: instant }),
  parent: z
    .looseObject({
      subscription_item_details: z
        .looseObject({ proration: z.boolean().default(false), subscription: reference })
        .nullish(),
    })
    .nullish(),
  pricing: z
    .looseObject({ price_details: z.looseObject({ price: reference }).nullish() })
    .nullish(),
});

export const invoiceObject = z
  .object({
    id: z.string(),
    customer: reference,
    parent: z
      .looseObject({
        subscription_details: z.looseObject({ subscription: reference, metadata }).nullish(),
      })
      .nullish(),
    status: text,
    billing_reason: text,
    amount_paid: cents,
    amount_due: cents,
    currency: z.string(),
    lines: z.looseObject({ data: z.array(invoiceLine) }),
    payments: z
      .looseObject({
        data: z.array(
          z.looseObject({ payment: z.looseObject({ payment_intent: reference }).nullish() }),
        ),
      })
      .nullish(),
    attempt_count: z.int().default(0),
    next_payment_attempt: instantOrNull,
    hosted_invoice_url: text,
    status_transitions: z.looseObject({ paid_at: instantOrNull }).nullish(),
    created: instant,
  })
  .transform((invoice): InvoiceFacts => {
    const of = invoice.parent?.subscription_details;
    const lines = invoice.lines.data.map(({ period, parent, pricing }) => ({
      periodStartsAtMs: period.start,
      periodEndsAtMs: period.end,
      priceId: pricing?.price_details?.price ?? null,
      isProration: parent?.subscription_item_details?.proration ?? false,
      isOfSubscription: (parent?.subscription_item_details ?? null) !== null,
    }));
    const ofSubscription = lines.filter(({ isOfSubscription }) => isOfSubscription);
    const line = ofSubscription.find(({ isProration }) => !isProration) ?? ofSubscription.at(-1);
    const payments = invoice.payments?.data ?? [];
    return {
      invoiceId: invoice.id,
      customerId: invoice.customer,
      stripeSubscriptionId: of?.subscription ?? null,
      subscriptionMetadata: of?.metadata ?? {},
      status: invoice.status ?? 'draft',
      billingReason: invoice.billing_reason,
      amountPaidCents: invoice.amount_paid,
      amountDueCents: invoice.amount_due,
      currency: invoice.currency,
      line: line === undefined ? null : lineFacts(line),
      paymentIds: payments.flatMap(({ payment }) => payment?.payment_intent ?? []),
      attemptCount: invoice.attempt_count,
      nextAttemptAtMs: invoice.next_payment_attempt,
      hostedUrl: invoice.hosted_invoice_url,
      paidAtMs: invoice.status_transitions?.paid_at ?? null,
      createdAtMs: invoice.created,
    };
  });

function lineFacts({
  periodStartsAtMs,
  periodEndsAtMs,
  priceId,
  isProration,
}: NonNullable<InvoiceFacts['line']>): NonNullable<InvoiceFacts['line']> {
  return { periodStartsAtMs, periodEndsAtMs, priceId, isProration };
}

export const invoicePreviewObject = z
  .object({
    amount_due: cents,
    total: cents,
    currency: z.string(),
    lines: z.looseObject({
      data: z.array(invoiceLine.extend({ description: text, amount: cents })),
    }),
  })
  .transform(
    (invoice): InvoicePreviewFacts => ({
      amountDueCents: invoice.amount_due,
      totalCents: invoice.total,
      currency: invoice.currency,
      lines: invoice.lines.data.map(({ description, amount, parent }) => ({
        description: description ?? '',
        amountCents: amount,
        isProration: parent?.subscription_item_details?.proration ?? false,
      })),
    }),
  );

export const disputeObject = z
  .object({
    id: z.string(),
    payment_intent: reference,
    charge: reference,
    amount: cents,
    currency: z.string(),
    status: z.string(),
    reason: text,
    created: instant,
  })
  .transform(
    (dispute): DisputeFacts => ({
      disputeId: dispute.id,
      paymentId: dispute.payment_intent,
      chargeId: dispute.charge,
      amountCents: dispute.amount,
      currency: dispute.currency,
      status: dispute.status,
      reason: dispute.reason,
      createdAtMs: dispute.created,
    }),
  );

export const paymentObject = z
  .object({
    id: z.string(),
    latest_charge: reference,
    status: z.string(),
    amount: cents,
    amount_received: cents.default(0n),
    currency: z.string(),
    customer: reference,
    metadata,
    created: instant,
  })
  .transform(
    (payment): PaymentObjectFacts => ({
      paymentId: payment.id,
      chargeId: payment.latest_charge,
      status: payment.status,
      amountCents: payment.amount,
      amountReceivedCents: payment.amount_received,
      currency: payment.currency,
      customerId: payment.customer,
      metadata: payment.metadata,
      createdAtMs: payment.created,
    }),
  );

export const checkoutObject = z
  .object({
    id: z.string(),
    url: text,
    mode: z.string(),
    status: text,
    customer: reference,
    payment_intent: reference,
    subscription: reference,
    metadata,
  })
  .transform(
    (session): CheckoutFacts => ({
      sessionId: session.id,
      url: session.url,
      mode: session.mode,
      status: session.status,
      customerId: session.customer,
      paymentId: session.payment_intent,
      stripeSubscriptionId: session.subscription,
      metadata: session.metadata,
    }),
  );
