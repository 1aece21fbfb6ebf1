import { decidePayment } from '@purser/domain/stripe/decide-payment';
import { type NoEffect, waits } from '@purser/domain/stripe/event-codes';
import type { HandlerContext } from './event-handler.ts';

/**
 * Why an event about a payment changes nothing here, if the payment is for something that is not sold here:
 * then it will never be booked, and nothing need wait for it. An invoice's payment is booked by its invoice.
 */
export async function soldElsewhere(
  paymentId: string,
  { gateway, peek }: HandlerContext,
): Promise<NoEffect | null> {
  if (gateway === null) return null;
  // What is booked here was sold here; Stripe is asked about what it may never hear of.
  if ((await peek((stores) => stores.stripe.payment(paymentId))) !== null) return null;
  const answer = await gateway.getPaymentIntent(paymentId);
  if (answer.kind === 'unknown') return waits('waits_for_stripe', answer.message);
  if (answer.kind === 'refused') return null;
  const { amountReceivedCents: amountCents, currency, metadata } = answer.value;
  const facts = { paymentId, amountCents, currency, metadata, isForInvoice: false };
  const sale = decidePayment(facts, { packages: [], isTrusted: true, acceptAmount: true });
  return sale.kind === 'ignored' ? sale : null;
}
