import { join } from 'node:path';
import { stripeWebhookSecrets } from '../composition/stripe-secrets.ts';
import type { ReadyConfig } from '../config/config.ts';
import type { DataDirectory } from './data-directory.ts';

/** What the simulator takes as Stripe's key; it opens nothing anywhere else. */
export const simulatorKey = 'sk_test_purser_simulator';

export type LocalStripe = {
  /** Where its page and its API are. */
  readonly url: string;
  readonly stop: () => Promise<void>;
};

/**
 * Brings up the simulator of Stripe where there is no key and nobody else can reach this machine's server, so
 * that money can be seen to come in without an account. In production nothing stands in for Stripe.
 */
export async function startLocalStripe(
  config: ReadyConfig,
  directory: DataDirectory,
): Promise<LocalStripe | null> {
  if (!config.stripe.isSimulated || config.production) return null;
  const [secret] = stripeWebhookSecrets(config);
  if (secret === undefined) return null;
  const { startStripeSimulator } = await import('@purser/stripe-simulator/simulator');
  return startStripeSimulator({
    secretKeys: [simulatorKey],
    stateFile: join(directory.root, 'stripe-simulator.json'),
    webhooks: [{ url: `http://127.0.0.1:${config.port}/api/v1/webhooks/stripe`, secret }],
  });
}

/** A configuration whose Stripe is the simulator, if there is one. */
export function withLocalStripe(config: ReadyConfig, simulatorUrl: string | null): ReadyConfig {
  if (simulatorUrl === null || !config.stripe.isSimulated) return config;
  return { ...config, stripe: { ...config.stripe, secretKey: simulatorKey, apiUrl: simulatorUrl } };
}
