import { checkoutCompleted } from './checkout-completed.ts';
import { disputeChanged } from './dispute-changed.ts';
import type { EventHandler } from './event-handler.ts';
import { invoiceChanged } from './invoice-changed.ts';
import { paymentSucceeded } from './payment-succeeded.ts';
import { chargeRefunded, refundChanged } from './refund-changed.ts';
import { subscriptionChanged } from './subscription-changed.ts';

/** What each type of event does; others are kept and ignored (rule E2). */
export const handlers: Readonly<Record<string, EventHandler>> = {
  'payment_intent.succeeded': paymentSucceeded,
  'customer.subscription.created': subscriptionChanged,
  'customer.subscription.updated': subscriptionChanged,
  'customer.subscription.deleted': subscriptionChanged,
  'customer.subscription.paused': subscriptionChanged,
  'customer.subscription.resumed': subscriptionChanged,
  'invoice.finalized': invoiceChanged,
  'invoice.marked_uncollectible': invoiceChanged,
  'invoice.paid': invoiceChanged,
  'invoice.payment_action_required': invoiceChanged,
  'invoice.payment_failed': invoiceChanged,
  'invoice.payment_succeeded': invoiceChanged,
  'invoice.updated': invoiceChanged,
  'invoice.voided': invoiceChanged,
  'refund.created': refundChanged,
  'refund.updated': refundChanged,
  'refund.failed': refundChanged,
  'charge.refund.updated': refundChanged,
  'charge.refunded': chargeRefunded,
  'checkout.session.completed': checkoutCompleted,
  'charge.dispute.created': disputeChanged,
  'charge.dispute.updated': disputeChanged,
  'charge.dispute.closed': disputeChanged,
  'charge.dispute.funds_withdrawn': disputeChanged,
  'charge.dispute.funds_reinstated': disputeChanged,
};

/** The handler of a type; a type is text from outside, and may be named like something every object has. */
export function handlerOf(type: string): EventHandler | undefined {
  return Object.hasOwn(handlers, type) ? handlers[type] : undefined;
}
