import { StatusBadge, type Tone } from '../../components/status-badge.tsx';
import type { EventStatus } from '../../generated/events/graphql.ts';

const states: Readonly<Record<EventStatus, readonly [Tone, string, string]>> = {
  RECEIVED: ['live', 'waiting', 'Purser has it and has not done it yet.'],
  PENDING: ['info', 'at Stripe', 'Stripe has not answered yet.'],
  APPLIED: ['ok', 'applied', 'Done.'],
  IGNORED: ['neutral', 'ignored', 'There was nothing to do.'],
  FAILED: ['broken', 'failed', 'Somebody must look.'],
};

/** How far an event has come. */
export function EventBadge({ status }: { readonly status: EventStatus }) {
  const [tone, word, title] = states[status];
  return (
    <StatusBadge tone={tone} title={title}>
      {word}
    </StatusBadge>
  );
}
