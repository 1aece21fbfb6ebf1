import type { DueEvent, ReceivedEvent } from '../../../src/ports/event-inbox.ts';
import type { EventOutcome } from '../../../src/ports/event-store.ts';
import type { GrantRecord } from '../../../src/ports/grant-store.ts';
import type {
  StripeDisputeRecord,
  StripeInvoiceRecord,
  StripePaymentRecord,
  StripeRefundRecord,
  StripeRequestRecord,
} from '../../../src/ports/stripe-store.ts';
import type {
  PeriodRecord,
  SubscriptionEvent,
  SubscriptionRecord,
} from '../../../src/ports/subscription-store.ts';
import type { UserRecord } from '../../../src/ports/user-store.ts';
import type { LotRecord } from '../../../src/ports/wallet-store.ts';

export type PlainAccount = {
  readonly kind: string;
  readonly reference: string;
  readonly credits: bigint;
  readonly debits: bigint;
  readonly pending: bigint;
  /** Null: any amount may leave it. */
  readonly overdraft: bigint | null;
  readonly isClosed: boolean;
  readonly expiresAt: Date | null;
  /** What of it went to the project when its period closed. */
  readonly rolledOver: bigint;
};

export type PlainEvent = ReceivedEvent &
  Omit<DueEvent, 'payload'> &
  Pick<EventOutcome, 'status' | 'errorCode'> & { readonly isDue: boolean };

/** All that is stored of a project for Stripe, as plain values; tables are replaced, never changed. */
export type PlainState = {
  readonly users: Map<string, UserRecord>;
  readonly lots: Map<string, LotRecord>;
  readonly grants: Map<string, GrantRecord & { readonly revokedBy: string | null }>;
  readonly subscriptions: Map<string, SubscriptionRecord>;
  readonly periods: Map<string, PeriodRecord>;
  readonly subscriptionEvents: Map<string, SubscriptionEvent>;
  readonly requests: Map<string, StripeRequestRecord>;
  /** Customers by user. */
  readonly customers: Map<bigint, string>;
  readonly payments: Map<string, StripePaymentRecord>;
  readonly invoices: Map<string, StripeInvoiceRecord>;
  readonly refunds: Map<string, StripeRefundRecord>;
  readonly disputes: Map<string, StripeDisputeRecord>;
  /** By Stripe's id. */
  readonly events: Map<string, PlainEvent>;
  readonly accounts: Map<string, PlainAccount>;
  readonly holds: Map<string, { readonly account: string; readonly amount: bigint }>;
  /** Keys of postings, with the account that the first leg credited. */
  readonly keys: Map<string, string>;
  readonly settings: Map<string, unknown>;
};

export function emptyState(): PlainState {
  return {
    ...{ users: new Map(), lots: new Map(), grants: new Map(), subscriptions: new Map() },
    ...{ periods: new Map(), subscriptionEvents: new Map(), requests: new Map() },
    ...{ customers: new Map(), payments: new Map(), invoices: new Map(), refunds: new Map() },
    ...{ disputes: new Map(), events: new Map(), accounts: new Map(), holds: new Map() },
    ...{ keys: new Map(), settings: new Map() },
  };
}

/** Tables of its own with the same rows: rows are never changed. */
export function copyOf(state: PlainState): PlainState {
  const tables = Object.entries(state).map(([name, rows]) => [
    name,
    new Map<unknown, unknown>(rows),
  ]);
  return Object.fromEntries(tables) as PlainState;
}
