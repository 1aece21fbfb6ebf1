import type { ExternalEventView } from '../../contract/event.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { uuidOf } from '../global-id.ts';
import { globalIdText } from '../text.ts';
import { ExternalEventRef } from './event.ts';

const RetryEventInput = builder.inputType('RetryEventInput', {
  fields: (t) => ({
    eventId: t.id({
      required: true,
      validate: globalIdText,
      description: 'The event’s global id or its uuid.',
    }),
    acceptAmount: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Grant the named package although another amount was received.',
    }),
    ...commandFields(t),
  }),
});

const RetryEventPayload = payloadRef<ExternalEventView>('RetryEventPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({ event: t.field({ type: ExternalEventRef, resolve: ({ value }) => value }) }),
});

builder.mutationField('retryEvent', (t) =>
  t.field({
    type: RetryEventPayload,
    errors: {},
    description:
      'Tries an event again that failed or was ignored; the answer shows what came of it.',
    authScopes: { permission: 'event:write' },
    args: { input: t.arg({ type: RetryEventInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) => {
      const eventId = uuidOf('ExternalEvent', input.eventId, 'eventId');
      const { acceptAmount } = input;
      return settled(await useCases.event.retry(ctx, { eventId, acceptAmount }, metaOf(input)));
    },
  }),
);
