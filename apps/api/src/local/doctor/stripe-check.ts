import type { Config } from '../../config/config.ts';
import type { RunningServer } from '../running-server.ts';
import { type Finding, fault, fine } from './check.ts';

/** How Stripe is reached, and whether it can reach us. */
export function checkStripe(
  { stripe: { secretKey, isSimulated, webhookSecrets } }: Config,
  servers: readonly RunningServer[],
): Finding {
  if (isSimulated) return fine('Stripe', simulated(servers));
  if (secretKey === undefined && webhookSecrets.length === 0) {
    return fine('Stripe', 'not configured (STRIPE_SECRET_KEY): no money comes in');
  }
  if (webhookSecrets.length === 0) {
    return fault(
      'Stripe',
      'a key is set, but webhooks are refused',
      'Set STRIPE_WEBHOOK_SECRET to the secret that Stripe shows for its endpoint.',
    );
  }
  if (secretKey === undefined) {
    return fine('Stripe', 'webhooks are taken; without STRIPE_SECRET_KEY nothing is asked of it');
  }
  return fine('Stripe', 'a key and a webhook secret are set');
}

function simulated(servers: readonly RunningServer[]): string {
  const url = servers.find(({ stripeUrl }) => stripeUrl !== null)?.stripeUrl;
  return url == null
    ? 'a simulator comes with the server, for want of a key'
    : `a simulator at ${url}, for want of a key`;
}
