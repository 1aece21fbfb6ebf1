import type { NoEffect } from '@purser/domain/stripe/event-codes';
import type { ExternalEventView } from '@purser/schema/contract/event';
import type { UserRecord } from '../../../ports/user-store.ts';

/** How an event ends. */
export type EventEnd = {
  readonly eventId: string;
  readonly status: 'applied' | 'ignored' | 'failed';
  /** Whom it changed something for. */
  readonly user: UserRecord | null;
  readonly why: NoEffect | null;
};

/** An event as it will read once it has ended. */
export function endEvent(
  event: ExternalEventView,
  { status, user, why }: EventEnd,
): ExternalEventView {
  return {
    ...event,
    status,
    userId: user?.externalId ?? null,
    errorCode: why?.code ?? null,
    error: why?.sentence ?? null,
    nextAttemptAt: null,
  };
}
