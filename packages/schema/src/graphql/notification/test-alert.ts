import type { DeliveryView } from '../../contract/notification.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { uuidOf } from '../global-id.ts';
import { DeliveryRef } from './delivery.ts';
import { endpointIdField } from './webhook-endpoint.ts';

const SendTestAlertInput = builder.inputType('SendTestAlertInput', {
  fields: (t) => ({
    ...endpointIdField(t),
    ...commandFields(t),
  }),
});

const SendTestAlertPayload = payloadRef<DeliveryView>('SendTestAlertPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({ delivery: t.field({ type: DeliveryRef, resolve: ({ value }) => value }) }),
});

builder.mutationField('sendTestAlert', (t) =>
  t.field({
    type: SendTestAlertPayload,
    errors: {},
    description: 'Sends one endpoint an alert that says it is a test; nobody else is told.',
    authScopes: { permission: 'event:write' },
    args: { input: t.arg({ type: SendTestAlertInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) => {
      const id = uuidOf('WebhookEndpoint', input.endpointId, 'endpointId');
      return settled(await useCases.notification.sendTest(ctx, { id }, metaOf(input)));
    },
  }),
);
