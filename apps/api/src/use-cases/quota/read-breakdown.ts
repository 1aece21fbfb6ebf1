import { assembleBreakdown } from '@purser/domain/breakdown/assemble-breakdown';
import type { BreakdownView } from '@purser/domain/breakdown/breakdown';
import type { ScopeUsage } from '@purser/domain/breakdown/scope-usage';
import { bundleIdOf } from '@purser/domain/plan/plan';
import type { ProjectRules } from '@purser/domain/plan/project-rules';
import { type UserPolicies, userPolicies } from '@purser/domain/plan/user-policies';
import type { BreakdownRequest } from '@purser/schema/contract/inputs';
import type { ProjectBudgetView } from '@purser/schema/contract/money-views';
import type { RequestContext } from '@purser/schema/contract/request-context';
import type { UseCaseDeps } from '../use-case-deps.ts';
import { loadSubscriptionBalance } from './load-subscription-balance.ts';
import { type BreakdownUser, loadUserFacts } from './load-user-facts.ts';
import { loadWalletFacts } from './load-wallet-facts.ts';

const holdsMaxDefault = 50;

/**
 * Everything about what one user may spend, and why (rule W10). A user never seen reads as one
 * without usage; a plan that is asked about and unknown answers null.
 */
export async function readBreakdown(
  deps: UseCaseDeps,
  ctx: RequestContext,
  request: BreakdownRequest,
): Promise<BreakdownView | null> {
  const nowMs = await deps.clock.nowMs(ctx.scope);
  const { rules } = await deps.rules.rules(ctx.scope);
  const { asPlanId: askedPlanId } = request;
  if (askedPlanId !== undefined && !isKnownPlan(rules, askedPlanId)) return null;
  const bundleId = bundleIdOf(request.bundleId);
  const user = await loadUserFacts(
    deps,
    ctx,
    request.userId,
    request.holdsLimit ?? holdsMaxDefault,
  );
  const subscription = await loadSubscriptionBalance(deps, ctx, user.id, nowMs);
  const policies = userPolicies({
    nowMs,
    bundleId,
    user: { role: user.role, grants: user.grants, subscription: subscription.facts },
    rules,
    askedPlanId,
  });
  const [usage, project, wallet] = await Promise.all([
    readUsage(deps, ctx, { user, policies, nowMs }),
    deps.readers.budgets.project(ctx.scope, new Date(nowMs)),
    user.id === null ? null : loadWalletFacts(deps, ctx, user.id, new Date(nowMs)),
  ]);
  return assembleBreakdown({
    nowMs,
    userId: request.userId,
    role: user.role,
    bundleId,
    settings: rules.settings,
    policies,
    ...user.anchors,
    grants: user.grants,
    includeExpiredOverride: request.includeExpiredOverride ?? false,
    usage,
    projectFunding: fundingOf(project),
    wallet,
    subscription: subscription.balance,
    holds: user.holds,
    recentDenials: user.denials,
  });
}

/** Usage in the windows of the policies that rule the user; a user never seen has none. */
async function readUsage(
  { readers }: UseCaseDeps,
  { scope }: RequestContext,
  { user, policies, nowMs }: { user: BreakdownUser; policies: UserPolicies; nowMs: number },
): Promise<readonly ScopeUsage[]> {
  if (user.id === null) return [];
  const windows = new Map(policies.policies.map((policy) => [policy.scope, policy.windows]));
  return readers.usage.usage(scope, { userId: user.id, nowMs, anchors: user.anchors, windows });
}

/** What the project could pay, its overdraft included; null = without a bound. */
function fundingOf({ availableMicroUsd, overdraftMicroUsd }: ProjectBudgetView) {
  return {
    availableMicroUsd: overdraftMicroUsd === null ? null : availableMicroUsd + overdraftMicroUsd,
    overdraftMicroUsd,
  };
}

/** A plan is known by its row, or by a policy that was stored for it. */
function isKnownPlan(rules: ProjectRules, planId: string): boolean {
  return rules.plans.has(planId) || rules.quotaPolicies.has(planId);
}
