import type { EventHandler } from './event-handler.ts';
import { paymentSucceeded } from './payment-succeeded.ts';

/** What each type of event does; others are kept and ignored (rule E2). */
export const handlers: Readonly<Record<string, EventHandler>> = {
  'payment_intent.succeeded': paymentSucceeded,
};
