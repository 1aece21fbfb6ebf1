import type { UseCases } from '@purser/schema/graphql/use-cases';
import { bindCommand } from '../command/bind-command.ts';
import type { UseCaseDeps } from '../use-case-deps.ts';
import { upsertPlan } from './upsert-plan.ts';

export function planUseCases(deps: UseCaseDeps): UseCases['plan'] {
  const { policies } = deps.readers;
  return {
    list: (ctx, filter) => policies.plans(ctx.scope, filter),
    get: (ctx, { planId }) => policies.plan(ctx.scope, planId),
    upsert: bindCommand(deps, upsertPlan),
  };
}
