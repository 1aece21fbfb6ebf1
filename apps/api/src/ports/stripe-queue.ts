import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { StripeRequestKind } from '@purser/schema/contract/stripe-request';

export type PendingRequests = {
  readonly kind?: StripeRequestKind | undefined;
  /** Only those that may be asked again by then; without it all that are pending. */
  readonly dueAt?: Date | undefined;
  readonly limit: number;
};

/** Requests that wait for Stripe, outside of commands. */
export interface StripeQueue {
  /** Ids of pending requests, oldest first. */
  pending(scope: CounterScope, which: PendingRequests): Promise<readonly string[]>;
  /** When the oldest pending request was made; null when none is pending. */
  oldestPending(
    scope: CounterScope,
  ): Promise<{ readonly id: string; readonly createdAt: Date } | null>;
}
