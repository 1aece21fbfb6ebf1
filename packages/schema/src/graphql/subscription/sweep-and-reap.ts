import { z } from 'zod';
import {
  type HoldsReaped,
  type PeriodsSwept,
  reapTurnsMax,
  sweepPeriodsMax,
} from '../../contract/subscription.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { idText } from '../text.ts';
import { periodKeyText } from './period.ts';
import { PeriodAction } from './renew-subscription.ts';

const SweepPeriodsInput = builder.inputType('SweepPeriodsInput', {
  fields: (t) => ({
    userId: t.string({ validate: idText, description: 'Of this user alone; else of the project.' }),
    limit: t.int({
      required: true,
      defaultValue: 200,
      validate: z.int().min(1).max(sweepPeriodsMax),
      description: `Periods at most, 1 to ${sweepPeriodsMax}.`,
    }),
    ...commandFields(t),
  }),
});

const SweepPeriodsPayload = payloadRef<PeriodsSwept>('SweepPeriodsPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    action: t.field({ type: PeriodAction, resolve: ({ value }) => value.action }),
    count: t.int({ description: 'Periods that were closed.', resolve: ({ value }) => value.count }),
    movedUsd: t.field({
      type: 'Usd',
      description: 'To the project; negative when it covered more than it got.',
      resolve: ({ value }) => value.movedMicroUsd,
    }),
    failed: t.int({
      description: 'Periods that could not be closed; they do not stop the others.',
      resolve: ({ value }) => value.failed,
    }),
    periodKeys: t.stringList({ resolve: ({ value }) => [...value.periodKeys] }),
  }),
});

builder.mutationField('sweepPeriods', (t) =>
  t.field({
    type: SweepPeriodsPayload,
    errors: {},
    authScopes: { permission: 'subscription:write' },
    description: 'Closes periods whose end has passed and rolls what is left to the project.',
    args: { input: t.arg({ type: SweepPeriodsInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(
        await useCases.subscription.sweep(
          ctx,
          { userId: input.userId ?? undefined, limit: input.limit },
          metaOf(input),
        ),
      ),
  }),
);

const ReapHoldsInput = builder.inputType('ReapHoldsInput', {
  description: 'Of one user, of one period, or without either of the whole project.',
  fields: (t) => ({
    userId: t.string({ validate: idText }),
    periodKey: t.string({ validate: periodKeyText }),
    limit: t.int({
      required: true,
      defaultValue: 500,
      validate: z.int().min(1).max(reapTurnsMax),
      description: `Turns at most, 1 to ${reapTurnsMax}.`,
    }),
    ...commandFields(t),
  }),
});

const ReapHoldsPayload = payloadRef<HoldsReaped>('ReapHoldsPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    expired: t.int({
      description: 'Turns whose holds were ended.',
      resolve: ({ value }) => value.expired,
    }),
    periodKeys: t.stringList({
      description: 'The periods that money went back to.',
      resolve: ({ value }) => [...value.periodKeys],
    }),
  }),
});

builder.mutationField('reapHolds', (t) =>
  t.field({
    type: ReapHoldsPayload,
    errors: {},
    authScopes: { permission: 'subscription:write' },
    description: 'Ends holds whose expiry has passed, and frees what they held.',
    args: { input: t.arg({ type: ReapHoldsInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(
        await useCases.subscription.reap(
          ctx,
          {
            userId: input.userId ?? undefined,
            periodKey: input.periodKey ?? undefined,
            limit: input.limit,
          },
          metaOf(input),
        ),
      ),
  }),
);
