import type { ProjectBudgetView } from '../../contract/money-views.ts';
import { amountOrUnlimited, nonNegativeUsd, positiveUsd } from '../amounts.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { notesText } from '../text.ts';
import { ProjectBudgetRef } from './project-budget.ts';

const TopUpProjectBudgetInput = builder.inputType('TopUpProjectBudgetInput', {
  fields: (t) => ({
    amountUsd: t.field({ type: 'Usd', required: true, validate: positiveUsd }),
    notes: t.string({ validate: notesText }),
    ...commandFields(t),
  }),
});

const TopUpProjectBudgetPayload = payloadRef<ProjectBudgetView>(
  'TopUpProjectBudgetPayload',
).implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    projectBudget: t.field({ type: ProjectBudgetRef, resolve: ({ value }) => value }),
  }),
});

builder.mutationField('topUpProjectBudget', (t) =>
  t.field({
    type: TopUpProjectBudgetPayload,
    errors: {},
    authScopes: { permission: 'budget:write' },
    args: { input: t.arg({ type: TopUpProjectBudgetInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(
        await useCases.budget.topUpProject(
          ctx,
          {
            amountMicroUsd: input.amountUsd,
            ...(input.notes == null ? {} : { notes: input.notes }),
          },
          metaOf(input),
        ),
      ),
  }),
);

const SetProjectOverdraftInput = builder.inputType('SetProjectOverdraftInput', {
  validate: amountOrUnlimited,
  fields: (t) => ({
    overdraftUsd: t.field({
      type: 'Usd',
      validate: nonNegativeUsd,
      description: 'How far below zero holds may take the budget; 0 = not at all.',
    }),
    unlimited: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Must be true, and the amount left out, for no limit at all.',
    }),
    ...commandFields(t),
  }),
});

const SetProjectOverdraftPayload = payloadRef<ProjectBudgetView>(
  'SetProjectOverdraftPayload',
).implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    projectBudget: t.field({ type: ProjectBudgetRef, resolve: ({ value }) => value }),
  }),
});

builder.mutationField('setProjectOverdraft', (t) =>
  t.field({
    type: SetProjectOverdraftPayload,
    errors: {},
    authScopes: { permission: 'budget:write' },
    args: { input: t.arg({ type: SetProjectOverdraftInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(
        await useCases.budget.setProjectOverdraft(
          ctx,
          { overdraftMicroUsd: input.overdraftUsd ?? null },
          metaOf(input),
        ),
      ),
  }),
);
