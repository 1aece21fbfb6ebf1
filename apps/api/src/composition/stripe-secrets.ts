import type { ReadyConfig } from '../config/config.ts';
import { deriveKey, type KeyPurpose } from '../config/derive-key.ts';

type Secrets = Pick<ReadyConfig, 'secret' | 'previousSecret'>;

/** The secrets that Stripe's webhooks are verified with; none: the endpoint is closed (rule E1). */
export function stripeWebhookSecrets({
  stripe: { webhookSecrets, isSimulated },
  ...secrets
}: Secrets & Pick<ReadyConfig, 'stripe'>): readonly string[] {
  if (webhookSecrets.length > 0 || !isSimulated) return webhookSecrets;
  return derivedKeys(secrets, 'stripe-webhook').map((key) => `whsec_${key.toString('hex')}`);
}

/** The key of a purpose, and the one from before the secret was changed. */
export function derivedKeys(
  { secret, previousSecret }: Secrets,
  purpose: KeyPurpose,
): readonly [Buffer, ...Buffer[]] {
  const current = deriveKey(secret, purpose);
  return previousSecret === undefined ? [current] : [current, deriveKey(previousSecret, purpose)];
}
