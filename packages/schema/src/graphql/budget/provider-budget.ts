import type { ProviderBudgetView } from '../../contract/money-views.ts';
import { builder } from '../builder.ts';
import { valuesOf } from '../values-of.ts';
import { BudgetPolicyRef } from './budget-policy.ts';

type Window = ProviderBudgetView['windows'][number];

const ProviderWindow = builder.enumType('ProviderWindow', {
  description: 'The UTC clock hour, day or calendar month.',
  values: valuesOf(['hour', 'day', 'month']),
});

const ProviderBudgetWindowRef = builder.objectRef<Window>('ProviderBudgetWindow').implement({
  fields: (t) => ({
    window: t.expose('window', { type: ProviderWindow }),
    limitUsd: t.expose('limitMicroUsd', { type: 'Usd', nullable: true }),
    spentUsd: t.expose('spentMicroUsd', { type: 'Usd' }),
    heldUsd: t.expose('heldMicroUsd', { type: 'Usd' }),
    resetsAt: t.expose('resetsAt', { type: 'DateTime' }),
  }),
});

const ProviderBudgetRef = builder.objectRef<ProviderBudgetView>('ProviderBudget').implement({
  description: 'What one provider has cost in its windows, against its policy if there is one.',
  fields: (t) => ({
    provider: t.exposeString('provider'),
    bundleId: t.exposeString('bundleId'),
    policy: t.expose('policy', { type: BudgetPolicyRef, nullable: true }),
    windows: t.expose('windows', { type: [ProviderBudgetWindowRef] }),
  }),
});

builder.queryField('providerBudgets', (t) =>
  t.field({
    type: [ProviderBudgetRef],
    authScopes: { permission: 'budget:read' },
    resolve: (_root, _args, { ctx, useCases }) => useCases.budget.providers(ctx, {}),
  }),
);
