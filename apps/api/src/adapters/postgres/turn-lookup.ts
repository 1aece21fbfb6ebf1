import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { TurnState } from '@purser/domain/turn/turn-state';
import type { Pool } from 'pg';
import { gather } from '../../lib/gather.ts';
import type {
  ExpiredSelection,
  ExpiredTurn,
  FundingOf,
  FundingReading,
  TurnFacts,
  TurnLookup,
} from '../../ports/turn-lookup.ts';
import { accountId } from './account-id.ts';
import { BalanceMirror } from './balance-mirror.ts';
import { type FundingQuestion, readBalances, readingOf } from './funding-query.ts';

const batchMax = 200;
/** While one read is under way, the next gathers: the larger it is, the less each of its answers costs. */
const bounds = { sizeMax: batchMax, underWayMax: 1 };
/** The same in every project. */
const projectAccountId = accountId('project', '');

/** Small reads around the hot path; concurrent ones of a project share a statement. `localMs` measures the age of balances. */
export function createTurnLookup(
  pool: Pool,
  localMs: () => number = () => performance.now(),
): TurnLookup {
  const projects = new Map<string, ProjectLookup>();
  const of = (scope: CounterScope): ProjectLookup => {
    const key = `${scope.tenantId}:${scope.projectId}`;
    const known = projects.get(key);
    if (known !== undefined) return known;
    const lookup = projectLookup(pool, scope, localMs);
    projects.set(key, lookup);
    return lookup;
  };
  return {
    find: (scope, turnId) => of(scope).find(turnId),
    funding: (scope, asked) => of(scope).funding(questionOf(asked)),
    recentFunding: (scope, asked) => of(scope).balances.funding(questionOf(asked)),
    balancesChanged: (scope) => of(scope).balances.forget(),
    expired: (scope, selection) => expiredTurns(pool, scope, selection),
  };
}

type ProjectLookup = {
  readonly find: (turnId: string) => Promise<TurnFacts | null>;
  readonly funding: (question: FundingQuestion) => Promise<FundingReading>;
  readonly balances: BalanceMirror;
};

function projectLookup(pool: Pool, scope: CounterScope, localMs: () => number): ProjectLookup {
  return {
    find: gather((turnIds) => findTurns(pool, scope, turnIds), bounds),
    funding: gather((questions) => fundingOfEach(pool, scope, questions), bounds),
    balances: new BalanceMirror({
      read: (questions, nowMs) => readBalances(pool, scope, questions, nowMs),
      localMs,
    }),
  };
}

async function fundingOfEach(
  pool: Pool,
  scope: CounterScope,
  questions: readonly FundingQuestion[],
): Promise<readonly FundingReading[]> {
  const nowMs = Math.max(...questions.map((question) => question.nowMs));
  const balances = await readBalances(pool, scope, questions, nowMs);
  return questions.map((question) => readingOf(balances, question));
}

function questionOf({ userId, primary, nowMs }: FundingOf): FundingQuestion {
  return { userId, primaryId: primaryAccountId(primary), nowMs };
}

function primaryAccountId(primary: FundingOf['primary']): string | null {
  if (primary === null) return null;
  return primary.kind === 'project' ? projectAccountId : accountId('period', primary.periodKey);
}

type TurnRow = {
  readonly external_id: string;
  readonly user_external_id: string;
  readonly bundle_id: string | null;
  readonly state: TurnState;
  readonly plan_id: string;
  readonly providers: readonly string[];
  readonly admitted_at: Date;
};

async function findTurns(
  pool: Pool,
  scope: CounterScope,
  turnIds: readonly string[],
): Promise<readonly (TurnFacts | null)[]> {
  const { rows } = await pool.query<TurnRow>({
    name: 'purser_find_turns',
    text: `
      SELECT t.external_id, u.external_id AS user_external_id, t.bundle_id, t.state, t.plan_id,
             t.providers, t.admitted_at
        FROM unnest($3::text[]) AS asked(external_id)
        CROSS JOIN LATERAL (SELECT k.turn_id FROM turn_key k
           WHERE k.tenant_id = $1 AND k.project_id = $2 AND k.external_id = asked.external_id LIMIT 1) k
        CROSS JOIN LATERAL (SELECT q.* FROM turn q
           WHERE q.tenant_id = $1 AND q.project_id = $2 AND q.id = k.turn_id LIMIT 1) t
        CROSS JOIN LATERAL (SELECT a.external_id FROM app_user a
           WHERE a.tenant_id = $1 AND a.project_id = $2 AND a.id = t.user_id LIMIT 1) u`,
    values: [scope.tenantId, scope.projectId, turnIds],
  });
  const found = new Map(rows.map((row) => [row.external_id, factsOf(row)]));
  return turnIds.map((turnId) => found.get(turnId) ?? null);
}

function factsOf(row: TurnRow): TurnFacts {
  return {
    turnId: row.external_id,
    externalUserId: row.user_external_id,
    bundleId: row.bundle_id,
    state: row.state,
    planId: row.plan_id,
    providers: row.providers,
    admittedAtMs: row.admitted_at.getTime(),
  };
}

async function expiredTurns(
  pool: Pool,
  scope: CounterScope,
  { nowMs, limit, userId, ownerId, periodKey }: ExpiredSelection,
): Promise<readonly ExpiredTurn[]> {
  const { rows } = await pool.query<{ turn_id: string; period_keys: readonly string[] }>(
    `SELECT h.turn_id, array_remove(array_agg(DISTINCT p.reference), NULL) AS period_keys
       FROM open_hold h
       LEFT JOIN account p ON p.tenant_id = $1 AND p.project_id = $2 AND p.id = h.debit_account_id AND p.kind = 'period'
      WHERE h.tenant_id = $1 AND h.project_id = $2 AND h.turn_id IS NOT NULL AND h.expires_at <= $3
        AND ($5::bigint IS NULL OR h.owner_id = $5 OR h.debit_account_id = $6)
        AND ($7::bigint IS NULL OR h.owner_id = $7) AND ($8::uuid IS NULL OR h.debit_account_id = $8)
      GROUP BY h.turn_id ORDER BY min(h.expires_at) LIMIT $4`,
    [
      scope.tenantId,
      scope.projectId,
      new Date(nowMs),
      limit,
      userId ?? null,
      projectAccountId,
      ownerId ?? null,
      periodKey === undefined ? null : accountId('period', periodKey),
    ],
  );
  return rows.map((row) => ({ id: row.turn_id, periodKeys: row.period_keys }));
}
