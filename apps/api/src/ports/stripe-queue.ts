import type { CounterScope } from '@purser/domain/quota/counter-types';
import type {
  StripeRequestKind,
  StripeRequestStatus,
} from '@purser/schema/contract/stripe-request';

export type PendingRequests = {
  readonly kind?: StripeRequestKind | undefined;
  /** Only those that may be asked again by then; without it all that are pending. */
  readonly dueAt?: Date | undefined;
  readonly limit: number;
};

export type StuckRequest = {
  readonly id: string;
  readonly kind: StripeRequestKind;
  readonly userId: string;
  /** What it asks for; null where it moves no money by itself. */
  readonly amountMicroUsd: bigint | null;
  readonly reason: string;
  readonly createdAt: Date;
  /** What Stripe said last; null when it said nothing yet. */
  readonly stripeStatus: string | null;
  readonly error: string | null;
};

/** Requests that wait for Stripe, outside of commands. */
export interface StripeQueue {
  /** Ids of pending requests, oldest first. */
  pending(scope: CounterScope, which: PendingRequests): Promise<readonly string[]>;
  /** How those requests stand now; ids that are none are left out. */
  statuses(scope: CounterScope, ids: readonly string[]): Promise<readonly StripeRequestStatus[]>;
  /** Pending requests made before `unansweredAt` without an answer, or before `undecidedAt`, oldest first. */
  stuck(
    scope: CounterScope,
    before: { readonly unansweredAt: Date; readonly undecidedAt: Date },
  ): Promise<readonly StuckRequest[]>;
  /** Seconds since the oldest pending request was made, by project (`tenant/project`) where one is pending. */
  pendingAges(): Promise<ReadonlyMap<string, number>>;
  /** Seconds since an event of Stripe last came in, by project where one ever did. */
  eventAges(): Promise<ReadonlyMap<string, number>>;
  /** When the oldest pending request was made; null when none is pending. */
  oldestPending(
    scope: CounterScope,
  ): Promise<{ readonly id: string; readonly createdAt: Date } | null>;
}
