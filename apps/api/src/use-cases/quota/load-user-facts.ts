import type { ActiveHold, BreakdownGrant, RecentDenial } from '@purser/domain/breakdown/breakdown';
import type { UserRole } from '@purser/domain/plan/resolve-plan';
import type { RequestContext } from '@purser/schema/contract/request-context';
import type { UsageAnchors } from '../../ports/usage-reader.ts';
import type { UseCaseDeps } from '../use-case-deps.ts';

/** What a breakdown reads of a user; `id` is null for one never seen. */
export type BreakdownUser = {
  readonly id: bigint | null;
  readonly role: UserRole;
  readonly anchors: UsageAnchors;
  readonly grants: readonly BreakdownGrant[];
  readonly holds: readonly ActiveHold[];
  readonly denials: readonly RecentDenial[];
};

const denialsMax = 20;

export async function loadUserFacts(
  { readers }: UseCaseDeps,
  { scope }: RequestContext,
  userId: string,
  holdsMax: number,
): Promise<BreakdownUser> {
  const user = await readers.users.find(scope, userId);
  if (user === null) return unseenUser;
  const [denials, anchors, grants, holds] = await Promise.all([
    readers.turns.denials(scope, { userId, limit: denialsMax }),
    readers.usage.anchors(scope, user.id),
    readers.usage.grants(scope, user.id),
    readers.usage.holds(scope, user.id, holdsMax),
  ]);
  return {
    id: user.id,
    role: user.role,
    anchors,
    grants,
    holds,
    denials: denials.items.map(({ deniedAt, turnId, bundleId, denials: reasons, funding }) => ({
      at: deniedAt,
      turnId,
      bundleId,
      denials: reasons,
      funding,
    })),
  };
}

const unseenUser: BreakdownUser = {
  id: null,
  role: 'registered',
  anchors: { anchorMinute: null, resetMinute: null },
  grants: [],
  holds: [],
  denials: [],
};
