import { type Decline, declineMessage, newCharge } from '../charges/new-charge.ts';
import { ApiError, invalidRequest } from '../http/api-error.ts';
import type { CardOutcome } from '../world/records.ts';
import type { PaymentIntent, PaymentMethod } from '../world/wire.ts';
import type { World } from '../world/world.ts';

const confirmable = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

const succeeds: CardOutcome = { kind: 'succeeds' };

/** Tries to take the money with the intent's card. The answer says how it went; `orThrow` refuses as the API does. */
export function confirmIntent(world: World, intent: PaymentIntent): PaymentIntent {
  if (!confirmable.includes(intent.status)) throw unexpectedState(intent, 'confirm');
  if (intent.payment_method === null) {
    throw invalidRequest(
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
      { code: 'payment_intent_unexpected_state' },
    );
  }
  const method = world.tables.paymentMethods.refer(intent.payment_method, 'payment_method');
  const outcome = world.tables.cards.get(method.id)?.outcome ?? succeeds;
  if (outcome.kind === 'declines') return failIntent(world, intent, method, outcome);
  if (outcome.kind === 'asks_person') return askPerson(world, intent);
  return succeedIntent(world, intent, method);
}

/** Takes the money. */
export function succeedIntent(
  world: World,
  intent: PaymentIntent,
  method: PaymentMethod,
): PaymentIntent {
  const charge = world.tables.charges.put(newCharge(world, intent, method, null));
  world.emit('charge.succeeded', charge);
  const paid = world.tables.paymentIntents.put({
    ...intent,
    amount_received: intent.amount,
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
    payment_method: method.id,
    status: 'succeeded',
  });
  world.emit('payment_intent.succeeded', paid);
  return world.tables.paymentIntents.require(paid.id);
}

/** Ends one attempt with a decline; the intent waits for another card. */
export function failIntent(
  world: World,
  intent: PaymentIntent,
  method: PaymentMethod,
  decline: Decline,
): PaymentIntent {
  const charge = world.tables.charges.put(newCharge(world, intent, method, decline));
  world.emit('charge.failed', charge);
  const failed = world.tables.paymentIntents.put({
    ...intent,
    last_payment_error: {
      charge: charge.id,
      code: decline.code,
      ...(decline.declineCode !== null && { decline_code: decline.declineCode }),
      doc_url: `https://stripe.com/docs/error-codes/${decline.code.replaceAll('_', '-')}`,
      message: declineMessage(decline),
      payment_method: method,
      type: 'card_error',
    },
    latest_charge: charge.id,
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
  });
  world.emit('payment_intent.payment_failed', failed);
  return world.tables.paymentIntents.require(failed.id);
}

/** The bank wants to see the person first. */
function askPerson(world: World, intent: PaymentIntent): PaymentIntent {
  const asking = world.tables.paymentIntents.put({
    ...intent,
    next_action: {
      redirect_to_url: { return_url: null, url: `${world.url}/authenticate/${intent.id}` },
      type: 'redirect_to_url',
    },
    status: 'requires_action',
  });
  world.emit('payment_intent.requires_action', asking);
  return asking;
}

/** Refuses with the decline that ended the last attempt; a paid intent passes. */
export function orCardError(intent: PaymentIntent): PaymentIntent {
  const error = intent.last_payment_error;
  if (error === null || intent.status !== 'requires_payment_method') return intent;
  throw new ApiError(402, {
    type: 'card_error',
    message: error.message ?? '',
    ...(error.code !== undefined && { code: error.code }),
    ...(error.decline_code !== undefined && { decline_code: error.decline_code }),
    ...(error.doc_url !== undefined && { doc_url: error.doc_url }),
    ...(error.charge !== undefined && { charge: error.charge }),
    ...(error.payment_method !== undefined && { payment_method: error.payment_method }),
    payment_intent: intent,
  });
}

export function unexpectedState(
  intent: PaymentIntent,
  verb: 'confirm' | 'cancel' | 'update',
): ApiError {
  const status = String(intent.status);
  return new ApiError(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message: `You cannot ${verb} this PaymentIntent because it has a status of ${status}.`,
    payment_intent: intent,
  });
}
