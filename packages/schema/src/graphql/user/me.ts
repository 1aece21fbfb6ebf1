import type { RequestContext } from '../../contract/request-context.ts';
import { builder } from '../builder.ts';
import { valuesOf } from '../values-of.ts';

const CallerKind = builder.enumType('CallerKind', {
  values: {
    ...valuesOf(['person', 'job', 'webhook', 'cli', 'anonymous']),
    SERVICE_KEY: { value: 'service-key' },
    USER_TOKEN: { value: 'user-token' },
  } as const,
});

const MeRef = builder.objectRef<RequestContext>('Me').implement({
  description: 'Who is asking, and where.',
  fields: (t) => ({
    callerId: t.string({ resolve: ({ caller }) => caller.id }),
    kind: t.field({ type: CallerKind, resolve: ({ caller }) => caller.kind }),
    name: t.string({ resolve: ({ caller }) => caller.name }),
    role: t.string({ resolve: ({ caller }) => caller.role }),
    permissions: t.stringList({
      description: 'What this caller may do here, as `area:verb`.',
      resolve: ({ caller }) => [...caller.permissions].sort(),
    }),
    selfUserId: t.string({
      nullable: true,
      description: 'For user tokens: the only user whose data may be read.',
      resolve: ({ caller }) => caller.selfUserId ?? null,
    }),
    tenantSlug: t.string({ resolve: ({ scope }) => scope.tenantSlug }),
    projectSlug: t.string({ resolve: ({ scope }) => scope.projectSlug }),
  }),
});

builder.queryField('me', (t) =>
  t.field({
    type: MeRef,
    authScopes: { signedIn: true },
    resolve: (_root, _args, { ctx }) => ctx,
  }),
);
