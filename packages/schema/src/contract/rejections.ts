/**
 * Every expected failure of a command, as a closed list. REST statuses, GraphQL union members and
 * dashboard sentences are total tables over `RejectionCode`, so that a new code cannot be forgotten.
 */
export const rejectionCodes = [
  'not_found',
  'already_exists',
  'plan_inactive',
  'insufficient_funds',
  'nothing_to_do',
  'idempotency_mismatch',
  'in_progress',
  'key_conflict',
  'invalid_value',
  'not_allowed',
  'subscription_exists',
  'stripe_not_configured',
] as const;

export type RejectionCode = (typeof rejectionCodes)[number];

export type Rejection = {
  readonly code: RejectionCode;
  /** A sentence for people: what did not happen, and what would make it work. */
  readonly message: string;
  /** The input field at fault, if one is. */
  readonly field?: string;
  readonly retryAfterSeconds?: number;
};
