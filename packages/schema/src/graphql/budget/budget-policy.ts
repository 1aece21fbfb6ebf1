import type { BudgetPolicyView } from '../../contract/views.ts';
import { nonNegativeUsd } from '../amounts.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { pairId, readPairId } from '../global-id.ts';
import { connectionFrom, connectionOf } from '../relay/connection.ts';
import { pageArgs, pageComplexity } from '../relay/page-args.ts';
import { sortArg, sortInput } from '../relay/sort-arg.ts';
import { idText, notesText } from '../text.ts';

export const BudgetPolicyRef = builder.objectRef<BudgetPolicyView>('BudgetPolicy');

const unlimited = { type: 'Usd', nullable: true } as const;

builder.node(BudgetPolicyRef, {
  description: 'Spending limits of one provider in one bundle. Null = unlimited.',
  authScopes: { permission: 'budget:read' },
  id: { resolve: ({ provider, bundleId }) => pairId(provider, bundleId) },
  loadOne: async (id, { ctx, useCases }) => {
    const pair = readPairId(id);
    if (pair === null) return null;
    const [provider, bundleId] = pair;
    const page = await useCases.budget.policies(ctx, { provider, bundleId, limit: 1 });
    return page.items[0] ?? null;
  },
  fields: (t) => ({
    provider: t.exposeString('provider'),
    bundleId: t.exposeString('bundleId'),
    usdPerHour: t.expose('perHourMicroUsd', unlimited),
    usdPerDay: t.expose('perDayMicroUsd', unlimited),
    usdPerMonth: t.expose('perMonthMicroUsd', unlimited),
    active: t.exposeBoolean('active'),
    notes: t.exposeString('notes', { nullable: true }),
    version: t.exposeInt('version'),
    updatedBy: t.exposeString('updatedBy'),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
});

const BudgetPolicyConnection = connectionOf('BudgetPolicy', BudgetPolicyRef);

const BudgetPolicySort = sortInput('BudgetPolicy', 'budgetPolicies');

builder.queryField('budgetPolicies', (t) =>
  t.field({
    type: BudgetPolicyConnection,
    authScopes: { permission: 'budget:read' },
    complexity: pageComplexity,
    args: {
      provider: t.arg.string({ validate: idText }),
      bundleId: t.arg.string({ validate: idText }),
      active: t.arg.boolean(),
      ...pageArgs(t.arg),
      ...sortArg(t.arg, BudgetPolicySort),
    },
    resolve: (_root, { provider, bundleId, active, ...page }, { ctx, useCases }) =>
      connectionFrom(page, (request) =>
        useCases.budget.policies(ctx, {
          provider: provider ?? undefined,
          bundleId: bundleId ?? undefined,
          active: active ?? undefined,
          ...request,
        }),
      ),
  }),
);

const limit = { type: 'Usd', validate: nonNegativeUsd } as const;

const SetBudgetPolicyInput = builder.inputType('SetBudgetPolicyInput', {
  description: 'A field that is absent stays as it is; a null limit is unlimited.',
  fields: (t) => ({
    provider: t.string({ required: true, validate: idText }),
    bundleId: t.string({ required: true, defaultValue: '*', validate: idText }),
    usdPerHour: t.field(limit),
    usdPerDay: t.field(limit),
    usdPerMonth: t.field(limit),
    active: t.boolean(),
    notes: t.string({ validate: notesText }),
    onlyIfMissing: t.boolean({ required: true, defaultValue: false }),
    ...commandFields(t),
  }),
});

const SetBudgetPolicyPayload = payloadRef<BudgetPolicyView>('SetBudgetPolicyPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    budgetPolicy: t.field({ type: BudgetPolicyRef, resolve: ({ value }) => value }),
  }),
});

builder.mutationField('setBudgetPolicy', (t) =>
  t.field({
    type: SetBudgetPolicyPayload,
    errors: {},
    authScopes: { permission: 'budget:write' },
    args: { input: t.arg({ type: SetBudgetPolicyInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(
        await useCases.budget.setPolicy(
          ctx,
          {
            provider: input.provider,
            bundleId: input.bundleId,
            perHourMicroUsd: input.usdPerHour,
            perDayMicroUsd: input.usdPerDay,
            perMonthMicroUsd: input.usdPerMonth,
            active: input.active ?? undefined,
            notes: input.notes,
            onlyIfMissing: input.onlyIfMissing,
          },
          metaOf(input),
        ),
      ),
  }),
);
