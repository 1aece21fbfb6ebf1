import type { RefusalCode } from './problem-codes.ts';

/** One input field at fault, and what is wrong with it. */
export type FieldIssue = { readonly field: string; readonly message: string };

export type RefusalOptions = {
  readonly details?: readonly FieldIssue[];
  readonly retryAfterSeconds?: number;
};

/** Bad input or a lack of permission, found at the edge: thrown, and answered as a problem. */
export class RefusalError extends Error {
  override name = 'RefusalError';
  readonly code: RefusalCode;
  readonly details: readonly FieldIssue[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: RefusalCode, message: string, options: RefusalOptions = {}) {
    super(message);
    this.code = code;
    this.details = options.details ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** Refuses a request for its fields; the sentence names all of them. */
export function refuseFields(details: readonly FieldIssue[]): RefusalError {
  const message = details.map(({ field, message: issue }) => `${field} ${issue}`).join('; ');
  return new RefusalError('invalid_value', `${message}.`, { details });
}
