import type {
  StripeRequestKind,
  StripeRequestStatus,
} from '@purser/schema/contract/stripe-request';
import type { StripeRequestView } from '@purser/schema/contract/stripe-views';

export type RequestRow = {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly user_name: string;
  readonly subject: string;
  readonly amount_micro_usd: bigint | null;
  readonly attempt: number;
  readonly calls: number;
  readonly stripe_id: string | null;
  readonly stripe_status: string | null;
  readonly error_code: string | null;
  readonly error: string | null;
  readonly actor: string;
  readonly reason: string;
  readonly created_at: Date;
  readonly sent_at: Date | null;
  readonly updated_at: Date;
  readonly ended_at: Date | null;
  readonly next_call_at: Date | null;
};

/** What `RequestRow` holds, of `requestsFrom`. */
export const requestColumns = `
  r.id, r.kind, r.status, u.external_id AS user_name, r.subject, r.amount_micro_usd, r.attempt, r.calls,
  r.stripe_id, r.stripe_status, r.error_code, r.error, r.actor, r.reason, r.created_at, r.sent_at, r.updated_at,
  r.ended_at, CASE WHEN r.status = 'pending' THEN r.next_call_at END AS next_call_at`;

export const requestsFrom = `
  FROM stripe_request r
  JOIN app_user u ON u.tenant_id = r.tenant_id AND u.project_id = r.project_id AND u.id = r.user_id
 WHERE r.tenant_id = $1::int AND r.project_id = $2::int`;

export function requestViewFromDb(row: RequestRow): StripeRequestView {
  return {
    id: row.id,
    kind: row.kind as StripeRequestKind,
    status: row.status as StripeRequestStatus,
    userId: row.user_name,
    subject: row.subject,
    amountMicroUsd: row.amount_micro_usd,
    attempt: row.attempt,
    calls: row.calls,
    stripeId: row.stripe_id,
    stripeStatus: row.stripe_status,
    errorCode: row.error_code,
    error: row.error,
    actor: row.actor,
    reason: row.reason,
    createdAt: row.created_at,
    sentAt: row.sent_at,
    updatedAt: row.updated_at,
    endedAt: row.ended_at,
    nextCallAt: row.next_call_at,
  };
}
