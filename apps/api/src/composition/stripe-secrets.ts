import { hmacPaymentSigner } from '../adapters/system/hmac-payment-signer.ts';
import type { ReadyConfig } from '../config/config.ts';
import { deriveKey, type KeyPurpose } from '../config/derive-key.ts';
import type { PaymentSigner } from '../ports/payment-signer.ts';

type Secrets = Pick<ReadyConfig, 'secret' | 'previousSecret'>;

/** The secrets that Stripe's webhooks are verified with; none: the endpoint is closed (rule E1). */
export function stripeWebhookSecrets({
  stripe: { webhookSecrets, isSimulated },
  ...secrets
}: Secrets & Pick<ReadyConfig, 'stripe'>): readonly string[] {
  if (webhookSecrets.length > 0 || !isSimulated) return webhookSecrets;
  return derivedKeys(secrets, 'stripe-webhook').map((key) => `whsec_${key.toString('hex')}`);
}

/** What signs metadata of payments, and tells its own signatures (rule E4). */
export function openPaymentSigner(secrets: Secrets): PaymentSigner {
  return hmacPaymentSigner(derivedKeys(secrets, 'payment-metadata'));
}

/** The key of a purpose, and the one from before the secret was changed. */
export function derivedKeys(
  { secret, previousSecret }: Secrets,
  purpose: KeyPurpose,
): readonly [Buffer, ...Buffer[]] {
  const current = deriveKey(secret, purpose);
  return previousSecret === undefined ? [current] : [current, deriveKey(previousSecret, purpose)];
}
