import type { EventInbox } from '../../../src/ports/event-inbox.ts';
import type { StripeQueue } from '../../../src/ports/stripe-queue.ts';
import { copyOf, type PlainEvent, type PlainState } from './plain-state.ts';
import { only } from './plain-stores.ts';

/** What a project has now. */
export type Kept = { state: PlainState };

/** Changes what is kept; what was there before stays as it was. */
export function keep(kept: Kept, change: (draft: PlainState) => void): void {
  const draft = copyOf(kept.state);
  change(draft);
  kept.state = draft;
}

export function plainInbox(kept: Kept): EventInbox {
  const waiting = () =>
    [...kept.state.events.values()].filter(({ status }) => status === 'received');
  const replace = (event: PlainEvent) =>
    keep(kept, ({ events }) => events.set(event.externalId, event));
  return only<EventInbox>({
    receive: async (_scope, event) => {
      if (kept.state.events.has(event.externalId)) return false;
      replace({ ...event, attempts: 0, status: 'received', errorCode: null, isDue: true });
      return true;
    },
    due: async (_scope, limit) =>
      waiting()
        .filter(({ isDue }) => isDue)
        .slice(0, limit),
    wake: async () => {
      for (const event of waiting()) if (!event.isDue) replace({ ...event, isDue: true });
    },
    waitingForPayment: async (_scope, paymentId) =>
      waiting().filter(
        ({ attempts, payload }) => attempts > 0 && objectOf(payload).payment_intent === paymentId,
      ),
    postpone: async (_scope, id, { delayMs }) => {
      const event = waiting().find((one) => one.id === id);
      if (event === undefined) return;
      const status = delayMs === null ? 'failed' : event.status;
      const attempts = event.attempts + 1;
      replace({ ...event, attempts, status, errorCode: 'internal_error', isDue: false });
    },
  });
}

function objectOf(payload: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { data } = payload as { readonly data: { readonly object: Record<string, unknown> } };
  return data.object;
}

export function plainQueue(kept: Kept): StripeQueue {
  const requests = () => [...kept.state.requests.values()];
  return only<StripeQueue>({
    pending: async () => requests().flatMap(({ id, status }) => (status === 'pending' ? id : [])),
    statuses: async (_scope, ids) =>
      requests().flatMap(({ id, status }) => (ids.includes(id) ? status : [])),
  });
}
