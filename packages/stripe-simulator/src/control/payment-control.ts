import { completeSession } from '../checkout/complete-session.ts';
import {
  closeDispute,
  type DisputeEnd,
  type DisputeOrder,
  openDispute,
} from '../disputes/open-dispute.ts';
import { authenticateIntent } from '../payment-intents/authenticate-intent.ts';
import { confirmIntent, failIntent } from '../payment-intents/confirm-intent.ts';
import { referPaymentMethod } from '../payment-methods/attach-payment-method.ts';
import { createRefund } from '../refunds/create-refund.ts';
import { type RefundEnd, settleRefund } from '../refunds/settle-refund.ts';
import type { CardOutcome } from '../world/records.ts';
import type { CheckoutSession, Dispute, PaymentIntent, Refund } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import type { Changing } from './changing.ts';

export type RefundByHand = {
  readonly charge: string;
  /** In cents; all that is left when absent. */
  readonly amount?: number | undefined;
  readonly status?: 'succeeded' | 'pending' | undefined;
};

/** What people, cards and banks do about payments. */
export type PaymentControl = {
  readonly setCard: (paymentMethod: string, outcome: CardOutcome) => void;
  /** Pays an intent as a person would, with a card by its id or by the name of a test card. */
  readonly payIntent: (id: string, paymentMethod?: string) => PaymentIntent;
  /** Lets an attempt at an intent be declined. */
  readonly failIntent: (id: string, declineCode?: string) => PaymentIntent;
  /** The person whom a card's bank asked agrees, or does not. */
  readonly authenticate: (intent: string, agrees: boolean) => PaymentIntent;
  /** Pays a checkout session; a card that declines throws, and the session stays open. */
  readonly completeCheckout: (session: string, card?: string, email?: string) => CheckoutSession;
  /** Refunds at Stripe's own dashboard, so to say. */
  readonly refund: (order: RefundByHand) => Refund;
  readonly settleRefund: (id: string, end: RefundEnd, failureReason?: string) => Refund;
  /** A bank disputes a charge, or asks about it. */
  readonly openDispute: (order: DisputeOrder) => Dispute;
  readonly closeDispute: (id: string, end: DisputeEnd) => Dispute;
};

export function createPaymentControl(world: World, changing: Changing): PaymentControl {
  return {
    setCard: changing((id, outcome) => {
      world.tables.paymentMethods.require(id);
      world.tables.cards.put({ id, outcome });
    }),
    payIntent: changing((id, paymentMethod) => payIntent(world, id, paymentMethod)),
    failIntent: changing((id, declineCode = 'generic_decline') => {
      const intent = world.tables.paymentIntents.require(id);
      const method = referPaymentMethod(world, intent.payment_method ?? 'pm_card_visa');
      return failIntent(world, intent, method, { code: 'card_declined', declineCode });
    }),
    authenticate: changing((id, agrees) => authenticateIntent(world, id, agrees)),
    completeCheckout: changing((id, card = 'pm_card_visa', email) =>
      completeSession(world, id, card, email),
    ),
    refund: changing(({ charge, amount, status }) =>
      createRefund(world, { charge: world.tables.charges.require(charge), amount, status }),
    ),
    settleRefund: changing((id, end, reason) => settleRefund(world, id, end, reason)),
    openDispute: changing((order) => openDispute(world, order)),
    closeDispute: changing((id, end) => closeDispute(world, id, end)),
  };
}

function payIntent(world: World, id: string, paymentMethod?: string): PaymentIntent {
  const intent = world.tables.paymentIntents.require(id);
  const chosen = paymentMethod ?? intent.payment_method ?? 'pm_card_visa';
  const method = referPaymentMethod(world, chosen);
  return confirmIntent(world, { ...intent, payment_method: method.id });
}
