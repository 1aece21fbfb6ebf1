import { z } from 'zod';
import {
  alertKinds,
  type WebhookEndpointView,
  webhookFormats,
} from '../../contract/notification.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { uuidOf } from '../global-id.ts';
import { globalIdText, text } from '../text.ts';
import { valuesOf } from '../values-of.ts';

const WebhookFormatEnum = builder.enumType('WebhookFormat', {
  description: 'SIGNED by Standard Webhooks, or as SLACK reads it.',
  values: valuesOf(webhookFormats),
});

const WebhookEndpointRef = builder.objectRef<WebhookEndpointView>('WebhookEndpoint').implement({
  description: 'Where alerts are sent besides e-mail.',
  fields: (t) => ({
    id: t.globalID({ resolve: ({ id }) => ({ type: 'WebhookEndpoint', id }) }),
    endpointId: t.exposeString('id'),
    url: t.exposeString('url'),
    format: t.expose('format', { type: WebhookFormatEnum }),
    kinds: t.stringList({
      description: 'Kinds of alerts it wants; empty is all.',
      resolve: ({ kinds }) => [...kinds],
    }),
    active: t.exposeBoolean('active'),
    createdBy: t.exposeString('createdBy'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
});

builder.queryField('webhookEndpoints', (t) =>
  t.field({
    type: [WebhookEndpointRef],
    description: 'Where alerts are sent besides e-mail, newest first.',
    authScopes: { permission: 'event:read' },
    resolve: (_root, _args, { ctx, useCases }) => useCases.notification.endpoints(ctx, {}),
  }),
);

const kindList = z
  .array(
    z
      .string()
      .refine(
        (kind) => (alertKinds as readonly string[]).includes(kind),
        `Must be one of: ${alertKinds.join(', ')}.`,
      ),
  )
  .max(alertKinds.length, `Has at most ${alertKinds.length} kinds.`);

const CreateWebhookEndpointInput = builder.inputType('CreateWebhookEndpointInput', {
  fields: (t) => ({
    url: t.string({ required: true, validate: text({ min: 1, max: 2000 }) }),
    format: t.field({ type: WebhookFormatEnum, required: true, defaultValue: 'signed' }),
    kinds: t.stringList({
      required: true,
      defaultValue: [],
      validate: kindList,
      description: `Any of: ${alertKinds.join(', ')}; none is all.`,
    }),
    ...commandFields(t),
  }),
});

type Created = { readonly endpoint: WebhookEndpointView; readonly secret: string | null };

const CreateWebhookEndpointPayload = payloadRef<Created>('CreateWebhookEndpointPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    endpoint: t.field({ type: WebhookEndpointRef, resolve: ({ value }) => value.endpoint }),
    secret: t.string({
      nullable: true,
      description: 'What messages are signed with. It is shown this once; Slack needs none.',
      resolve: ({ value }) => value.secret,
    }),
  }),
});

builder.mutationField('createWebhookEndpoint', (t) =>
  t.field({
    type: CreateWebhookEndpointPayload,
    errors: {},
    authScopes: { permission: 'project:write' },
    args: { input: t.arg({ type: CreateWebhookEndpointInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) => {
      const { url, format, kinds } = input;
      return settled(
        await useCases.notification.createEndpoint(ctx, { url, format, kinds }, metaOf(input)),
      );
    },
  }),
);

const DeleteWebhookEndpointInput = builder.inputType('DeleteWebhookEndpointInput', {
  fields: (t) => ({
    endpointId: t.id({
      required: true,
      validate: globalIdText,
      description: 'The endpoint’s global id or its uuid.',
    }),
    ...commandFields(t),
  }),
});

const DeleteWebhookEndpointPayload = payloadRef<WebhookEndpointView>(
  'DeleteWebhookEndpointPayload',
).implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    endpoint: t.field({ type: WebhookEndpointRef, resolve: ({ value }) => value }),
  }),
});

builder.mutationField('deleteWebhookEndpoint', (t) =>
  t.field({
    type: DeleteWebhookEndpointPayload,
    errors: {},
    authScopes: { permission: 'project:write' },
    args: { input: t.arg({ type: DeleteWebhookEndpointInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) => {
      const id = uuidOf('WebhookEndpoint', input.endpointId, 'endpointId');
      return settled(await useCases.notification.deleteEndpoint(ctx, { id }, metaOf(input)));
    },
  }),
);
