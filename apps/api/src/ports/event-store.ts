import type { ExternalEventView } from '@purser/schema/contract/event';

export type EventOutcome = {
  readonly status: ExternalEventView['status'];
  readonly userId: bigint | null;
  readonly errorCode: string | null;
  readonly error: string | null;
};

/** Outside events inside a command's transaction. */
export interface EventStore {
  /** Reads an event and keeps every other command from it until this transaction ends. */
  lock(id: string): Promise<ExternalEventView | null>;
  /** Whether money of this payment was booked before; keeps others from the payment until the transaction ends. */
  lockPayment(paymentId: string): Promise<boolean>;
  /** Ends an event; it is not tried again. */
  finish(id: string, outcome: EventOutcome, at: Date): Promise<void>;
  /** Opens an event again for whoever asked; after ten seconds the job may take it. */
  reopen(id: string, at: Date): Promise<void>;
}
