import { ApiError, invalidRequest } from '../http/api-error.ts';
import type { PaymentMethod } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { newPaymentMethod } from './new-payment-method.ts';
import { findTestCard, isTestCardName } from './test-cards.ts';

/** The payment method that a parameter names; a test card's name makes a new one. */
export function referPaymentMethod(
  world: World,
  id: string,
  param = 'payment_method',
): PaymentMethod {
  const card = isTestCardName(id) ? findTestCard(id) : undefined;
  return card === undefined
    ? world.tables.paymentMethods.refer(id, param)
    : newPaymentMethod(world, card);
}

/** Binds a payment method to a customer. A card that declines at once is refused, as Stripe checks it. */
export function attachPaymentMethod(world: World, id: string, customer: string): PaymentMethod {
  world.tables.customers.refer(customer, 'customer');
  const method = referPaymentMethod(world, id);
  if (method.customer !== null && method.customer !== customer) {
    throw invalidRequest(
      'The payment method you provided has already been attached to a customer.',
      { code: 'payment_method_unexpected_state', param: 'payment_method' },
    );
  }
  refuseDeclining(world, method);
  if (method.customer === customer) return method;
  const attached = world.tables.paymentMethods.put({ ...method, customer });
  world.emit('payment_method.attached', attached);
  return attached;
}

/** The card of this customer that a parameter names. */
export function ownPaymentMethod(world: World, id: string, customer: string): string {
  if (isTestCardName(id)) return attachPaymentMethod(world, id, customer).id;
  const method = world.tables.paymentMethods.refer(id, 'default_payment_method');
  if (method.customer === customer) return id;
  throw invalidRequest(
    `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
    { code: 'resource_missing', param: 'default_payment_method' },
  );
}

/** Only the card that ends in 0341 can be attached and declines later. */
const declinesLater = '0341';

function refuseDeclining(world: World, method: PaymentMethod): void {
  const outcome = world.tables.cards.get(method.id)?.outcome;
  if (outcome?.kind !== 'declines' || method.card?.last4 === declinesLater) return;
  if (method.customer !== null) return;
  throw new ApiError(402, {
    type: 'card_error',
    code: outcome.code,
    message: 'Your card was declined.',
    ...(outcome.declineCode !== null && { decline_code: outcome.declineCode }),
  });
}
