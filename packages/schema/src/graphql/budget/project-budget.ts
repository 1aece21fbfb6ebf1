import type { ProjectBudgetView, SpendWindows } from '../../contract/money-views.ts';
import { builder } from '../builder.ts';
import { BalanceInterface } from '../ledger/balance.ts';
import { matchOf, TransferConnection, transferArgs } from '../ledger/transfer.ts';
import { connectionFrom } from '../relay/connection.ts';
import { pageComplexity } from '../relay/page-args.ts';
import { AbsorptionRowRef, absorptionArgs, readAbsorption } from './absorption.ts';

const usd = { type: 'Usd' } as const;

const SpendWindowsRef = builder.objectRef<SpendWindows>('SpendWindows').implement({
  description: 'Spent in the current UTC hour, day and month.',
  fields: (t) => ({
    hourUsd: t.expose('hourMicroUsd', usd),
    dayUsd: t.expose('dayMicroUsd', usd),
    monthUsd: t.expose('monthMicroUsd', usd),
  }),
});

const BundleSpendRef = builder
  .objectRef<ProjectBudgetView['byBundle'][number]>('BundleSpend')
  .implement({
    fields: (t) => ({
      bundleId: t.exposeString('bundleId'),
      spending: t.field({ type: SpendWindowsRef, resolve: (bundle) => bundle }),
    }),
  });

export const ProjectBudgetRef = builder.objectRef<ProjectBudgetView>('ProjectBudget').implement({
  description: "The operator's own money for this project.",
  interfaces: [BalanceInterface],
  fields: (t) => ({
    overdraftUsedUsd: t.expose('overdraftUsedMicroUsd', usd),
    lifetimeAddedUsd: t.expose('lifetimeAddedMicroUsd', usd),
    lifetimeSpentUsd: t.expose('lifetimeSpentMicroUsd', usd),
    spending: t.expose('spending', { type: SpendWindowsRef }),
    byBundle: t.expose('byBundle', { type: [BundleSpendRef] }),
    transfers: t.field({
      type: TransferConnection,
      complexity: pageComplexity,
      args: transferArgs(t.arg),
      resolve: (_budget, args, { ctx, useCases }) =>
        connectionFrom(args, (request) =>
          useCases.budget.transfers(ctx, { ...matchOf(args), ...request }),
        ),
    }),
    absorption: t.field({
      type: [AbsorptionRowRef],
      description: 'What the project absorbed for turns nobody else could pay.',
      args: absorptionArgs(t.arg),
      resolve: (_budget, args, { ctx, useCases }) =>
        useCases.budget.absorption(ctx, readAbsorption(args)),
    }),
  }),
});

builder.queryField('projectBudget', (t) =>
  t.field({
    type: ProjectBudgetRef,
    authScopes: { permission: 'budget:read' },
    resolve: (_root, _args, { ctx, useCases }) => useCases.budget.project(ctx, {}),
  }),
);
