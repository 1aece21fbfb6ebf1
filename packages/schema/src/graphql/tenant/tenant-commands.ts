import { z } from 'zod';
import type { TenantChanged, TenantRecord } from '../../contract/tenant.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { uuidOf } from '../global-id.ts';
import { globalIdText, idText, nameText, text } from '../text.ts';
import { TenantStatusEnum } from './tenant.ts';

const ChangedTenantRef = builder.objectRef<TenantRecord>('ChangedTenant').implement({
  description: 'A tenant as a command leaves it; `tenant` reads it with its quotas.',
  fields: (t) => ({
    id: t.globalID({ resolve: ({ tenantId }) => ({ type: 'Tenant', id: tenantId }) }),
    tenantId: t.exposeString('tenantId'),
    slug: t.exposeString('slug'),
    name: t.exposeString('name'),
    status: t.expose('status', { type: TenantStatusEnum }),
    statusReason: t.exposeString('statusReason', { nullable: true }),
    planId: t.exposeString('planId', { nullable: true }),
  }),
});

function tenantPayload(name: string) {
  return payloadRef<TenantChanged>(name).implement({
    interfaces: [CommandPayload],
    fields: (t) => ({
      tenant: t.field({ type: ChangedTenantRef, resolve: ({ value }) => value.tenant }),
      effectiveBy: t.field({
        type: 'DateTime',
        description: 'When the last data plane knows it, however far away it is.',
        resolve: ({ value }) => value.effectiveBy,
      }),
      policyRevision: t.field({
        type: 'BigInt',
        resolve: ({ value }) => value.policyRevision,
      }),
    }),
  });
}

const dayOfMonth = z.int().min(1, 'Is from 1 to 31.').max(31, 'Is from 1 to 31.');

const CreateTenantInput = builder.inputType('CreateTenantInput', {
  fields: (t) => ({
    name: t.string({ required: true, validate: nameText }),
    slug: t.string({
      validate: text({ min: 1, max: 63 }),
      description: 'Made from the name when absent.',
    }),
    planId: t.string({ validate: idText }),
    anchorDay: t.int({
      validate: dayOfMonth,
      description: 'Day of the month on which its periods begin; today’s when absent.',
    }),
    ...commandFields(t),
  }),
});

builder.mutationField('createTenant', (t) =>
  t.field({
    type: tenantPayload('CreateTenantPayload'),
    errors: {},
    authScopes: { permission: 'tenant:write' },
    args: { input: t.arg({ type: CreateTenantInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) => {
      const { name, slug, planId, anchorDay } = input;
      const asked = {
        name,
        slug: slug ?? undefined,
        planId: planId ?? undefined,
        anchorDay: anchorDay ?? undefined,
      };
      return settled(await useCases.tenant.create(ctx, asked, metaOf(input)));
    },
  }),
);

const UpdateTenantInput = builder.inputType('UpdateTenantInput', {
  fields: (t) => ({
    tenantId: t.id({ required: true, validate: globalIdText }),
    name: t.string({ validate: nameText }),
    planId: t.string({ validate: idText }),
    ...commandFields(t),
  }),
});

builder.mutationField('updateTenant', (t) =>
  t.field({
    type: tenantPayload('UpdateTenantPayload'),
    errors: {},
    authScopes: { permission: 'tenant:write' },
    args: { input: t.arg({ type: UpdateTenantInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) => {
      const asked = {
        tenantId: uuidOf('Tenant', String(input.tenantId), 'tenantId'),
        name: input.name ?? undefined,
        planId: input.planId ?? undefined,
      };
      return settled(await useCases.tenant.update(ctx, asked, metaOf(input)));
    },
  }),
);

const TenantStatusInput = builder.inputType('TenantStatusInput', {
  fields: (t) => ({
    tenantId: t.id({ required: true, validate: globalIdText }),
    ...commandFields(t),
  }),
});

const statusCommands = [
  { field: 'suspendTenant', useCase: 'suspend', about: 'Stops a tenant: no lease any more.' },
  { field: 'resumeTenant', useCase: 'resume', about: 'Lets a suspended tenant lease again.' },
  { field: 'deleteTenant', useCase: 'delete', about: 'Ends a tenant for good; its rows stay.' },
] as const;

for (const { field, useCase, about } of statusCommands) {
  const payload = tenantPayload(`${field.charAt(0).toUpperCase()}${field.slice(1)}Payload`);
  builder.mutationField(field, (t) =>
    t.field({
      type: payload,
      errors: {},
      description: about,
      authScopes: { permission: 'tenant:write' },
      args: { input: t.arg({ type: TenantStatusInput, required: true }) },
      resolve: async (_root, { input }, { ctx, useCases }) => {
        const tenantId = uuidOf('Tenant', String(input.tenantId), 'tenantId');
        return settled(await useCases.tenant[useCase](ctx, { tenantId }, metaOf(input)));
      },
    }),
  );
}
