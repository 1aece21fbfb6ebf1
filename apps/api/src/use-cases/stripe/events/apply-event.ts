import { accepted } from '@purser/domain/outcome';
import { failed, ignored, type NoEffect } from '@purser/domain/stripe/event-codes';
import type { ExternalEventView } from '@purser/schema/contract/event';
import type { Stores } from '../../../ports/unit-of-work.ts';
import type { CommandDefinition, Decision, Moment } from '../../command/run-command.ts';
import { type EventEnd, endEvent } from './end-event.ts';
import { type ApplyEvent, type DecideEvent, isNoEffect, type LoadEvent } from './event-handler.ts';

export type ApplyStripeEvent = {
  readonly eventId: string;
  /** What the event's handler found in it before anything was locked. */
  readonly work: LoadEvent | NoEffect;
};

type State = {
  readonly event: ExternalEventView | null;
  readonly decide: DecideEvent | NoEffect;
};

type Change = { readonly end: EventEnd; readonly apply: ApplyEvent | null };

type Decided = Decision<Change, ExternalEventView | null>;

/**
 * Does what a received event asks for and ends the event, in one transaction: whoever comes second finds it
 * done (rule E2).
 */
export const applyEvent: CommandDefinition<
  ApplyStripeEvent,
  State,
  Change,
  ExternalEventView | null
> = {
  operation: 'apply-stripe-event',
  load: async (stores, { eventId, work }, moment) => {
    const event = await stores.events.lock(eventId);
    const isOpen = event?.status === 'received';
    const decide = isOpen && !isNoEffect(work) ? await work(stores, moment) : notHandled;
    return { event, decide: isNoEffect(work) ? work : decide };
  },
  decide: ({ event, decide }, _input, moment) => {
    if (event?.status !== 'received') return accepted(untouched(event));
    return accepted(decideEvent(event, decide, moment));
  },
  apply: async (stores, { end, apply }, moment) => {
    if (apply !== null) await apply(stores, moment);
    await finish(stores, end, moment);
    return undefined;
  },
};

export const notHandled = ignored('not_handled', 'Events of this type change nothing here.');

export const misplaced = {
  nowhere: failed(
    'unknown_project',
    'The metadata names a tenant or a project that does not exist.',
  ),
  elsewhere: ignored('moved', 'The event went on to the project that its metadata names.'),
};

/** Somebody else ended the event, or it is gone. */
function untouched(event: ExternalEventView | null): Decided {
  const end = { eventId: event?.id ?? '', status: 'ignored' as const, user: null, why: null };
  return {
    change: { end, apply: null },
    preview: event,
    changes: [],
    audit: { targetType: 'event', targetId: end.eventId, before: null, after: null },
    affects: 'nobody',
    unchanged: true,
  };
}

function decideEvent(
  event: ExternalEventView,
  decide: DecideEvent | NoEffect,
  moment: Moment,
): Decided {
  const decision = isNoEffect(decide) ? decide : decide(moment);
  if (isNoEffect(decision)) return decideNothing(event, decision);
  const { user, change: apply, audit, ...rest } = decision;
  const end = { eventId: event.id, status: 'applied' as const, user, why: null };
  return { ...rest, change: { end, apply }, preview: endEvent(event, end), audit };
}

function decideNothing(event: ExternalEventView, why: NoEffect): Decided {
  if (why.kind === 'waits') throw new EventWaits(why.sentence);
  const end = { eventId: event.id, status: why.kind, user: null, why };
  const after = { externalId: event.externalId, status: why.kind, code: why.code };
  const alert = {
    kind: 'event_failed',
    severity: 'warning' as const,
    dedupeKey: `event-failed:${event.id}:${why.code}`,
    title: `Stripe's event ${event.externalId} (${event.kind}) failed: ${why.sentence}`,
    payload: { eventId: event.id, externalId: event.externalId, kind: event.kind, code: why.code },
  };
  return {
    change: { end, apply: null },
    preview: endEvent(event, end),
    changes: [{ label: 'event', before: event.status, after: `${why.kind}: ${why.code}` }],
    audit: { targetType: 'event', targetId: event.id, before: { status: event.status }, after },
    affects: 'nobody',
    alerts: why.kind === 'failed' ? [alert] : [],
  };
}

/** What the event is about is not known here yet: it is tried again later, when it may be (rule X5). */
export class EventWaits extends Error {
  override name = 'EventWaits';
}

async function finish(stores: Stores, end: EventEnd, moment: Moment): Promise<void> {
  const { eventId, status, user, why } = end;
  const outcome = {
    status,
    userId: user?.id ?? null,
    errorCode: why?.code ?? null,
    error: why?.sentence ?? null,
  };
  await stores.events.finish(eventId, outcome, moment.now);
}
