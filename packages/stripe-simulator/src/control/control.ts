import { newPrice, newProduct } from '../catalog/new-price.ts';
import { completeSession } from '../checkout/complete-session.ts';
import {
  closeDispute,
  type DisputeEnd,
  type DisputeOrder,
  openDispute,
} from '../disputes/open-dispute.ts';
import type { RequestFault, RequestFaults } from '../faults/request-faults.ts';
import { confirmIntent, failIntent } from '../payment-intents/confirm-intent.ts';
import { referPaymentMethod } from '../payment-methods/attach-payment-method.ts';
import { createRefund } from '../refunds/create-refund.ts';
import { type RefundEnd, settleRefund } from '../refunds/settle-refund.ts';
import { renewNow } from '../subscriptions/renew-now.ts';
import type { TimeEngine } from '../time/time-engine.ts';
import type { WebhookControl } from '../webhooks/webhook-control.ts';
import type { CardOutcome } from '../world/records.ts';
import type { CheckoutSession, Dispute, PaymentIntent, Price, Refund } from '../world/wire.ts';
import type { World } from '../world/world.ts';

export type PriceByHand = {
  readonly id: string;
  readonly productName: string;
  readonly unitAmount: number;
  readonly currency?: string;
  /** A month unless said otherwise; null for a price that is paid once. */
  readonly interval?: 'day' | 'week' | 'month' | 'year' | null;
};

export type RefundByHand = {
  readonly charge: string;
  readonly amount?: number | undefined;
  readonly status?: 'succeeded' | 'pending' | undefined;
};

/** What tests and people do to the simulator, and what no request of Stripe's API could do. */
export type Control = {
  readonly nowMs: () => number;
  /** Moves the simulator's time on; what becomes due on the way is done. */
  readonly advanceTo: (ms: number) => void;
  readonly setCard: (paymentMethod: string, outcome: CardOutcome) => void;
  /** Pays an intent as a person would, with a card by its id or by the name of a test card. */
  readonly payIntent: (id: string, paymentMethod?: string) => PaymentIntent;
  /** Lets an attempt at an intent be declined. */
  readonly failIntent: (id: string, declineCode?: string) => PaymentIntent;
  /** Refunds at Stripe's own dashboard, so to say. */
  readonly refund: (order: RefundByHand) => Refund;
  readonly settleRefund: (id: string, end: RefundEnd, failureReason?: string) => Refund;
  /** A bank disputes a charge, or asks about it. */
  readonly openDispute: (order: DisputeOrder) => Dispute;
  readonly closeDispute: (id: string, end: DisputeEnd) => Dispute;
  /** Makes the product and the price of these ids unless they are there. */
  readonly ensurePrice: (terms: PriceByHand) => Price;
  /** Moves time on, that of the subscription's test clock or the simulator's, until it has renewed. */
  readonly renewNow: (subscription: string) => void;
  /** Moves a test clock on, to seconds since the epoch. */
  readonly advanceClock: (id: string, seconds: number) => void;
  /** Pays a checkout session as a person would; a card that declines throws, and the session stays open. */
  readonly completeCheckout: (session: string, card?: string, email?: string) => CheckoutSession;
  /** Lets matching requests fail; see `RequestFault`. */
  readonly failRequests: (fault: RequestFault) => void;
  readonly requestFaults: () => readonly RequestFault[];
  readonly clearRequestFaults: () => void;
  readonly stalledRequests: () => number;
  readonly releaseStalled: () => void;
  readonly webhooks: WebhookControl;
};

export type ControlDeps = {
  readonly world: World;
  readonly engine: TimeEngine;
  readonly requestFaults: RequestFaults;
  readonly webhooks: WebhookControl;
  readonly onChange: () => void;
};

export function createControl({
  world,
  engine,
  requestFaults,
  webhooks,
  onChange,
}: ControlDeps): Control {
  const changing =
    <Input extends unknown[], Output>(work: (...input: Input) => Output) =>
    (...input: Input): Output => {
      const output = work(...input);
      onChange();
      return output;
    };
  return {
    nowMs: world.nowMs,
    advanceTo: changing(engine.advanceTo),
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
    refund: changing(({ charge, amount, status }) =>
      createRefund(world, { charge: world.tables.charges.require(charge), amount, status }),
    ),
    settleRefund: changing((id, end, reason) => settleRefund(world, id, end, reason)),
    openDispute: changing((order) => openDispute(world, order)),
    closeDispute: changing((id, end) => closeDispute(world, id, end)),
    ensurePrice: changing((terms) => ensurePrice(world, terms)),
    renewNow: changing((id) => renewNow(world, engine, id)),
    advanceClock: changing(engine.advanceClock),
    completeCheckout: changing((id, card = 'pm_card_visa', email) =>
      completeSession(world, id, card, email),
    ),
    failRequests: requestFaults.add,
    requestFaults: requestFaults.list,
    clearRequestFaults: requestFaults.clear,
    stalledRequests: requestFaults.stalled,
    releaseStalled: requestFaults.release,
    webhooks: { ...webhooks, release: changing(webhooks.release) },
  };
}

function payIntent(world: World, id: string, paymentMethod?: string): PaymentIntent {
  const intent = world.tables.paymentIntents.require(id);
  const chosen = paymentMethod ?? intent.payment_method ?? 'pm_card_visa';
  const method = referPaymentMethod(world, chosen);
  return confirmIntent(world, { ...intent, payment_method: method.id });
}

function ensurePrice(world: World, terms: PriceByHand): Price {
  const known = world.tables.prices.get(terms.id);
  if (known !== undefined) return known;
  const product = world.tables.products.put(newProduct(world, { name: terms.productName }));
  const { interval = 'month' } = terms;
  const price = newPrice(world, {
    id: terms.id,
    product: product.id,
    currency: terms.currency ?? 'usd',
    unitAmount: terms.unitAmount,
    recurring: interval === null ? undefined : { interval, interval_count: 1 },
  });
  return world.tables.prices.put(price);
}
