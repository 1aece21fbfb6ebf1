/** Why an outside event changed nothing: for machines; the sentence beside it is for people (rule E2). */
export type EventErrorCode =
  | 'amount_mismatch'
  | 'currency_not_usd'
  | 'duplicate_invoice'
  | 'duplicate_payment'
  | 'internal_error'
  | 'invalid_metadata'
  | 'invoice_payment'
  | 'malformed_object'
  | 'moved'
  | 'no_subscription'
  | 'not_handled'
  | 'nothing_named'
  | 'nothing_new'
  | 'other_purpose'
  | 'subscription_exists'
  | 'superseded'
  | 'unknown_package'
  | 'unknown_plan'
  | 'unknown_project'
  | 'untrusted_metadata'
  | 'user_missing'
  | 'waits_for_payment'
  | 'waits_for_stripe'
  | 'waits_for_subscription';

/**
 * An event that changes nothing: `failed` asks for an operator, `ignored` does not, and one that `waits` is
 * about something that is not known here yet.
 */
export type NoEffect = {
  readonly kind: 'failed' | 'ignored' | 'waits';
  readonly code: EventErrorCode;
  readonly sentence: string;
};

export function failed(code: EventErrorCode, sentence: string): NoEffect {
  return { kind: 'failed', code, sentence };
}

export function ignored(code: EventErrorCode, sentence: string): NoEffect {
  return { kind: 'ignored', code, sentence };
}

export function waits(
  code: Extract<EventErrorCode, `waits_${string}`>,
  sentence: string,
): NoEffect {
  return { kind: 'waits', code, sentence };
}
