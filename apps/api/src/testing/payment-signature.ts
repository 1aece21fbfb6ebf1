import type { PaymentFacts } from '@purser/domain/stripe/decide-payment';
import { signedText } from '@purser/domain/stripe/signed-text';
import { hmacPaymentSigner } from '../adapters/system/hmac-payment-signer.ts';
import { derivedKeys } from '../composition/stripe-secrets.ts';
import type { ReadyConfig } from '../config/config.ts';

/** What Purser writes into the metadata of a payment as `purser_sig`. */
export function signPayment(
  config: ReadyConfig,
  facts: Pick<PaymentFacts, 'metadata' | 'amountCents' | 'currency'>,
): string {
  return hmacPaymentSigner(derivedKeys(config, 'payment-metadata')).sign(signedText(facts));
}
