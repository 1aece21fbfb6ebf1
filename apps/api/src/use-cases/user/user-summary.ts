import { everyBundle } from '@purser/domain/plan/plan';
import type { ProjectRules } from '@purser/domain/plan/project-rules';
import { userPolicies } from '@purser/domain/plan/user-policies';
import type { UserSummaryView } from '@purser/schema/contract/views';
import type { UserActivity } from '../../ports/user-reader.ts';
import type { UserRecord } from '../../ports/user-store.ts';

/** Users with their plan, today's use and limits, by the one resolver of plans and grants (rule P7). */
export function summarise(
  users: readonly UserRecord[],
  activity: readonly UserActivity[],
  { rules, now }: { readonly rules: ProjectRules; readonly now: Date },
): readonly UserSummaryView[] {
  const byUser = new Map(activity.map((of) => [of.userId, of]));
  return users.map((user) => summary(user, byUser.get(user.id), { rules, now }));
}

function summary(
  user: UserRecord,
  activity: UserActivity | undefined,
  { rules, now }: { readonly rules: ProjectRules; readonly now: Date },
): UserSummaryView {
  const grants = activity?.grants ?? [];
  const { resolution, planSource, policies } = userPolicies({
    nowMs: now.getTime(),
    bundleId: everyBundle,
    user: { role: user.role, grants, subscription: activity?.subscription ?? null },
    rules,
  });
  return {
    userId: user.externalId,
    role: user.role,
    suspendedAt: user.suspendedAt,
    suspendedReason: user.suspendedReason,
    createdAt: user.createdAt,
    planId: resolution.planId,
    planSource,
    requestsToday: Number(activity?.requestsToday ?? 0n),
    requestsPerDayLimit: policies[0]?.limits.requestsPerDay ?? null,
    tokensToday: activity?.tokensToday ?? 0n,
    walletMicroUsd: activity?.walletMicroUsd ?? 0n,
    activeGrants: grants.length,
    lastTurnAt: activity?.lastTurnAt ?? null,
  };
}

/** How much of today's requests a user has made; 0 without a limit, 1 where nothing is allowed. */
export function usedShare({ requestsToday, requestsPerDayLimit }: UserSummaryView): number {
  if (requestsPerDayLimit === null) return 0;
  return requestsPerDayLimit === 0n ? 1 : requestsToday / Number(requestsPerDayLimit);
}
