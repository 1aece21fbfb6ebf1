import type { PaymentFacts } from '@purser/domain/stripe/decide-payment';
import { signedText } from '@purser/domain/stripe/signed-text';
import { openPaymentSigner } from '../composition/stripe-secrets.ts';
import type { ReadyConfig } from '../config/config.ts';

/** What Purser writes into the metadata of a payment as `purser_sig`. */
export function signPayment(
  config: ReadyConfig,
  facts: Pick<PaymentFacts, 'metadata' | 'amountCents' | 'currency'>,
): string {
  return openPaymentSigner(config).sign(signedText(facts));
}
