import { canonicalJson } from '../audit/canonical-json.ts';
import { limitFields, limitNames } from '../quota/limits.ts';
import type { PaymentFacts } from './decide-payment.ts';

/** Metadata that says what is granted, to whom and where; the rest may change without harm. */
const signedNames: readonly string[] = [
  'user_id',
  'tenant',
  'project',
  'expires_in_days',
  ...limitFields.map((field) => `additional_${limitNames[field]}`),
];

/**
 * What `purser_sig` signs: user, project, amounts granted and amount paid, so that neither can be
 * changed nor a signature be used for a cheaper payment (rule E4).
 */
export function signedText({
  amountCents,
  currency,
  metadata,
}: Pick<PaymentFacts, 'amountCents' | 'currency' | 'metadata'>): string {
  const said = Object.fromEntries(signedNames.map((name) => [name, metadata[name]]));
  return canonicalJson({ ...said, amount: amountCents, currency: currency.toLowerCase() });
}
