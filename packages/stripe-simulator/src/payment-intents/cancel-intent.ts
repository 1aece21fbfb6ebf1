import type { PaymentIntent } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { unexpectedState } from './confirm-intent.ts';

/** Ends an intent that has not been paid. */
export function cancelIntent(
  world: World,
  intent: PaymentIntent,
  reason: PaymentIntent['cancellation_reason'],
): PaymentIntent {
  if (intent.status === 'succeeded' || intent.status === 'canceled') {
    throw unexpectedState(intent, 'cancel');
  }
  const canceled = world.tables.paymentIntents.put({
    ...intent,
    canceled_at: world.seconds(),
    cancellation_reason: reason,
    next_action: null,
    status: 'canceled',
  });
  world.emit('payment_intent.canceled', canceled);
  return canceled;
}
