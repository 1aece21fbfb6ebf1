import type { ServiceKeyView } from '../../contract/operation-views.ts';
import { builder } from '../builder.ts';

export const ServiceKeyRef = builder.objectRef<ServiceKeyView>('ServiceKey');

builder.node(ServiceKeyRef, {
  description: 'A key of an AI app or GraphQL client; its secret is shown once, when it is made.',
  authScopes: { permission: 'key:read' },
  id: { resolve: ({ id }) => id },
  loadOne: async (id, { ctx, useCases }) =>
    (await useCases.key.list(ctx, {})).find((key) => key.id === id) ?? null,
  fields: (t) => ({
    keyId: t.exposeString('id'),
    name: t.exposeString('name'),
    prefix: t.exposeString('prefix', {
      description: 'The beginning of the key, to tell it apart.',
    }),
    scopes: t.stringList({ resolve: ({ scopes }) => [...scopes] }),
    createdBy: t.exposeString('createdBy'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', nullable: true }),
  }),
});

builder.queryField('apiKeys', (t) =>
  t.field({
    type: [ServiceKeyRef],
    description: 'The project’s service keys.',
    authScopes: { permission: 'key:read' },
    resolve: (_root, _args, { ctx, useCases }) => useCases.key.list(ctx, {}),
  }),
);
