import { openStripe } from '../adapters/stripe/open-stripe.ts';
import { createStripeGateway } from '../adapters/stripe/stripe-gateway.ts';
import type { StripeConfig } from '../config/config.ts';
import type { StripeGateway } from '../ports/stripe-gateway.ts';

/** Keys of Stripe's live mode: what they pay for costs real money. */
const liveKey = /^[sr]k_live_/;

/** Stripe with a key, the simulator that the start brought along, or nothing. */
export function openStripeGateway({ secretKey, apiUrl }: StripeConfig): StripeGateway | null {
  if (secretKey === undefined) return null;
  return createStripeGateway(openStripe({ secretKey, apiUrl }), modeOf(secretKey, apiUrl));
}

function modeOf(secretKey: string, apiUrl: string | undefined): StripeGateway['mode'] {
  if (apiUrl !== undefined) return 'simulator';
  return liveKey.test(secretKey) ? 'live' : 'test';
}
