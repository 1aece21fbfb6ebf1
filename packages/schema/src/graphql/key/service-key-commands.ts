import { isServiceScope, serviceScopes } from '@purser/domain/access/service-scopes';
import { z } from 'zod';
import type { ServiceKeyView } from '../../contract/operation-views.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { uuidOf } from '../global-id.ts';
import { globalIdText, nameText } from '../text.ts';
import { ServiceKeyRef } from './service-key.ts';

const scopeList = z
  .array(z.string().refine(isServiceScope, `Must be one of: ${serviceScopes.join(', ')}.`))
  .min(1, 'Has at least one scope.')
  .max(serviceScopes.length, `Has at most ${serviceScopes.length} scopes.`);

const CreateServiceKeyInput = builder.inputType('CreateServiceKeyInput', {
  fields: (t) => ({
    name: t.string({ required: true, validate: nameText }),
    scopes: t.stringList({
      required: true,
      validate: scopeList,
      description: `Any of: ${serviceScopes.join(', ')}.`,
    }),
    ...commandFields(t),
  }),
});

type Created = { readonly key: ServiceKeyView; readonly secret: string };

const CreateServiceKeyPayload = payloadRef<Created>('CreateServiceKeyPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    key: t.field({ type: ServiceKeyRef, resolve: ({ value }) => value.key }),
    secret: t.string({
      description: 'The whole key. It is not stored and cannot be shown again.',
      resolve: ({ value }) => value.secret,
    }),
  }),
});

builder.mutationField('createServiceKey', (t) =>
  t.field({
    type: CreateServiceKeyPayload,
    errors: {},
    authScopes: { permission: 'key:manage' },
    args: { input: t.arg({ type: CreateServiceKeyInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(
        await useCases.key.create(ctx, { name: input.name, scopes: input.scopes }, metaOf(input)),
      ),
  }),
);

const RevokeServiceKeyInput = builder.inputType('RevokeServiceKeyInput', {
  fields: (t) => ({
    keyId: t.id({
      required: true,
      validate: globalIdText,
      description: 'The key’s global id or its uuid.',
    }),
    ...commandFields(t),
  }),
});

const RevokeServiceKeyPayload = payloadRef<ServiceKeyView>('RevokeServiceKeyPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({ key: t.field({ type: ServiceKeyRef, resolve: ({ value }) => value }) }),
});

builder.mutationField('revokeServiceKey', (t) =>
  t.field({
    type: RevokeServiceKeyPayload,
    errors: {},
    authScopes: { permission: 'key:manage' },
    args: { input: t.arg({ type: RevokeServiceKeyInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(
        await useCases.key.revoke(
          ctx,
          { id: uuidOf('ServiceKey', input.keyId, 'keyId') },
          metaOf(input),
        ),
      ),
  }),
);
