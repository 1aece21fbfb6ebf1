import { failed, ignored, type NoEffect, waits } from '@purser/domain/stripe/event-codes';
import type { RefundFacts } from '@purser/domain/stripe/object-facts';
import { chargeReference, refundObject } from '@purser/schema/contract/stripe-objects';
import { applyBookings } from '../refunds/apply-bookings.ts';
import { decideBookings, type RefundStep } from '../refunds/decide-bookings.ts';
import { loadRefunds, type RefundState } from '../refunds/load-refunds.ts';
import { tellRefunds } from '../refunds/tell-refunds.ts';
import { type EventHandler, eventHandler, type HandlerParts } from './event-handler.ts';
import { soldElsewhere } from './sold-elsewhere.ts';

type Facts = { readonly paymentId: string; readonly refunds: readonly RefundFacts[] };
type Change = { readonly state: RefundState; readonly steps: readonly RefundStep[] };

/** What becomes of refunds: ours end, those made at Stripe are facts (rules X11 to X13). */
const booking: Pick<HandlerParts<Facts, RefundState, Change>, 'load' | 'decide' | 'apply'> = {
  load: async (stores, { paymentId, refunds }, moment) =>
    (await loadRefunds(stores, paymentId, refunds, moment)) ?? unknownPayment,
  decide: (state, { refunds }, moment) => {
    const steps = decideBookings(state, refunds, moment).filter(({ isNews }) => isNews);
    if (steps.length === 0) return nothingNew;
    return { user: state.user, change: { state, steps }, ...tellRefunds(state, steps) };
  },
  apply: async (stores, { state, steps }, moment) => {
    await applyBookings(stores, state, steps, moment);
    for (const { request } of steps) {
      if (request !== null) await stores.stripe.saveRequest(request);
    }
  },
};

/** One refund was made, changed or failed. */
export const refundChanged: EventHandler = eventHandler<Facts, RefundState, Change>({
  read: (event) => {
    const read = refundObject.safeParse(event.data.object);
    if (!read.success) return malformed('refund');
    const { paymentId, currency } = read.data;
    if (paymentId === null) return noPayment;
    return currency.toLowerCase() === 'usd' ? { paymentId, refunds: [read.data] } : notUsd;
  },
  ask: async (facts, ctx) => (await soldElsewhere(facts.paymentId, ctx)) ?? facts,
  ...booking,
});

/** A charge says how much of it was refunded, and not by what: its refunds are read from Stripe. */
export const chargeRefunded: EventHandler = eventHandler<Facts, RefundState, Change>({
  read: (event, { gateway }) => {
    const read = chargeReference.safeParse(event.data.object);
    if (!read.success) return malformed('charge');
    if (gateway === null) return ofItsOwn;
    const { paymentId } = read.data;
    return paymentId === null ? noPayment : { paymentId, refunds: [] };
  },
  ask: async ({ paymentId }, ctx) => {
    const elsewhere = await soldElsewhere(paymentId, ctx);
    if (elsewhere !== null || ctx.gateway === null) return elsewhere ?? ofItsOwn;
    const listed = await ctx.gateway.listRefunds(paymentId);
    if (listed.kind === 'unknown') return waits('waits_for_stripe', listed.message);
    if (listed.kind === 'refused') return failed('malformed_object', listed.message);
    return {
      paymentId,
      refunds: listed.value.filter(({ currency }) => currency.toLowerCase() === 'usd').toReversed(),
    };
  },
  ...booking,
});

const unknownPayment = waits(
  'waits_for_payment',
  'The payment that was refunded has not been booked here yet.',
);
const nothingNew = ignored('nothing_new', 'This was known of the refund before.');
const noPayment = ignored('not_handled', 'The refund is of no payment intent.');
const ofItsOwn = ignored('not_handled', "The refund's own events book it.");
const notUsd = failed('currency_not_usd', 'The refund is not in USD.');

function malformed(what: string): NoEffect {
  return failed('malformed_object', `The event's object is no ${what}.`);
}
