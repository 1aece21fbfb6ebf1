import { type DeliveryView, deliveryStatuses } from '../../contract/notification.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { uuidOf } from '../global-id.ts';
import { connectionFrom, connectionOf } from '../relay/connection.ts';
import { pageArgs, pageComplexity } from '../relay/page-args.ts';
import { sortArg, sortInput } from '../relay/sort-arg.ts';
import { globalIdText } from '../text.ts';
import { valuesOf } from '../values-of.ts';

const DeliveryStatusEnum = builder.enumType('DeliveryStatus', {
  description: 'DEAD was given up after its last attempt.',
  values: valuesOf(deliveryStatuses),
});

export const DeliveryRef = builder.objectRef<DeliveryView>('Delivery').implement({
  description: 'One alert on its way to one receiver.',
  fields: (t) => ({
    id: t.globalID({ resolve: ({ id }) => ({ type: 'Delivery', id }) }),
    deliveryId: t.exposeString('id'),
    kind: t.exposeString('kind'),
    title: t.exposeString('title'),
    channel: t.exposeString('channel', { description: '`mail` or `webhook`.' }),
    receiver: t.exposeString('receiver', { description: 'The mail address, or the URL.' }),
    endpointId: t.exposeString('endpointId', {
      nullable: true,
      description: 'The webhook endpoint; null for mail.',
    }),
    status: t.expose('status', { type: DeliveryStatusEnum }),
    attempts: t.exposeInt('attempts'),
    nextAttemptAt: t.expose('nextAttemptAt', { type: 'DateTime', nullable: true }),
    lastError: t.exposeString('lastError', { nullable: true }),
    lastAnswer: t.exposeString('lastAnswer', {
      nullable: true,
      description: 'What the receiver said when it took the alert.',
    }),
    deliveredAt: t.expose('deliveredAt', { type: 'DateTime', nullable: true }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
});

const DeliveryConnection = connectionOf('Delivery', DeliveryRef);

const DeliverySort = sortInput('Delivery', 'deliveries');

builder.queryField('deliveries', (t) =>
  t.field({
    type: DeliveryConnection,
    description: 'Alerts and whom they were told, newest first.',
    authScopes: { permission: 'event:read' },
    complexity: pageComplexity,
    args: {
      status: t.arg({ type: DeliveryStatusEnum }),
      endpointId: t.arg.id({
        validate: globalIdText,
        description: 'Of one endpoint: its global id or its uuid.',
      }),
      ...pageArgs(t.arg),
      ...sortArg(t.arg, DeliverySort),
    },
    resolve: (_root, { status, endpointId, ...page }, { ctx, useCases }) => {
      const endpoint =
        endpointId == null ? undefined : uuidOf('WebhookEndpoint', endpointId, 'endpointId');
      return connectionFrom(page, (request) =>
        useCases.notification.deliveries(ctx, {
          status: status ?? undefined,
          endpointId: endpoint,
          ...request,
        }),
      );
    },
  }),
);

const RedeliverInput = builder.inputType('RedeliverInput', {
  fields: (t) => ({
    deliveryId: t.id({
      required: true,
      validate: globalIdText,
      description: 'The delivery’s global id or its uuid.',
    }),
    ...commandFields(t),
  }),
});

const RedeliverPayload = payloadRef<DeliveryView>('RedeliverPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({ delivery: t.field({ type: DeliveryRef, resolve: ({ value }) => value }) }),
});

builder.mutationField('redeliver', (t) =>
  t.field({
    type: RedeliverPayload,
    errors: {},
    description: 'Sends an alert again to one receiver; the message keeps its id.',
    authScopes: { permission: 'event:write' },
    args: { input: t.arg({ type: RedeliverInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) => {
      const id = uuidOf('Delivery', input.deliveryId, 'deliveryId');
      return settled(await useCases.notification.redeliver(ctx, { id }, metaOf(input)));
    },
  }),
);
