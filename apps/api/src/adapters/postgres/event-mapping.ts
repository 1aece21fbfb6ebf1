import type { EventSource, EventStatus, ExternalEventView } from '@purser/schema/contract/event';

export type EventRow = {
  readonly id: string;
  readonly source: string;
  readonly kind: string;
  readonly external_id: string;
  readonly status: string;
  readonly user_name: string | null;
  readonly amount_micro_usd: bigint | null;
  readonly tokens: bigint | null;
  readonly currency: string | null;
  readonly error_code: string | null;
  readonly error: string | null;
  readonly payload: unknown;
  readonly attempts: number;
  readonly next_attempt_at: Date | null;
  readonly occurred_at: Date;
  readonly created_at: Date;
  readonly updated_at: Date;
};

/** What `EventRow` holds, of `eventsFrom`. */
export const eventColumns = `
       e.id, e.source, e.kind, e.external_id, e.status, u.external_id AS user_name, e.amount_micro_usd, e.tokens,
       e.currency, e.error_code, e.error, e.payload, e.attempts, e.next_attempt_at, e.occurred_at, e.created_at, e.updated_at`;

export const eventsFrom = `
  FROM external_event e
  LEFT JOIN app_user u ON u.tenant_id = e.tenant_id AND u.project_id = e.project_id AND u.id = e.user_id`;

/** The rows of `EventRow`, for conditions on `e`. */
export const selectEvents = `SELECT ${eventColumns} ${eventsFrom}`;

export function eventFromDb(row: EventRow): ExternalEventView {
  return {
    id: row.id,
    source: row.source as EventSource,
    kind: row.kind,
    externalId: row.external_id,
    status: row.status as EventStatus,
    userId: row.user_name,
    amountMicroUsd: row.amount_micro_usd,
    tokens: row.tokens,
    currency: row.currency,
    errorCode: row.error_code,
    error: row.error,
    payload: row.payload as ExternalEventView['payload'],
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    occurredAt: row.occurred_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
