import type { TransferView } from './money-views.ts';
import type { AuditEntryView } from './operation-views.ts';

/** Where an outside event came from. */
export const eventSources = ['stripe', 'internal'] as const;
export type EventSource = (typeof eventSources)[number];

/** How far an outside event has come (rule E2). */
export const eventStatuses = ['received', 'pending', 'applied', 'ignored', 'failed'] as const;
export type EventStatus = (typeof eventStatuses)[number];

/** What still waits for Purser, for Stripe or for an operator. */
export const openEventStatuses: readonly EventStatus[] = ['received', 'pending', 'failed'];

/** Something that happened outside, and what came of it. */
export type ExternalEventView = {
  readonly id: string;
  readonly source: EventSource;
  readonly kind: string;
  readonly externalId: string;
  readonly status: EventStatus;
  /** The project's own id of the user it is about; null while that is not known. */
  readonly userId: string | null;
  readonly amountMicroUsd: bigint | null;
  readonly tokens: bigint | null;
  readonly currency: string | null;
  /** Why it failed or was ignored, for machines and for people. */
  readonly errorCode: string | null;
  readonly error: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Attempts that ended in a fault of ours. */
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  /** When it happened outside. */
  readonly occurredAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** What an outside event changed here. */
export type EventEffects = {
  readonly transfers: readonly TransferView[];
  readonly audit: readonly AuditEntryView[];
};

export type EventFilter = {
  readonly source?: EventSource | undefined;
  readonly kind?: string | undefined;
  readonly statuses?: readonly EventStatus[] | undefined;
  readonly userId?: string | undefined;
};

export type RetryEvent = {
  readonly eventId: string;
  /** Grants the named package although another amount was received (rule E3). */
  readonly acceptAmount: boolean;
};
