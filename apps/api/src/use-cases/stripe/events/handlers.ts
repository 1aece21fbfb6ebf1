import { checkoutCompleted } from './checkout-completed.ts';
import { disputeChanged } from './dispute-changed.ts';
import type { EventHandler } from './event-handler.ts';
import { paymentSucceeded } from './payment-succeeded.ts';
import { chargeRefunded, refundChanged } from './refund-changed.ts';

/** What each type of event does; others are kept and ignored (rule E2). */
export const handlers: Readonly<Record<string, EventHandler>> = {
  'payment_intent.succeeded': paymentSucceeded,
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
