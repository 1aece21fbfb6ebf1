import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { EventReader } from '../../ports/event-reader.ts';
import { runCommand } from '../command/run-command.ts';
import { type ProcessDeps, processEvent } from '../stripe/events/process-events.ts';
import type { StripeDesk } from '../stripe/requests/stripe-desk.ts';
import { retryEvent } from './retry-event.ts';

export type EventDeps = ProcessDeps & {
  readonly events: EventReader;
  /** Null where Stripe is not configured. */
  readonly desk: StripeDesk | null;
  readonly onError: (error: unknown) => void;
};

/** Outside events as surfaces see them. */
export function eventUseCases(deps: EventDeps): UseCases['event'] {
  return {
    list: (ctx, filter) => deps.events.list(ctx.scope, filter),
    get: (ctx, { id }) => deps.events.find(ctx.scope, id),
    effects: (ctx, { externalIds }) => deps.events.effects(ctx.scope, externalIds),
    retry: async (ctx, input, meta) => {
      const outcome = await runCommand(deps, retryEvent, { ctx, input, meta });
      if (!outcome.ok || outcome.dryRun) return outcome;
      const { eventId, acceptAmount } = input;
      const isRequest = outcome.value.status === 'pending';
      if (isRequest && !outcome.replayed)
        await deps.desk?.ask(ctx.scope, eventId).catch(deps.onError);
      const due = outcome.replayed || isRequest ? null : await deps.inbox.find(ctx.scope, eventId);
      // A fault is noted at the event, which the answer shows.
      if (due !== null) await processEvent(deps, ctx.scope, due, acceptAmount).catch(deps.onError);
      return { ...outcome, value: (await deps.events.find(ctx.scope, eventId)) ?? outcome.value };
    },
  };
}
