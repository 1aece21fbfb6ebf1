import type { OverviewView } from '@purser/schema/contract/operation-views';
import type { RequestContext } from '@purser/schema/contract/request-context';
import { projectNow } from '../project-now.ts';
import type { UseCaseDeps } from '../use-case-deps.ts';

/** What an operator must see first, at one instant. */
export async function readOverview(deps: UseCaseDeps, ctx: RequestContext): Promise<OverviewView> {
  const now = await projectNow(deps, ctx);
  const [facts, project] = await Promise.all([
    deps.readers.overview.facts(ctx.scope, now),
    deps.readers.budgets.project(ctx.scope, now),
  ]);
  return { now, project, ...facts, seeding: deps.seeding.current() };
}
