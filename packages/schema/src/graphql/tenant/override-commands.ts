import { z } from 'zod';
import type { OverrideView, QuotaOverridden, WithRevision } from '../../contract/tenant.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { uuidOf } from '../global-id.ts';
import { globalIdText, nameText } from '../text.ts';
import { OverrideMode, QuotaDimension, QuotaOverrideRef } from './quota.ts';

const overrideValue = z
  .bigint()
  .min(1n, 'Is at least 1.')
  .max(2n ** 60n, 'Is at most 2^60.');

const OverrideQuotaInput = builder.inputType('OverrideQuotaInput', {
  fields: (t) => ({
    tenantId: t.id({ required: true, validate: globalIdText }),
    dimension: t.field({ type: QuotaDimension, required: true }),
    mode: t.field({ type: OverrideMode, required: true }),
    value: t.field({ type: 'BigInt', required: true, validate: overrideValue }),
    startsAt: t.field({ type: 'DateTime' }),
    expiresAt: t.field({ type: 'DateTime', description: 'The end of the period when absent.' }),
    reference: t.string({ validate: nameText }),
    force: t.boolean({ description: 'Allows a limit below what has been used already.' }),
    ...commandFields(t),
  }),
});

const OverrideQuotaPayload = payloadRef<QuotaOverridden>('OverrideQuotaPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    override: t.field({ type: QuotaOverrideRef, resolve: ({ value }) => value.override }),
    policyRevision: t.field({ type: 'BigInt', resolve: ({ value }) => value.policyRevision }),
  }),
});

builder.mutationField('overrideQuota', (t) =>
  t.field({
    type: OverrideQuotaPayload,
    errors: {},
    description: 'Changes a tenant’s quota for a time, as a row of its own.',
    authScopes: { permission: 'tenant:write' },
    args: { input: t.arg({ type: OverrideQuotaInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) => {
      const { dimension, mode, value, startsAt, expiresAt, reference, force } = input;
      const asked = {
        tenantId: uuidOf('Tenant', String(input.tenantId), 'tenantId'),
        dimension,
        mode,
        value,
        startsAt: startsAt ?? undefined,
        expiresAt: expiresAt ?? undefined,
        reference: reference ?? undefined,
        force: force ?? undefined,
      };
      return settled(await useCases.tenant.overrideQuota(ctx, asked, metaOf(input)));
    },
  }),
);

const EndQuotaOverrideInput = builder.inputType('EndQuotaOverrideInput', {
  fields: (t) => ({
    tenantId: t.id({ required: true, validate: globalIdText }),
    overrideId: t.id({ required: true, validate: globalIdText }),
    ...commandFields(t),
  }),
});

const EndQuotaOverridePayload = payloadRef<WithRevision<OverrideView>>(
  'EndQuotaOverridePayload',
).implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    override: t.field({ type: QuotaOverrideRef, resolve: ({ value }) => value.value }),
    policyRevision: t.field({ type: 'BigInt', resolve: ({ value }) => value.policyRevision }),
  }),
});

builder.mutationField('endQuotaOverride', (t) =>
  t.field({
    type: EndQuotaOverridePayload,
    errors: {},
    authScopes: { permission: 'tenant:write' },
    args: { input: t.arg({ type: EndQuotaOverrideInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) => {
      const asked = {
        tenantId: uuidOf('Tenant', String(input.tenantId), 'tenantId'),
        overrideId: uuidOf('QuotaOverride', String(input.overrideId), 'overrideId'),
      };
      return settled(await useCases.tenant.endOverride(ctx, asked, metaOf(input)));
    },
  }),
);
