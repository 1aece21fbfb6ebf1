import type { SubscriptionFacts } from './subscription.ts';
import { isSubscriptionActive } from './subscription.ts';

/** A user's role in the project; a caller can never raise it. */
export type UserRole = 'admin' | 'anonymous' | 'registered';

/** How a plan was chosen; `asked` is a what-if question. */
export type PlanChoice = 'role' | 'subscription' | 'default' | 'asked';

/** What surfaces show as `plan_source`: the choice, or `fallback` when no policy of the plan applies. */
export type PlanSource = PlanChoice | 'fallback';

export type PlanResolution = {
  readonly planId: string;
  readonly choice: PlanChoice;
  /** The active subscription, whatever plan the role chose: its period may pay (rule F1). */
  readonly subscription: SubscriptionFacts | null;
};

/**
 * The one plan resolver, for admission, breakdown, dashboard and portal (rule P7): role admin →
 * `admin`, role anonymous → `anonymous`, an active subscription → its plan, else the project's
 * default plan. A wallet changes nothing here.
 */
export function resolvePlan({
  role,
  subscription,
  defaultPlanId,
  nowMs,
  renewalGraceMs,
  askedPlanId,
}: {
  readonly role: UserRole;
  readonly subscription: SubscriptionFacts | null;
  readonly defaultPlanId: string;
  readonly nowMs: number;
  readonly renewalGraceMs: number;
  readonly askedPlanId?: string | undefined;
}): PlanResolution {
  const active =
    subscription !== null && isSubscriptionActive(subscription, { nowMs, renewalGraceMs })
      ? subscription
      : null;
  const chosen = (planId: string, choice: PlanChoice): PlanResolution => ({
    planId,
    choice,
    subscription: active,
  });
  if (askedPlanId !== undefined) return chosen(askedPlanId, 'asked');
  if (role === 'admin') return chosen('admin', 'role');
  if (role === 'anonymous') return chosen('anonymous', 'role');
  if (active !== null) return chosen(active.planId, 'subscription');
  return chosen(defaultPlanId, 'default');
}
