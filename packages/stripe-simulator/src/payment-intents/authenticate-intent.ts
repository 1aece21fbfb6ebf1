import { referPaymentMethod } from '../payment-methods/attach-payment-method.ts';
import type { PaymentIntent } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { failIntent, succeedIntent, unexpectedState } from './confirm-intent.ts';

/** The person whom the bank asked agrees to the payment, or does not. */
export function authenticateIntent(world: World, id: string, agrees: boolean): PaymentIntent {
  const intent = world.tables.paymentIntents.require(id);
  if (intent.status !== 'requires_action' || intent.payment_method === null) {
    throw unexpectedState(intent, 'confirm');
  }
  const method = referPaymentMethod(world, intent.payment_method);
  if (agrees) return succeedIntent(world, intent, method);
  const code = 'payment_intent_authentication_failure';
  return failIntent(world, intent, method, { code, declineCode: null });
}
