import type { Rejection, RejectionCode } from '../../contract/rejections.ts';

/** One problem of one input field. */
export type FieldIssue = { readonly field: string; readonly message: string };

/** A declined command on its way to the result union; thrown only between a resolver and the errors plugin. */
export class RejectionError extends Error {
  readonly code: RejectionCode;
  readonly field: string | null;
  readonly retryAfterSeconds: number | null;
  readonly issues: readonly FieldIssue[];

  constructor(rejection: Rejection, issues: readonly FieldIssue[] = []) {
    super(rejection.message);
    this.code = rejection.code;
    this.field = rejection.field ?? issues[0]?.field ?? null;
    this.retryAfterSeconds = rejection.retryAfterSeconds ?? null;
    this.issues = issues;
  }
}

export class NotFoundError extends RejectionError {}
export class AlreadyExistsError extends RejectionError {}
export class PlanInactiveError extends RejectionError {}
export class InsufficientFundsError extends RejectionError {}
export class NothingToDoError extends RejectionError {}
export class IdempotencyMismatchError extends RejectionError {}
export class InProgressError extends RejectionError {}
export class KeyConflictError extends RejectionError {}
export class InvalidValueError extends RejectionError {}
export class NotAllowedError extends RejectionError {}
export class SubscriptionExistsError extends RejectionError {}
export class StripeNotConfiguredError extends RejectionError {}

/** One union member per rejection: a new code does not compile until it has one. */
const classes = {
  not_found: NotFoundError,
  already_exists: AlreadyExistsError,
  plan_inactive: PlanInactiveError,
  insufficient_funds: InsufficientFundsError,
  nothing_to_do: NothingToDoError,
  idempotency_mismatch: IdempotencyMismatchError,
  in_progress: InProgressError,
  key_conflict: KeyConflictError,
  invalid_value: InvalidValueError,
  not_allowed: NotAllowedError,
  subscription_exists: SubscriptionExistsError,
  stripe_not_configured: StripeNotConfiguredError,
} satisfies Record<RejectionCode, typeof RejectionError>;

export const rejectionErrorClasses = Object.values(classes);

/** The error that shows a rejection in a result union. */
export function rejectionError(rejection: Rejection): RejectionError {
  return new classes[rejection.code](rejection);
}
