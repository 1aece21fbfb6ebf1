import type { PaymentFacts } from '@purser/domain/stripe/decide-payment';
import { failed, type NoEffect } from '@purser/domain/stripe/event-codes';
import { paymentIntent, type StripeEvent } from '@purser/schema/contract/stripe-event';

export const paymentSucceededType = 'payment_intent.succeeded';

/** The payment that an event of `payment_intent.succeeded` is about. */
export function readPayment(
  event: StripeEvent,
): ({ readonly kind: 'payment'; readonly chargeId: string | null } & PaymentFacts) | NoEffect {
  const parsed = paymentIntent.safeParse(event.data.object);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return failed(
      'malformed_object',
      `The event's object is no payment intent: ${issue?.path.join('.') || 'object'} ${issue?.message}.`,
    );
  }
  const { id, amount, amount_received, currency, metadata, invoice, latest_charge } = parsed.data;
  return {
    kind: 'payment',
    paymentId: id,
    chargeId: typeof latest_charge === 'string' ? latest_charge : null,
    amountCents: BigInt(amount_received ?? amount),
    currency,
    metadata: metadata ?? {},
    isForInvoice: typeof invoice === 'string' || (typeof invoice === 'object' && invoice !== null),
  };
}
