import { apiKeyEnvironments } from '@purser/domain/tenant/api-key';
import { rotationOverlapMaxSeconds } from '@purser/domain/tenant/key-rotation';
import { z } from 'zod';
import type { ApiKeyView, PlanUpgraded, WithRevision } from '../../contract/tenant.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { uuidOf } from '../global-id.ts';
import { globalIdText, idText, nameText } from '../text.ts';
import { valuesOf } from '../values-of.ts';
import { tenantOf } from './tenant.ts';

const ApiKeyEnvironmentEnum = builder.enumType('ApiKeyEnvironment', {
  values: valuesOf(apiKeyEnvironments),
});

const ApiKeyStatusEnum = builder.enumType('ApiKeyStatus', {
  values: valuesOf(['active', 'expired', 'revoked']),
});

const TenantApiKeyRef = builder.objectRef<ApiKeyView>('TenantApiKey').implement({
  description: 'A tenant’s key for data planes; it is shown once, when it is made.',
  fields: (t) => ({
    id: t.globalID({ resolve: ({ id }) => ({ type: 'TenantApiKey', id }) }),
    apiKeyId: t.exposeString('id'),
    name: t.exposeString('name'),
    prefix: t.exposeString('prefix'),
    status: t.expose('status', { type: ApiKeyStatusEnum }),
    scopes: t.stringList({ resolve: ({ scopes }) => [...scopes] }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true }),
    notAfter: t.expose('notAfter', {
      type: 'DateTime',
      nullable: true,
      description: 'When a rotated key ends.',
    }),
    successorId: t.exposeString('successorId', { nullable: true }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', nullable: true }),
  }),
});

builder.queryField('tenantApiKeys', (t) =>
  t.field({
    type: [TenantApiKeyRef],
    description: 'API keys of a tenant, newest first; without an id those of the request’s own.',
    authScopes: { permission: 'portal:read' },
    args: { tenantId: t.arg.id({ validate: globalIdText }) },
    resolve: async (_root, { tenantId }, { ctx, useCases }) => [
      ...(await useCases.apiKey.list(ctx, {
        tenantId: tenantOf(tenantId, ctx.scope.tenantUuid),
      })),
    ],
  }),
);

const CreateApiKeyInput = builder.inputType('CreateApiKeyInput', {
  fields: (t) => ({
    name: t.string({ required: true, validate: nameText }),
    environment: t.field({ type: ApiKeyEnvironmentEnum }),
    expiresAt: t.field({ type: 'DateTime' }),
    ...commandFields(t),
  }),
});

type Made = WithRevision<ApiKeyView> & { readonly key: string | null };

function madePayload(name: string) {
  return payloadRef<Made>(name).implement({
    interfaces: [CommandPayload],
    fields: (t) => ({
      apiKey: t.field({ type: TenantApiKeyRef, resolve: ({ value }) => value.value }),
      key: t.string({
        nullable: true,
        description: 'The whole key. It is not stored and cannot be shown again.',
        resolve: ({ value }) => value.key,
      }),
      policyRevision: t.field({ type: 'BigInt', resolve: ({ value }) => value.policyRevision }),
    }),
  });
}

const CreateApiKeyPayload = madePayload('CreateApiKeyPayload');

builder.mutationField('createApiKey', (t) =>
  t.field({
    type: CreateApiKeyPayload,
    errors: {},
    description: 'Makes an API key of the request’s own tenant.',
    authScopes: { permission: 'portal:manage' },
    args: { input: t.arg({ type: CreateApiKeyInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) => {
      const { name, environment, expiresAt } = input;
      const asked = {
        name,
        environment: environment ?? undefined,
        expiresAt: expiresAt ?? undefined,
      };
      return settled(await useCases.apiKey.create(ctx, asked, metaOf(input)));
    },
  }),
);

const overlap = z
  .int()
  .min(0, 'Is at least 0.')
  .max(rotationOverlapMaxSeconds, `Is at most ${rotationOverlapMaxSeconds}.`);

const RotateApiKeyInput = builder.inputType('RotateApiKeyInput', {
  fields: (t) => ({
    apiKeyId: t.id({ required: true, validate: globalIdText }),
    tenantId: t.id({
      validate: globalIdText,
      description: 'Whose key it is, for who may change tenants; else the request’s own tenant.',
    }),
    overlapSeconds: t.int({
      validate: overlap,
      description: 'How long the key before works on: from 0 to 30 days, a day when absent.',
    }),
    ...commandFields(t),
  }),
});

const RotateApiKeyPayload = madePayload('RotateApiKeyPayload');

builder.mutationField('rotateApiKey', (t) =>
  t.field({
    type: RotateApiKeyPayload,
    errors: {},
    description: 'Makes a key’s successor; the key before works beside it for a while.',
    authScopes: { permission: 'portal:manage' },
    args: { input: t.arg({ type: RotateApiKeyInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) => {
      const { apiKeyId, tenantId, overlapSeconds } = input;
      const asked = {
        id: uuidOf('TenantApiKey', apiKeyId, 'apiKeyId'),
        tenantId: tenantId == null ? undefined : uuidOf('Tenant', tenantId, 'tenantId'),
        overlapSeconds: overlapSeconds ?? undefined,
      };
      return settled(await useCases.apiKey.rotate(ctx, asked, metaOf(input)));
    },
  }),
);

const RevokeApiKeyInput = builder.inputType('RevokeApiKeyInput', {
  fields: (t) => ({
    apiKeyId: t.id({ required: true, validate: globalIdText }),
    ...commandFields(t),
  }),
});

const RevokeApiKeyPayload = payloadRef<WithRevision<ApiKeyView>>('RevokeApiKeyPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    apiKey: t.field({ type: TenantApiKeyRef, resolve: ({ value }) => value.value }),
    policyRevision: t.field({ type: 'BigInt', resolve: ({ value }) => value.policyRevision }),
  }),
});

builder.mutationField('revokeApiKey', (t) =>
  t.field({
    type: RevokeApiKeyPayload,
    errors: {},
    authScopes: { permission: 'portal:manage' },
    args: { input: t.arg({ type: RevokeApiKeyInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) => {
      const id = uuidOf('TenantApiKey', String(input.apiKeyId), 'apiKeyId');
      return settled(await useCases.apiKey.revoke(ctx, { id }, metaOf(input)));
    },
  }),
);

const UpgradePlanInput = builder.inputType('UpgradePlanInput', {
  fields: (t) => ({
    planId: t.string({ required: true, validate: idText }),
    ...commandFields(t),
  }),
});

const UpgradePlanPayload = payloadRef<PlanUpgraded>('UpgradePlanPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    planId: t.string({ resolve: ({ value }) => value.planId }),
    effectiveAt: t.field({ type: 'DateTime', resolve: ({ value }) => value.effectiveAt }),
    prorationUsd: t.field({ type: 'Usd', resolve: ({ value }) => value.prorationMicroUsd }),
    policyRevision: t.field({ type: 'BigInt', resolve: ({ value }) => value.policyRevision }),
  }),
});

builder.mutationField('upgradePlan', (t) =>
  t.field({
    type: UpgradePlanPayload,
    errors: {},
    description: 'Moves the request’s own tenant to a larger plan, at once.',
    authScopes: { permission: 'portal:manage' },
    args: { input: t.arg({ type: UpgradePlanInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(await useCases.tenant.upgradePlan(ctx, { planId: input.planId }, metaOf(input))),
  }),
);
