import type { PlanView } from '../../contract/views.ts';
import type { GraphQLContext } from '../context.ts';

/** Plans by id, null where there is none: one by a get, any number more by one list. */
export async function loadPlans(
  planIds: readonly string[],
  { ctx, useCases }: Pick<GraphQLContext, 'ctx' | 'useCases'>,
): Promise<(PlanView | null)[]> {
  const [only] = planIds;
  if (planIds.length === 1 && only !== undefined) {
    return [await useCases.plan.get(ctx, { planId: only })];
  }
  const found = new Map<string, PlanView>();
  let cursor: string | undefined;
  do {
    const page = await useCases.plan.list(ctx, { activeOnly: false, limit: 200, cursor });
    for (const plan of page.items) found.set(plan.planId, plan);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && planIds.some((planId) => !found.has(planId)));
  return planIds.map((planId) => found.get(planId) ?? null);
}
