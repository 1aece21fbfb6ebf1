import type { DomainView, WithRevision } from '../../contract/tenant.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { uuidOf } from '../global-id.ts';
import { globalIdText, text } from '../text.ts';
import { valuesOf } from '../values-of.ts';
import { tenantOf } from './tenant.ts';

const DomainStateEnum = builder.enumType('DomainState', {
  values: valuesOf(['pending', 'verified', 'removed']),
});

const DomainCheckRef = builder
  .objectRef<NonNullable<DomainView['lastCheck']>>('DomainCheck')
  .implement({
    fields: (t) => ({
      at: t.expose('at', { type: 'DateTime' }),
      result: t.exposeString('result', {
        description: 'verified, not_found, wrong_value, or unavailable: the resolver was silent.',
      }),
      found: t.stringList({ resolve: ({ found }) => [...found] }),
      advice: t.exposeString('advice'),
    }),
  });

const TenantDomainRef = builder.objectRef<DomainView>('TenantDomain').implement({
  description: 'A name that a tenant claims, and proves by a TXT record.',
  fields: (t) => ({
    id: t.globalID({ resolve: ({ id }) => ({ type: 'TenantDomain', id }) }),
    domainId: t.exposeString('id'),
    name: t.exposeString('name'),
    state: t.expose('state', { type: DomainStateEnum }),
    verifiedAt: t.expose('verifiedAt', { type: 'DateTime', nullable: true }),
    recordName: t.string({ resolve: ({ challenge }) => challenge.name }),
    recordValue: t.string({ resolve: ({ challenge }) => challenge.value }),
    lastCheck: t.field({
      type: DomainCheckRef,
      nullable: true,
      resolve: ({ lastCheck }) => lastCheck,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
});

builder.queryField('domains', (t) =>
  t.field({
    type: [TenantDomainRef],
    description: 'Domains of a tenant by name; without an id those of the request’s own.',
    authScopes: { permission: 'portal:read' },
    args: { tenantId: t.arg.id({ validate: globalIdText }) },
    resolve: async (_root, { tenantId }, { ctx, useCases }) => [
      ...(await useCases.domain.list(ctx, {
        tenantId: tenantOf(tenantId, ctx.scope.tenantUuid),
      })),
    ],
  }),
);

function domainPayload(name: string) {
  return payloadRef<WithRevision<DomainView>>(name).implement({
    interfaces: [CommandPayload],
    fields: (t) => ({
      domain: t.field({ type: TenantDomainRef, resolve: ({ value }) => value.value }),
      policyRevision: t.field({ type: 'BigInt', resolve: ({ value }) => value.policyRevision }),
    }),
  });
}

const AddDomainInput = builder.inputType('AddDomainInput', {
  fields: (t) => ({
    name: t.string({ required: true, validate: text({ min: 1, max: 1_000 }) }),
    ...commandFields(t),
  }),
});

builder.mutationField('addDomain', (t) =>
  t.field({
    type: domainPayload('AddDomainPayload'),
    errors: {},
    description: 'Claims a name for the request’s own tenant.',
    authScopes: { permission: 'portal:manage' },
    args: { input: t.arg({ type: AddDomainInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(await useCases.domain.add(ctx, { name: input.name }, metaOf(input))),
  }),
);

const DomainInput = builder.inputType('DomainInput', {
  fields: (t) => ({
    domainId: t.id({ required: true, validate: globalIdText }),
    ...commandFields(t),
  }),
});

for (const [field, useCase] of [
  ['verifyDomain', 'verify'],
  ['removeDomain', 'remove'],
] as const) {
  const payload = domainPayload(`${field.charAt(0).toUpperCase()}${field.slice(1)}Payload`);
  builder.mutationField(field, (t) =>
    t.field({
      type: payload,
      errors: {},
      authScopes: { permission: 'portal:manage' },
      args: { input: t.arg({ type: DomainInput, required: true }) },
      resolve: async (_root, { input }, { ctx, useCases }) => {
        const id = uuidOf('TenantDomain', String(input.domainId), 'domainId');
        return settled(await useCases.domain[useCase](ctx, { id }, metaOf(input)));
      },
    }),
  );
}
