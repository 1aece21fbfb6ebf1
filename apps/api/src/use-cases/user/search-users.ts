import type { ProjectRules } from '@purser/domain/plan/project-rules';
import type { UserFilter } from '@purser/schema/contract/inputs';
import type { Page, PageRequest, RequestContext } from '@purser/schema/contract/request-context';
import type { UserSummaryView } from '@purser/schema/contract/views';
import type { PlanSearch, UserSearch } from '../../ports/user-reader.ts';
import type { UserRole } from '../../ports/user-store.ts';
import { startOfUtcDay } from '../start-of-utc-day.ts';
import type { UseCaseDeps } from '../use-case-deps.ts';
import { planFacts } from './plan-facts.ts';
import { summarise, usedShare } from './user-summary.ts';
import { planOf } from './user-view.ts';

/** How many users one page looks through for those near or over a limit, and in what steps. */
const scannedMax = 4_000;
const scanStep = 500;
const nearShare = 0.8;
/** Roles that choose the plan, whatever their user subscribed to. */
const rolesFirst: readonly UserRole[] = ['admin', 'anonymous'];

/** Users with what an operator scans for; a page costs a constant number of statements. */
export async function searchUsers(
  deps: UseCaseDeps,
  ctx: RequestContext,
  filter: UserFilter & PageRequest,
): Promise<Page<UserSummaryView>> {
  const now = new Date(await deps.clock.nowMs(ctx.scope));
  const { rules } = await deps.rules.rules(ctx.scope);
  const search: UserSearch = {
    limit: filter.limit,
    cursor: filter.cursor,
    sort: filter.sort,
    countUpTo: filter.countUpTo,
    search: filter.search,
    plan: filter.planId === undefined ? undefined : planSearch(filter.planId, rules, now),
    ...conditionOf(filter.status, now),
  };
  const page = async (request: UserSearch) => {
    const users = await deps.readers.users.search(ctx.scope, request);
    const ids = users.items.map(({ id }) => id);
    const activity = await deps.readers.users.activity(ctx.scope, ids, now);
    return { ...users, items: summarise(users.items, activity, { rules, now }) };
  };
  const { status } = filter;
  if (status !== 'near_limit' && status !== 'over_limit') return page(search);
  const wanted = (user: UserSummaryView) => isAt(status, user);
  return scan({ page, search: { ...search, countUpTo: undefined }, wanted });
}

function planSearch(planId: string, rules: ProjectRules, now: Date): PlanSearch {
  const facts = planFacts(rules);
  const planOfRole = (role: UserRole) =>
    planOf({ role, subscription: null }, facts, now.getTime()).planId;
  return {
    planId,
    roles: rolesFirst.filter((role) => planOfRole(role) === planId),
    defaultPlanId: rules.settings.defaultPlanId,
    renewalGraceMs: rules.settings.renewalGraceMs,
    now,
  };
}

function conditionOf(status: UserFilter['status'], now: Date): Partial<UserSearch> {
  switch (status) {
    case undefined:
      return {};
    case 'active':
      return { suspended: false };
    case 'suspended':
      return { suspended: true };
    case 'denied':
      return { deniedSince: startOfUtcDay(now) };
    case 'near_limit':
    case 'over_limit':
      // Who used nothing today is near no limit of today.
      return { usedSince: startOfUtcDay(now) };
  }
}

function isAt(status: 'near_limit' | 'over_limit', user: UserSummaryView): boolean {
  const share = usedShare(user);
  return status === 'over_limit' ? share >= 1 : share >= nearShare && share < 1;
}

/** Looks through users until a page is full; the next one goes on where this one stopped looking. */
async function scan({
  page,
  search,
  wanted,
}: {
  readonly page: (request: UserSearch) => Promise<Page<UserSummaryView>>;
  readonly search: UserSearch;
  readonly wanted: (user: UserSummaryView) => boolean;
}): Promise<Page<UserSummaryView>> {
  const found: UserSummaryView[] = [];
  // At least one more user follows, so the shorter page ends with a cursor.
  const cursorBehind = async (rows: number, cursor: string | undefined) =>
    rows === 0 ? (cursor ?? null) : (await page({ ...search, cursor, limit: rows })).nextCursor;
  let cursor = search.cursor;
  for (let scanned = 0; scanned < scannedMax; scanned += scanStep) {
    const step = await page({ ...search, cursor, limit: scanStep });
    const matches = step.items.filter(wanted);
    const room = search.limit - found.length;
    found.push(...matches.slice(0, room));
    if (matches.length > room) {
      const looked = step.items.findIndex(({ userId }) => userId === found.at(-1)?.userId) + 1;
      return { items: found, nextCursor: await cursorBehind(looked, cursor) };
    }
    if (step.nextCursor === null) return { items: found, nextCursor: null };
    cursor = step.nextCursor;
  }
  return { items: found, nextCursor: cursor ?? null };
}
