import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { EventSource } from '@purser/schema/contract/event';

export type ReceivedEvent = {
  readonly id: string;
  readonly source: EventSource;
  readonly kind: string;
  readonly externalId: string;
  readonly amountMicroUsd: bigint | null;
  readonly currency: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
};

/** An event that waits to be processed. */
export type DueEvent = {
  readonly id: string;
  readonly externalId: string;
  readonly attempts: number;
  readonly payload: Readonly<Record<string, unknown>>;
};

/** Outside events outside of commands: taking them in, and finding those that wait (rules E1 and E5). */
export interface EventInbox {
  /** Stores an event once per source and external id; answers whether it is new. */
  receive(scope: CounterScope, event: ReceivedEvent): Promise<boolean>;
  /** Events whose next attempt has come, oldest first. Waits are real time, whatever the project's clock says. */
  due(scope: CounterScope, limit: number): Promise<readonly DueEvent[]>;
  /** Lets events that wait to be tried again be tried now. */
  wake(scope: CounterScope): Promise<void>;
  /** Events that were tried already and are about one payment: they wait for it. */
  waitingForPayment(scope: CounterScope, paymentId: string): Promise<readonly DueEvent[]>;
  /** When the newest event of Stripe was stored; null when none ever was. */
  newestAt(scope: CounterScope): Promise<Date | null>;
  find(scope: CounterScope, id: string): Promise<DueEvent | null>;
  /** Notes an attempt that ended in a fault: tried again after `delayMs`, or never (null), then it has failed. */
  postpone(
    scope: CounterScope,
    id: string,
    fault: { readonly error: string; readonly delayMs: number | null },
  ): Promise<void>;
}
