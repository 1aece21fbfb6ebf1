import type { PaymentFacts } from '@purser/domain/stripe/decide-payment';
import { failed, type NoEffect } from '@purser/domain/stripe/event-codes';
import { paymentIntent, stripeEvent } from '@purser/schema/contract/stripe-event';

export const paymentSucceeded = 'payment_intent.succeeded';

/** The payment that a stored event of `payment_intent.succeeded` is about. */
export function readPayment(
  payload: Readonly<Record<string, unknown>>,
): ({ readonly kind: 'payment' } & PaymentFacts) | NoEffect {
  const event = stripeEvent.safeParse(payload);
  const parsed = paymentIntent.safeParse(event.data?.data.object);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return failed(
      'malformed_object',
      `The event's object is no payment intent: ${issue?.path.join('.') || 'object'} ${issue?.message}.`,
    );
  }
  const { id, amount, amount_received, currency, metadata, invoice } = parsed.data;
  return {
    kind: 'payment',
    paymentId: id,
    amountCents: BigInt(amount_received ?? amount),
    currency,
    metadata: metadata ?? {},
    isForInvoice: typeof invoice === 'string' || (typeof invoice === 'object' && invoice !== null),
  };
}
