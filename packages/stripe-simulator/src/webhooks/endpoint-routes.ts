import { z } from 'zod';
import { clearable, flag, metadata, text } from '../http/form.ts';
import { pageOf, paging } from '../http/list.ts';
import { given, mergeMetadata } from '../http/metadata.ts';
import { get, post, type Route, remove } from '../http/route.ts';
import { createEndpoint } from './endpoints.ts';

const url = z.url({ protocol: /^https?$/, message: 'Not a valid URL' });

const facts = {
  description: clearable.optional(),
  metadata: metadata.optional(),
};

export const endpointRoutes: readonly Route[] = [
  post(
    '/v1/webhook_endpoints',
    { ...facts, url, enabled_events: z.array(text).min(1), api_version: text.optional() },
    (input, { world }) =>
      createEndpoint(world, {
        url: input.url,
        enabledEvents: input.enabled_events,
        description: input.description,
        metadata: mergeMetadata({}, input.metadata),
      }),
  ),
  get('/v1/webhook_endpoints', paging, (input, { world, path }) =>
    pageOf(world.tables.webhookEndpoints.all(), input, path),
  ),
  get('/v1/webhook_endpoints/:id', {}, (_input, { world, id }) =>
    world.tables.webhookEndpoints.require(id),
  ),
  post(
    '/v1/webhook_endpoints/:id',
    {
      ...facts,
      url: url.optional(),
      enabled_events: z.array(text).min(1).optional(),
      disabled: flag.optional(),
    },
    (input, { world, id }) => {
      const before = world.tables.webhookEndpoints.require(id);
      const { disabled, description, enabled_events, url: changed } = input;
      return world.tables.webhookEndpoints.put({
        ...before,
        ...given({ description, enabled_events, url: changed }),
        ...(disabled !== undefined && { status: disabled ? 'disabled' : 'enabled' }),
        metadata: mergeMetadata(before.metadata, input.metadata),
      });
    },
  ),
  remove('/v1/webhook_endpoints/:id', {}, (_input, { world, id }) => {
    world.tables.webhookEndpoints.require(id);
    world.tables.webhookEndpoints.delete(id);
    world.tables.endpointSecrets.delete(id);
    return { id, object: 'webhook_endpoint', deleted: true };
  }),
];
