import type Stripe from 'stripe';
import { done } from '../../src/testing/subscription-world.ts';
import type { Room } from './room.ts';

/** What happens at Stripe and here; what Stripe tells of it after the last `hear` is told in some other order. */
export type Flow = (room: Room) => Promise<void>;

export const userId = 'ada';
export const dollar = 1_000_000n;
export const cycle = { start: '2027-01-31T10:00:00.000Z', next: '2027-02-28T12:00:00.000Z' };

function placed({ ctx }: Room) {
  return { user_id: userId, tenant: ctx.scope.tenantSlug, project: ctx.scope.projectSlug };
}

/** Ada pays $30 at Stripe. */
async function pay(room: Room, bought: Readonly<Record<string, string>>) {
  const { id } = await room.stripe.paymentIntents.create({
    amount: 3_000,
    currency: 'usd',
    metadata: { ...placed(room), ...bought },
  });
  const { latest_charge: charge } = room.sim.control.payIntent(id);
  if (typeof charge !== 'string') throw new Error('The payment has no charge.');
  return { paymentIntentId: id, charge };
}

export const payForCredits = (room: Room) => pay(room, { purpose: 'wallet_topup' });
const payForPackage = (room: Room) => pay(room, { purpose: 'quota_package', package: 'pro' });

async function creditsBought(room: Room) {
  const paid = await payForCredits(room);
  await room.hear();
  return paid;
}

async function refund(room: Room, paymentIntentId: string, dollars: bigint | null) {
  const amount = dollars === null ? {} : { amountMicroUsd: dollars * dollar };
  done(await room.useCases.wallet.refund(room.ctx, { userId, paymentIntentId, ...amount }, {}));
}

async function checkout(room: Room) {
  const urls = { successUrl: 'https://shop.test/paid', cancelUrl: 'https://shop.test/left' };
  const input = { userId, amountMicroUsd: 25n * dollar, ...urls };
  done(await room.useCases.payment.checkoutTopUp(room.ctx, input, {}));
  const [session] = room.sim.state.checkoutSessions.all();
  room.sim.control.completeCheckout(session?.id ?? '');
}

/** Ada has a card at Stripe and subscribes there. */
export async function subscribe(room: Room, price = 'price_basic') {
  await room.moveTo(cycle.start);
  const { id: customer } = await room.stripe.customers.create({ name: userId });
  const card = await room.stripe.paymentMethods.attach('pm_card_visa', { customer });
  await room.stripe.customers.update(customer, {
    invoice_settings: { default_payment_method: card.id },
  });
  const subscription = await room.stripe.subscriptions.create({
    customer,
    items: [{ price }],
    metadata: placed(room),
  });
  return { subscription, cardId: card.id };
}

async function subscribed(room: Room) {
  const made = await subscribe(room);
  await room.hear();
  return made;
}

function changeTo(room: Room, { id, items }: Stripe.Subscription, price: string) {
  return room.stripe.subscriptions.update(id, {
    items: [{ id: items.data[0]?.id ?? '', price }],
    proration_behavior: 'always_invoice',
  });
}

const setEnd = (room: Room, { id }: Stripe.Subscription, ends: boolean) =>
  room.stripe.subscriptions.update(id, { cancel_at_period_end: ends });

async function failAndRecover(room: Room) {
  const { cardId } = await subscribed(room);
  const declines = { kind: 'declines', code: 'card_declined', declineCode: null } as const;
  room.sim.control.setCard(cardId, declines);
  await room.moveTo(cycle.next);
  room.sim.control.setCard(cardId, { kind: 'succeeds' });
  await room.moveTo('2027-03-03T12:00:00.000Z');
}

/** Without its payment told: what depends on it may come before it. */
async function disputeOf(room: Room, end: 'won' | 'lost', buy: typeof payForCredits) {
  const { charge } = await buy(room);
  const { id } = room.sim.control.openDispute({ charge });
  room.sim.control.closeDispute(id, end);
}

export const flows: Readonly<Record<string, Flow>> = {
  'a quota package': async (room) => void (await payForPackage(room)),
  'a wallet top-up by Checkout': checkout,
  'a new subscription and its first payment': async (room) => void (await subscribe(room)),
  'a renewal': async (room) => {
    await subscribed(room);
    await room.moveTo(cycle.next);
  },
  'a subscription of which nothing is told until it has renewed': async (room) => {
    await subscribe(room);
    await room.moveTo(cycle.next);
  },
  'a payment that fails and is made good': failAndRecover,
  'an upgrade with its proration': async (room) => {
    const { subscription } = await subscribed(room);
    await room.moveTo('2027-02-14T10:00:00.000Z');
    await changeTo(room, subscription, 'price_pro');
  },
  'a cancellation at the end of the period': async (room) => {
    const { subscription } = await subscribed(room);
    await setEnd(room, subscription, true);
    await room.moveTo(cycle.next);
  },
  'a cancellation that is called off': async (room) => {
    const { subscription } = await subscribed(room);
    await setEnd(room, subscription, true);
    await room.moveTo('2027-02-02T10:00:00.000Z');
    await setEnd(room, subscription, false);
  },
  'a full refund': async (room) => {
    const { paymentIntentId } = await creditsBought(room);
    await refund(room, paymentIntentId, null);
  },
  'two refunds of parts': async (room) => {
    const { paymentIntentId } = await creditsBought(room);
    await refund(room, paymentIntentId, 3n);
    await refund(room, paymentIntentId, 4n);
  },
  'a refund that fails later': async (room) => {
    const { paymentIntentId } = await creditsBought(room);
    await refund(room, paymentIntentId, 10n);
    const [made] = room.sim.state.refunds.all();
    await room.moveTo('2026-11-24T12:00:00.000Z');
    room.sim.control.settleRefund(made?.id ?? '', 'failed');
  },
  'a refund made at Stripe': async (room) => {
    const { charge } = await payForCredits(room);
    room.sim.control.refund({ charge, amount: 1_200 });
  },
  'three refunds made at Stripe': async (room) => {
    const { charge } = await payForCredits(room);
    for (const amount of [1_200, 500, 300]) room.sim.control.refund({ charge, amount });
  },
  'a package that is refunded at Stripe': async (room) => {
    const { charge } = await payForPackage(room);
    room.sim.control.refund({ charge });
  },
  'a dispute that is won': (room) => disputeOf(room, 'won', payForCredits),
  'a dispute that is lost': (room) => disputeOf(room, 'lost', payForCredits),
  'a dispute of a package that is lost': (room) => disputeOf(room, 'lost', payForPackage),
};
