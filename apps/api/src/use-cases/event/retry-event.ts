import { accepted, rejected } from '@purser/domain/outcome';
import type { ExternalEventView, RetryEvent } from '@purser/schema/contract/event';
import type { Rejection } from '@purser/schema/contract/rejections';
import type { CommandDefinition } from '../command/run-command.ts';

/**
 * Opens an event of Stripe again that failed, was ignored or waits to be tried again, so that it is processed at
 * once (rule E5). A request of ours that is pending stays so: Stripe is asked for it at once (rule X51).
 */
export const retryEvent: CommandDefinition<
  RetryEvent,
  ExternalEventView | null,
  { readonly id: string; readonly isRequest: boolean },
  ExternalEventView
> = {
  operation: 'retry-event',
  load: (stores, { eventId }) => stores.events.lock(eventId),
  decide: (event, { acceptAmount }) => {
    if (event === null) return rejected(noSuchEvent);
    const refusal = refuse(event);
    if (refusal !== null) return rejected(refusal);
    const isRequest = event.status === 'pending';
    const status = isRequest ? event.status : 'received';
    const after: ExternalEventView = { ...event, status, errorCode: null, error: null };
    return accepted({
      change: { id: event.id, isRequest },
      preview: after,
      changes: [
        { label: 'event', before: event.status, after: isRequest ? 'asked now' : 'tried again' },
        ...(acceptAmount ? [{ label: 'amount', before: 'as priced', after: 'as received' }] : []),
      ],
      audit: {
        targetType: 'event',
        targetId: event.id,
        before: { status: event.status, code: event.errorCode },
        after: { status, acceptAmount },
      },
      affects: 'nobody' as const,
    });
  },
  apply: async (stores, { id, isRequest }, moment) => {
    if (!isRequest) await stores.events.reopen(id, moment.now);
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
  return source === 'stripe'
    ? null
    : { code: 'nothing_to_do', message: 'Events of our own are tried again by their job.' };
}
