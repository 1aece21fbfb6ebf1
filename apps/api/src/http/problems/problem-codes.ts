import type { DataPlaneRejection } from '@purser/schema/contract/data-plane';
import type { RejectionCode } from '@purser/schema/contract/rejections';
import type { TurnRejection } from '@purser/schema/contract/turn';

/** What the edge itself turns away, before any use case is asked. */
export const refusalCodes = [
  'malformed',
  'unauthenticated',
  'forbidden',
  'cross_site',
  'not_found',
  'misdirected',
  'payload_too_large',
  'uri_too_long',
  'unsupported_media_type',
  'invalid_value',
  'too_many_requests',
  'stripe_not_configured',
  'unavailable',
  'internal_error',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

export type ProblemCode =
  | RejectionCode
  | TurnRejection['code']
  | DataPlaneRejection['code']
  | RefusalCode;

export type ProblemKind = { readonly status: number; readonly title: string };

/** Every way a request can fail → its status and title. Total: a new code does not compile until it is here. */
export const problemKinds: Readonly<Record<ProblemCode, ProblemKind>> = {
  malformed: { status: 400, title: 'The request cannot be read' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'Not permitted' },
  cross_site: { status: 403, title: 'Refused for coming from another site' },
  not_allowed: { status: 403, title: 'Not permitted' },
  not_found: { status: 404, title: 'Not found' },
  dataplane_mismatch: { status: 403, title: 'Another data plane than the one that signed' },
  unknown_tenant: { status: 404, title: 'Unknown tenant' },
  unknown_lease: { status: 404, title: 'No such lease' },
  unknown_period: { status: 404, title: 'Unknown billing period' },
  unknown_turn: { status: 404, title: 'Unknown turn' },
  already_exists: { status: 409, title: 'It exists already' },
  plan_inactive: { status: 409, title: 'The plan is not active' },
  insufficient_funds: { status: 409, title: 'Not enough money' },
  nothing_to_do: { status: 409, title: 'Nothing to do' },
  in_progress: { status: 409, title: 'Still running' },
  key_conflict: { status: 409, title: 'The key was used for something else' },
  subscription_exists: { status: 409, title: 'The user has a subscription' },
  turn_closed: { status: 409, title: 'The turn is closed' },
  turn_expired: { status: 409, title: 'The turn has expired' },
  content_mismatch: { status: 409, title: 'The turn is known with other content' },
  dataplane_instance_conflict: { status: 409, title: 'Another process is this data plane' },
  report_conflict: { status: 409, title: 'The report is known with other content' },
  payload_too_large: { status: 413, title: 'The body is too large' },
  uri_too_long: { status: 414, title: 'The address is too long' },
  unsupported_media_type: { status: 415, title: 'Send JSON' },
  misdirected: { status: 421, title: 'Not a name of this server' },
  invalid_value: { status: 422, title: 'A value cannot be' },
  value_out_of_range: { status: 422, title: 'An amount cannot be' },
  window_outside_period: { status: 422, title: 'Not within the billing period' },
  in_future: { status: 422, title: 'Not yet' },
  too_old: { status: 422, title: 'Too old' },
  idempotency_key_reuse: { status: 422, title: 'The request id was used before' },
  idempotency_mismatch: { status: 422, title: 'The idempotency key was used before' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  internal_error: { status: 500, title: 'Something went wrong on our side' },
  not_ready: { status: 503, title: 'Not ready' },
  stripe_not_configured: { status: 503, title: 'Stripe is not configured' },
  unavailable: { status: 503, title: 'Not available right now' },
};
