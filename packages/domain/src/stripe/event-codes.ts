/** Why an outside event changed nothing: for machines; the sentence beside it is for people (rule E2). */
export type EventErrorCode =
  | 'amount_mismatch'
  | 'currency_not_usd'
  | 'duplicate_payment'
  | 'internal_error'
  | 'invalid_metadata'
  | 'invoice_payment'
  | 'malformed_object'
  | 'moved'
  | 'not_handled'
  | 'nothing_named'
  | 'other_purpose'
  | 'unknown_package'
  | 'unknown_project'
  | 'untrusted_metadata'
  | 'user_missing';

/** An event that changes nothing: `failed` asks for an operator, `ignored` does not. */
export type NoEffect = {
  readonly kind: 'failed' | 'ignored';
  readonly code: EventErrorCode;
  readonly sentence: string;
};

export function failed(code: EventErrorCode, sentence: string): NoEffect {
  return { kind: 'failed', code, sentence };
}

export function ignored(code: EventErrorCode, sentence: string): NoEffect {
  return { kind: 'ignored', code, sentence };
}
