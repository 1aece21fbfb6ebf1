import Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventTypes, openStage, type Stage } from './support/stage.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await openStage();
});

afterEach(() => stage.close());

const pay = (amount: number, paymentMethod = 'pm_card_visa') =>
  stage.stripe.paymentIntents.create({
    amount,
    currency: 'usd',
    payment_method: paymentMethod,
    confirm: true,
    metadata: { user_id: 'u1' },
  });

const refusalOf = async (work: Promise<unknown>): Promise<Stripe.errors.StripeError> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Stripe.errors.StripeError) return error;
  throw new Error(`Nothing of Stripe's was refused: ${error}`);
};

describe('payment intents', () => {
  it('that are confirmed with a good card succeed, with a charge and their events', async () => {
    const intent = await pay(3_000);
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 3_000 });
    const charges = await stage.stripe.charges.list({ payment_intent: intent.id });
    expect(charges.data).toMatchObject([
      { id: intent.latest_charge, amount: 3_000, paid: true, amount_refunded: 0 },
    ]);
    expect(eventTypes(stage)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
    ]);
  });

  it.each([
    ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
  ])('with %s are declined in the shape of Stripe', async (card, code, declineCode) => {
    const error = await refusalOf(pay(3_000, card));
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(error).toMatchObject({ statusCode: 402, code, decline_code: declineCode });
    expect(error.payment_intent).toMatchObject({ status: 'requires_payment_method' });
    const again = await stage.stripe.paymentIntents.confirm(String(error.payment_intent?.id), {
      payment_method: 'pm_card_visa',
    });
    expect(again.status).toBe('succeeded');
    expect(eventTypes(stage)).toContain('payment_intent.payment_failed');
  });

  it('can be canceled until they are paid', async () => {
    const intent = await stage.stripe.paymentIntents.create({ amount: 500, currency: 'usd' });
    expect(await stage.stripe.paymentIntents.cancel(intent.id)).toMatchObject({
      status: 'canceled',
    });
    const paid = await pay(500);
    expect(await refusalOf(stage.stripe.paymentIntents.cancel(paid.id))).toMatchObject({
      code: 'payment_intent_unexpected_state',
      statusCode: 400,
    });
  });

  it('say what of them is wrong in the words of Stripe', async () => {
    const { paymentIntents } = stage.stripe;
    const wrong = (params: object) =>
      refusalOf(paymentIntents.create(params as Stripe.PaymentIntentCreateParams));
    expect(await wrong({ currency: 'usd' })).toMatchObject({
      code: 'parameter_missing',
      param: 'amount',
    });
    expect(await wrong({ amount: 1.5, currency: 'usd' })).toMatchObject({
      code: 'parameter_invalid_integer',
    });
    expect(await wrong({ amount: 500, currency: 'usd', colour: 'red' })).toMatchObject({
      code: 'parameter_unknown',
      param: 'colour',
    });
    expect(await wrong({ amount: 500, currency: 'usd', customer: 'cus_none' })).toMatchObject({
      code: 'resource_missing',
      param: 'customer',
      statusCode: 400,
    });
    expect(await refusalOf(paymentIntents.retrieve('pi_none'))).toMatchObject({
      code: 'resource_missing',
      statusCode: 404,
    });
  });
});

describe('refunds', () => {
  it('give back part after part, and never more than was paid', async () => {
    const intent = await pay(1_000);
    const refund = (amount?: number) =>
      stage.stripe.refunds.create({
        payment_intent: intent.id,
        ...(amount !== undefined && { amount }),
        metadata: { refund_id: 'r1' },
      });
    expect(await refund(300)).toMatchObject({ amount: 300, status: 'succeeded' });
    expect((await refusalOf(refund(701))).message).toBe(
      'Refund amount ($7.01) is greater than unrefunded amount on charge ($7.00)',
    );
    expect(await refund()).toMatchObject({ amount: 700 });
    expect(await refusalOf(refund())).toMatchObject({ code: 'charge_already_refunded' });
    const charge = await stage.stripe.charges.retrieve(String(intent.latest_charge), {
      expand: ['refunds'],
    });
    expect(charge).toMatchObject({ amount_refunded: 1_000, refunded: true });
    expect(charge.refunds?.data.map(({ amount }) => amount)).toEqual([700, 300]);
    const listed = await stage.stripe.refunds.list({ payment_intent: intent.id, limit: 1 });
    expect(listed.has_more).toBe(true);
  });

  it('that wait succeed, fail or are canceled later, and what failed can be refunded again', async () => {
    const intent = await pay(1_000, 'pm_card_pendingRefund');
    const { refunds } = stage.stripe;
    const first = await refunds.create({ payment_intent: intent.id, amount: 400 });
    expect(first.status).toBe('pending');
    stage.simulator.control.settleRefund(first.id, 'failed');
    expect(await refunds.retrieve(first.id)).toMatchObject({
      status: 'failed',
      failure_reason: 'expired_or_canceled_card',
    });
    const second = await refunds.create({ payment_intent: intent.id });
    expect(second.amount).toBe(1_000);
    expect(await refunds.cancel(second.id)).toMatchObject({ status: 'canceled' });
    const third = await refunds.create({ payment_intent: intent.id });
    stage.simulator.control.settleRefund(third.id, 'succeeded');
    expect(await refunds.retrieve(third.id)).toMatchObject({ status: 'succeeded' });
    expect(eventTypes(stage).filter((type) => type.includes('refund'))).toEqual([
      'charge.refunded',
      'refund.created',
      'refund.failed',
      'refund.updated',
      'charge.refund.updated',
      'charge.refunded',
      'refund.created',
      'refund.updated',
      'charge.refund.updated',
      'charge.refunded',
      'refund.created',
      'refund.updated',
      'charge.refund.updated',
    ]);
  });
});
