import { failed, ignored, waits } from '@purser/domain/stripe/event-codes';
import type { DisputeFacts } from '@purser/domain/stripe/object-facts';
import { disputeObject } from '@purser/schema/contract/stripe-objects';
import { applyDispute } from '../disputes/apply-dispute.ts';
import { type DisputeStep, decideDispute } from '../disputes/decide-dispute.ts';
import { type DisputeState, loadDispute } from '../disputes/load-dispute.ts';
import { tellDispute } from '../disputes/tell-dispute.ts';
import { type EventHandler, eventHandler } from './event-handler.ts';
import { soldElsewhere } from './sold-elsewhere.ts';

type Facts = { readonly paymentId: string; readonly dispute: DisputeFacts };
type Change = { readonly state: DisputeState; readonly step: DisputeStep };

/** A bank disputes a payment, or has decided; all of its events say how it stands (rule X14). */
export const disputeChanged: EventHandler = eventHandler<Facts, DisputeState, Change>({
  read: (event) => {
    const read = disputeObject.safeParse(event.data.object);
    if (!read.success) return malformed;
    const { paymentId, currency } = read.data;
    if (paymentId === null) return noPayment;
    return currency.toLowerCase() === 'usd' ? { paymentId, dispute: read.data } : notUsd;
  },
  ask: async (facts, ctx) => (await soldElsewhere(facts.paymentId, ctx)) ?? facts,
  load: async (stores, { paymentId, dispute }, moment) =>
    (await loadDispute(stores, paymentId, dispute, moment)) ?? unknownPayment,
  decide: (state, { dispute }, moment) => {
    const step = decideDispute(state, dispute, moment);
    if (!step.isNews) return nothingNew;
    return { user: state.user, change: { state, step }, ...tellDispute(state, step) };
  },
  apply: (stores, { state, step }, moment) => applyDispute(stores, state, step, moment),
});

const malformed = failed('malformed_object', "The event's object is no dispute.");
const noPayment = ignored('not_handled', 'The dispute is of no payment intent.');
const notUsd = failed('currency_not_usd', 'The dispute is not in USD.');
const nothingNew = ignored('nothing_new', 'This was known of the dispute before.');
const unknownPayment = waits(
  'waits_for_payment',
  'The payment that is disputed has not been booked here yet.',
);
