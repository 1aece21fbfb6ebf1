import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { idText } from '../text.ts';

const ResetUserWindowsInput = builder.inputType('ResetUserWindowsInput', {
  fields: (t) => ({
    userId: t.string({ required: true, validate: idText }),
    ...commandFields(t),
  }),
});

type Reset = { readonly userId: string; readonly resetAt: Date };

const ResetUserWindowsPayload = payloadRef<Reset>('ResetUserWindowsPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    userId: t.string({ resolve: ({ value }) => value.userId }),
    resetAt: t.field({ type: 'DateTime', resolve: ({ value }) => value.resetAt }),
  }),
});

builder.mutationField('resetUserWindows', (t) =>
  t.field({
    type: ResetUserWindowsPayload,
    errors: {},
    description: 'Hour and day count from now, the month is anchored anew; totals and holds stay.',
    authScopes: { permission: 'quota:reset' },
    args: { input: t.arg({ type: ResetUserWindowsInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) => {
      const { userId } = input;
      const done = settled(await useCases.quota.resetUserWindows(ctx, { userId }, metaOf(input)));
      return { ...done, value: { userId, resetAt: done.value.resetAt } };
    },
  }),
);

const ClearCacheInput = builder.inputType('ClearCacheInput', {
  fields: (t) => commandFields(t),
});

type Cleared = { readonly memory: number; readonly redis: number };

const ClearCachePayload = payloadRef<Cleared>('ClearCachePayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    memoryEntries: t.int({ resolve: ({ value }) => value.memory }),
    redisEntries: t.int({ resolve: ({ value }) => value.redis }),
  }),
});

builder.mutationField('clearCache', (t) =>
  t.field({
    type: ClearCachePayload,
    errors: {},
    authScopes: { permission: 'quota:write' },
    args: { input: t.arg({ type: ClearCacheInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(await useCases.quota.clearCache(ctx, {}, metaOf(input))),
  }),
);
