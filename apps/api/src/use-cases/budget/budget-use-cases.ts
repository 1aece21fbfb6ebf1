import type { UseCases } from '@purser/schema/graphql/use-cases';
import { bindCommand } from '../command/bind-command.ts';
import { projectNow } from '../project-now.ts';
import { referenceView } from '../reference-view.ts';
import type { UseCaseDeps } from '../use-case-deps.ts';
import { setBudgetPolicy } from './set-budget-policy.ts';
import { setProjectOverdraft } from './set-project-overdraft.ts';
import { topUpProject } from './top-up-project.ts';

export function budgetUseCases(deps: UseCaseDeps): UseCases['budget'] {
  const { budgets, policies, ledger } = deps.readers;
  return {
    policies: (ctx, filter) => policies.budgetPolicies(ctx.scope, filter),
    setPolicy: bindCommand(deps, setBudgetPolicy),
    providers: async (ctx) => budgets.providers(ctx.scope, await projectNow(deps, ctx)),
    project: async (ctx) => budgets.project(ctx.scope, await projectNow(deps, ctx)),
    topUpProject: bindCommand(deps, topUpProject),
    setProjectOverdraft: bindCommand(deps, setProjectOverdraft),
    absorption: async (ctx, request) =>
      budgets.absorption(ctx.scope, request, await projectNow(deps, ctx)),
    spend: (ctx, request) => budgets.spend(ctx.scope, request),
    reference: async (ctx) => referenceView((await deps.rules.rules(ctx.scope)).rules.settings),
    transfers: (ctx, page) => ledger.projectTransfers(ctx.scope, page),
    revenue: (ctx, range) => budgets.revenue(ctx.scope, range),
    prices: async (ctx, filter) => policies.prices(ctx.scope, filter, await projectNow(deps, ctx)),
  };
}
