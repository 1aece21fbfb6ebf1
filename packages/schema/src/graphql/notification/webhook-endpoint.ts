import type { InputFieldBuilder } from '@pothos/core';
import { z } from 'zod';
import {
  alertKinds,
  type WebhookEndpointView,
  webhookFormats,
} from '../../contract/notification.ts';
import { builder } from '../builder.ts';
import type { SchemaTypes } from '../schema-types.ts';
import { globalIdText } from '../text.ts';
import { valuesOf } from '../values-of.ts';

export const WebhookFormatEnum = builder.enumType('WebhookFormat', {
  description: 'SIGNED by Standard Webhooks, or as SLACK reads it.',
  values: valuesOf(webhookFormats),
});

export const WebhookEndpointRef = builder
  .objectRef<WebhookEndpointView>('WebhookEndpoint')
  .implement({
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
      previousSecretUntil: t.expose('previousSecretUntil', {
        type: 'DateTime',
        nullable: true,
        description: 'Until when the secret before signs as well; null when it was never replaced.',
      }),
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

export const kindList = z
  .array(
    z
      .string()
      .refine(
        (kind) => (alertKinds as readonly string[]).includes(kind),
        `Must be one of: ${alertKinds.join(', ')}.`,
      ),
  )
  .max(alertKinds.length, `Has at most ${alertKinds.length} kinds.`);

/** The field of an input that names an endpoint. */
export function endpointIdField(t: InputFieldBuilder<SchemaTypes, 'InputObject'>) {
  return {
    endpointId: t.id({
      required: true,
      validate: globalIdText,
      description: 'The endpoint’s global id or its uuid.',
    }),
  };
}
