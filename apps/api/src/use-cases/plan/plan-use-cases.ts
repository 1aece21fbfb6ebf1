import type { UseCases } from '@purser/schema/graphql/use-cases';
import { bindCommand } from '../command/bind-command.ts';
import type { UseCaseDeps } from '../use-case-deps.ts';
import { setReservationFloor } from './set-reservation-floor.ts';
import { upsertPlan } from './upsert-plan.ts';

export function planUseCases(deps: UseCaseDeps): UseCases['plan'] {
  const { policies } = deps.readers;
  return {
    list: (ctx, filter) => policies.plans(ctx.scope, filter),
    get: (ctx, { planId }) => policies.plan(ctx.scope, planId),
    upsert: bindCommand(deps, upsertPlan),
    setReservationFloor: bindCommand(deps, setReservationFloor),
    bundleFloors: async (ctx) => {
      const { rules } = await deps.rules.rules(ctx.scope);
      return [...rules.bundleFloors]
        .map(([id, floorMicroUsd]) => ({ target: 'bundle' as const, id, floorMicroUsd }))
        .toSorted((one, other) => (one.id < other.id ? -1 : 1));
    },
  };
}
