import type Stripe from 'stripe';
import { openStripe } from '../adapters/stripe/open-stripe.ts';

/** Stripe's own library against a simulator, as the server opens it, but that it repeats a call without waiting. */
export function openImpatientStripe(apiUrl: string): Stripe {
  const stripe = openStripe({ secretKey: 'sk_test_x', apiUrl });
  return Object.assign(stripe, {
    getInitialNetworkRetryDelay: () => 0,
    getMaxNetworkRetryDelay: () => 0,
  });
}
