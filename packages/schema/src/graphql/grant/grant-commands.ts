import type { GrantView } from '../../contract/views.ts';
import { dayCount, limitCount, positiveUsd } from '../amounts.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { LimitsInput, readLimits } from '../quota/limits.ts';
import { idText, notesText } from '../text.ts';
import { GrantRef } from './grant.ts';

function grantPayload(name: string) {
  return payloadRef<GrantView>(name).implement({
    interfaces: [CommandPayload],
    fields: (t) => ({ grant: t.field({ type: GrantRef, resolve: ({ value }) => value }) }),
  });
}

const neverIfNull = 'Days from now; null = never.';

const GrantTrialInput = builder.inputType('GrantTrialInput', {
  fields: (t) => ({
    userId: t.string({ required: true, validate: idText }),
    bundleId: t.string({ required: true, defaultValue: '*', validate: idText }),
    days: t.int({ required: true, defaultValue: 7, validate: dayCount }),
    additionalRequestsPerDay: t.field({
      type: 'BigInt',
      required: true,
      defaultValue: 100n,
      validate: limitCount,
    }),
    additionalTokensPerDay: t.field({
      type: 'BigInt',
      required: true,
      defaultValue: 1_000_000n,
      validate: limitCount,
    }),
    notes: t.string({ validate: notesText }),
    ...commandFields(t),
  }),
});

builder.mutationField('grantTrial', (t) =>
  t.field({
    type: grantPayload('GrantTrialPayload'),
    errors: {},
    authScopes: { permission: 'grant:write' },
    args: { input: t.arg({ type: GrantTrialInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(
        await useCases.grant.create(
          ctx,
          {
            userId: input.userId,
            bundleId: input.bundleId,
            mode: 'add',
            limits: {
              requestsPerDay: input.additionalRequestsPerDay,
              tokensPerDay: input.additionalTokensPerDay,
            },
            source: 'trial',
            expiresInDays: input.days,
            ...(input.notes == null ? {} : { notes: input.notes }),
          },
          metaOf(input),
        ),
      ),
  }),
);

const TopUpUserInput = builder.inputType('TopUpUserInput', {
  fields: (t) => ({
    userId: t.string({ required: true, validate: idText }),
    bundleId: t.string({ required: true, defaultValue: '*', validate: idText }),
    additional: t.field({
      type: LimitsInput,
      required: true,
      description: 'What is added to each limit; a limit that is absent or null is not changed.',
    }),
    expiresInDays: t.int({ defaultValue: 30, validate: dayCount, description: neverIfNull }),
    purchaseId: t.string({ validate: idText }),
    purchaseAmountUsd: t.field({ type: 'Usd', validate: positiveUsd }),
    notes: t.string({ validate: notesText }),
    ...commandFields(t),
  }),
});

builder.mutationField('topUpUser', (t) =>
  t.field({
    type: grantPayload('TopUpUserPayload'),
    errors: {},
    authScopes: { permission: 'grant:write' },
    args: { input: t.arg({ type: TopUpUserInput, required: true }) },
    resolve: async (_root, { input }, context) =>
      settled(
        await context.useCases.grant.create(
          context.ctx,
          {
            userId: input.userId,
            bundleId: input.bundleId,
            mode: 'add',
            ...readLimits(withoutNulls(input.additional)),
            source: input.purchaseAmountUsd == null ? 'operator' : 'purchase',
            expiresInDays: input.expiresInDays ?? null,
            purchaseId: input.purchaseId ?? undefined,
            purchaseAmountMicroUsd: input.purchaseAmountUsd ?? undefined,
            ...(input.notes == null ? {} : { notes: input.notes }),
          },
          metaOf(input),
        ),
      ),
  }),
);

const SetOverrideInput = builder.inputType('SetOverrideInput', {
  fields: (t) => ({
    userId: t.string({ required: true, validate: idText }),
    bundleId: t.string({ required: true, defaultValue: '*', validate: idText }),
    limits: t.field({
      type: LimitsInput,
      required: true,
      description:
        'The limits that replace the plan’s; null = unlimited, absent = as the plan says.',
    }),
    expiresInDays: t.int({ defaultValue: 30, validate: dayCount, description: neverIfNull }),
    notes: t.string({ validate: notesText }),
    ...commandFields(t),
  }),
});

builder.mutationField('setOverride', (t) =>
  t.field({
    type: grantPayload('SetOverridePayload'),
    errors: {},
    authScopes: { permission: 'grant:write' },
    args: { input: t.arg({ type: SetOverrideInput, required: true }) },
    resolve: async (_root, { input }, context) =>
      settled(
        await context.useCases.grant.create(
          context.ctx,
          {
            userId: input.userId,
            bundleId: input.bundleId,
            mode: 'replace',
            ...readLimits(input.limits),
            source: 'operator',
            expiresInDays: input.expiresInDays ?? null,
            ...(input.notes == null ? {} : { notes: input.notes }),
          },
          metaOf(input),
        ),
      ),
  }),
);

function withoutNulls<Fields extends Record<string, bigint | null | undefined>>(fields: Fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as {
    [Field in keyof Fields]?: bigint;
  };
}
