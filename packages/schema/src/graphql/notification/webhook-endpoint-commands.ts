import { alertKinds, type WebhookEndpointView } from '../../contract/notification.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { uuidOf } from '../global-id.ts';
import { text } from '../text.ts';
import {
  endpointIdField,
  kindList,
  WebhookEndpointRef,
  WebhookFormatEnum,
} from './webhook-endpoint.ts';

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

type WithSecret = { readonly endpoint: WebhookEndpointView; readonly secret: string | null };

const CreateWebhookEndpointPayload = payloadRef<WithSecret>(
  'CreateWebhookEndpointPayload',
).implement({
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
    ...endpointIdField(t),
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

const UpdateWebhookEndpointInput = builder.inputType('UpdateWebhookEndpointInput', {
  fields: (t) => ({
    ...endpointIdField(t),
    active: t.boolean({
      description: 'Off, it is told of nothing new, and what waits for it waits on.',
    }),
    kinds: t.stringList({
      validate: kindList,
      description: `Any of: ${alertKinds.join(', ')}; none is all. Absent stays as it is.`,
    }),
    ...commandFields(t),
  }),
});

const UpdateWebhookEndpointPayload = payloadRef<WebhookEndpointView>(
  'UpdateWebhookEndpointPayload',
).implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    endpoint: t.field({ type: WebhookEndpointRef, resolve: ({ value }) => value }),
  }),
});

builder.mutationField('updateWebhookEndpoint', (t) =>
  t.field({
    type: UpdateWebhookEndpointPayload,
    errors: {},
    description: 'Switches an endpoint off or on, or changes what it is told of.',
    authScopes: { permission: 'project:write' },
    args: { input: t.arg({ type: UpdateWebhookEndpointInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) => {
      const id = uuidOf('WebhookEndpoint', input.endpointId, 'endpointId');
      const change = { id, active: input.active ?? undefined, kinds: input.kinds ?? undefined };
      return settled(await useCases.notification.updateEndpoint(ctx, change, metaOf(input)));
    },
  }),
);

const RotateWebhookSecretInput = builder.inputType('RotateWebhookSecretInput', {
  fields: (t) => ({ ...endpointIdField(t), ...commandFields(t) }),
});

const RotateWebhookSecretPayload = payloadRef<WithSecret>('RotateWebhookSecretPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    endpoint: t.field({ type: WebhookEndpointRef, resolve: ({ value }) => value.endpoint }),
    secret: t.string({
      nullable: true,
      description: 'What messages are signed with from now on. It is shown this once.',
      resolve: ({ value }) => value.secret,
    }),
  }),
});

builder.mutationField('rotateWebhookSecret', (t) =>
  t.field({
    type: RotateWebhookSecretPayload,
    errors: {},
    description: 'Replaces an endpoint’s secret; the one before signs beside it for a day.',
    authScopes: { permission: 'project:write' },
    args: { input: t.arg({ type: RotateWebhookSecretInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) => {
      const id = uuidOf('WebhookEndpoint', input.endpointId, 'endpointId');
      return settled(await useCases.notification.rotateSecret(ctx, { id }, metaOf(input)));
    },
  }),
);
