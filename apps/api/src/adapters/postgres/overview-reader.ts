import { calendarSpan } from '@purser/domain/quota/calendar';
import { minuteOf, msOfMinute } from '@purser/domain/quota/window';
import { testKind } from '@purser/schema/contract/notification';
import type { AlertView } from '@purser/schema/contract/operation-views';
import type { OverviewFacts, OverviewReader } from '../../ports/overview-reader.ts';
import { readChecks } from './check-results.ts';
import { demoStoryKey } from './demo-settings.ts';
import type { Db } from './prisma.ts';
import { readRevenue } from './revenue-query.ts';
import { type ScopeKey, scopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';
import { firstIdAt } from './time-id.ts';

type CountsRow = {
  readonly turns: bigint;
  readonly users: bigint;
  readonly denied: bigint;
  readonly live: bigint;
  readonly grants: bigint;
  readonly lots: bigint;
  readonly active: bigint;
  readonly past_due: bigint;
  readonly fallback_plans: string[];
};

const dayMs = 86_400_000;
const alertsMax = 20;

export function createOverviewReader(db: Db, run: SqlRunner): OverviewReader {
  return {
    async facts(projectScope, now) {
      const scope = scopeKey(projectScope);
      const [counts, alerts, revenue, clock, checks, story] = await Promise.all([
        readCounts(run, scope, now),
        readAlerts(db, scope, now),
        readRevenue(run, scope, lastDays(30, now)),
        db.projectClock.findUnique({ where: { tenantId_projectId: scope } }),
        readChecks(db, projectScope),
        db.setting.findUnique({ where: { key: demoStoryKey(scope) } }),
      ]);
      return {
        turnsToday: Number(counts.turns),
        deniedToday: Number(counts.denied),
        activeUsersToday: Number(counts.users),
        liveTurns: Number(counts.live),
        revenue30d: { purchases: revenue.purchaseCount, totalMicroUsd: revenue.totalMicroUsd },
        expiringGrants7d: Number(counts.grants),
        expiringLots7d: Number(counts.lots),
        subscriptions: { active: Number(counts.active), pastDue: Number(counts.past_due) },
        fallbackPlans: counts.fallback_plans,
        alerts,
        clock: { offsetMs: clock?.offsetMs ?? 0n, frozen: (clock?.frozenAt ?? null) !== null },
        ...checks,
        story: (story?.value ?? null) as OverviewFacts['story'],
      };
    },
  };
}

/** So many days up to and including the present instant. */
function lastDays(days: number, now: Date) {
  return { from: new Date(now.getTime() - days * dayMs), to: new Date(now.getTime() + 1) };
}

async function readCounts(run: SqlRunner, scope: ScopeKey, now: Date): Promise<CountsRow> {
  const { startMinute } = calendarSpan('day', 'UTC', minuteOf(now.getTime()));
  const [counts] = await run<CountsRow>(countsStatement, [
    scope.tenantId,
    scope.projectId,
    firstIdAt(new Date(msOfMinute(startMinute))),
    now,
    new Date(now.getTime() + 7 * dayMs),
  ]);
  if (counts === undefined) throw new Error('Counting answered no row.');
  return counts;
}

async function readAlerts(db: Db, scope: ScopeKey, now: Date): Promise<readonly AlertView[]> {
  const rows = await db.outboxEvent.findMany({
    where: {
      ...scope,
      kind: { not: testKind },
      id: { gte: firstIdAt(new Date(now.getTime() - 7 * dayMs)) },
    },
    orderBy: { id: 'desc' },
    take: alertsMax,
  });
  return rows.map(({ id, kind, severity, title, payload, createdAt }) => ({
    id,
    kind,
    severity: severity as AlertView['severity'],
    title,
    payload: payload as AlertView['payload'],
    createdAt,
  }));
}

const countsStatement = `
SELECT today.turns, today.users, subscribed.active, subscribed.past_due,
  (SELECT count(*) FROM denial
    WHERE tenant_id = $1::int AND project_id = $2::int AND id >= $3::uuid) AS denied,
  (SELECT count(DISTINCT turn_id) FROM open_hold
    WHERE tenant_id = $1::int AND project_id = $2::int AND turn_id IS NOT NULL
      AND expires_at > $4::timestamptz) AS live,
  (SELECT count(*) FROM quota_grant
    WHERE tenant_id = $1::int AND project_id = $2::int AND revoked_at IS NULL
      AND expires_at > $4::timestamptz AND expires_at <= $5::timestamptz) AS grants,
  (SELECT count(*) FROM account
    WHERE tenant_id = $1::int AND project_id = $2::int AND kind = 'wallet' AND closed_at IS NULL
      AND credits_posted > debits_posted
      AND expires_at > $4::timestamptz AND expires_at <= $5::timestamptz) AS lots,
  (SELECT coalesce(array_agg(p.id ORDER BY p.id), '{}') FROM plan p
    WHERE p.tenant_id = $1::int AND p.project_id = $2::int AND p.active AND p.audience = 'user'
      AND NOT EXISTS (SELECT 1 FROM quota_policy q
        WHERE q.tenant_id = p.tenant_id AND q.project_id = p.project_id AND q.plan_id = p.id
          AND q.bundle_id = '*' AND q.active)) AS fallback_plans
  FROM (SELECT count(*) AS turns, count(DISTINCT user_id) AS users FROM turn
         WHERE tenant_id = $1::int AND project_id = $2::int AND id >= $3::uuid) today,
       (SELECT count(*) FILTER (WHERE status = 'active') AS active,
               count(*) FILTER (WHERE status = 'past_due') AS past_due FROM subscription
         WHERE tenant_id = $1::int AND project_id = $2::int) subscribed`;
