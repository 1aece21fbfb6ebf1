import { accepted, rejected } from '@purser/domain/outcome';
import type { ExternalEventView, RetryEvent } from '@purser/schema/contract/event';
import type { Rejection } from '@purser/schema/contract/rejections';
import type { CommandDefinition } from '../command/run-command.ts';

/** Opens an event of Stripe again that failed, was ignored or waits to be tried again, so that it is processed at once (rule E5). */
export const retryEvent: CommandDefinition<
  RetryEvent,
  ExternalEventView | null,
  string,
  ExternalEventView
> = {
  operation: 'retry-event',
  load: (stores, { eventId }) => stores.events.lock(eventId),
  decide: (event, { acceptAmount }) => {
    if (event === null) return rejected(noSuchEvent);
    const refusal = refuse(event);
    if (refusal !== null) return rejected(refusal);
    const after: ExternalEventView = { ...event, status: 'received', errorCode: null, error: null };
    return accepted({
      change: event.id,
      preview: after,
      changes: [
        { label: 'event', before: event.status, after: 'tried again' },
        ...(acceptAmount ? [{ label: 'amount', before: 'as priced', after: 'as received' }] : []),
      ],
      audit: {
        targetType: 'event',
        targetId: event.id,
        before: { status: event.status, code: event.errorCode },
        after: { status: 'received', acceptAmount },
      },
      affects: 'nobody' as const,
    });
  },
  apply: async (stores, id, moment) => {
    await stores.events.reopen(id, moment.now);
    return undefined;
  },
};

const noSuchEvent: Rejection = {
  code: 'not_found',
  field: 'eventId',
  message: 'There is no such event.',
};

function refuse({ source, status }: ExternalEventView): Rejection | null {
  if (status === 'applied') {
    return {
      code: 'nothing_to_do',
      message: 'This event was applied; it cannot be applied twice.',
    };
  }
  if (status === 'pending') {
    return { code: 'nothing_to_do', message: 'Stripe has not answered yet: reconcile asks it.' };
  }
  return source === 'stripe'
    ? null
    : { code: 'nothing_to_do', message: 'Events of our own are tried again by their job.' };
}
