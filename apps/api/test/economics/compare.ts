import type { Pool } from 'pg';
import { expect } from 'vitest';
import { createLedgerChecker } from '../../src/adapters/postgres/ledger-checker.ts';
import type { AdminWorld } from '../../src/testing/admin-world.ts';
import { brokenInvariants } from '../../src/testing/check-books.ts';
import type { ModelState } from './model-state.ts';

type Row = Record<string, unknown>;

/** Every balance, hold, turn and subscription, as PostgreSQL has it and as the model has it; then the invariants. */
export async function compare({ pool, ctx }: AdminWorld, state: ModelState): Promise<void> {
  const [stored, broken, check] = await Promise.all([
    read(pool),
    brokenInvariants(pool),
    createLedgerChecker(pool).check(ctx.scope),
  ]);
  expect(stored).toEqual(expected(state));
  expect(broken).toEqual([]);
  expect(check.differences).toEqual([]);
}

async function read(pool: Pool): Promise<Record<string, unknown>> {
  const [purses, sums, turns, subscriptions] = await Promise.all([
    pool.query<Row>(pursesSql),
    pool.query<Row>(sumsSql),
    pool.query<Row>(turnsSql),
    pool.query<Row>(subscriptionsSql),
  ]);
  return {
    purses: byName(purses.rows),
    sums: byName(sums.rows),
    turns: byName(turns.rows),
    subscriptions: byName(subscriptions.rows),
  };
}

const pursesSql = `
SELECT CASE kind WHEN 'wallet' THEN id::text WHEN 'period' THEN reference ELSE kind END AS name,
       sum(credits_posted - debits_posted)::bigint AS balance, sum(debits_pending)::bigint AS held
  FROM account WHERE kind IN ('wallet', 'period', 'project') GROUP BY 1`;

const sumsSql = `
SELECT kind AS name, sum(credits_posted - debits_posted)::bigint AS balance
  FROM account WHERE kind IN ('breakage', 'spend') GROUP BY 1 HAVING sum(credits_posted - debits_posted) <> 0`;

const turnsSql = `
SELECT external_id AS name, state, held_tokens AS held, cost_micro_usd AS cost, coalesce(tokens_charged, 0)::bigint AS charged
  FROM turn`;

const subscriptionsSql = `
SELECT DISTINCT ON (s.user_id) u.external_id AS name, s.status, s.plan_id AS plan, s.monthly_price_micro_usd AS price,
       s.cancel_at_period_end AS ends, s.pending_plan_id AS pending, p.key AS period, p.ends_at AS "endsAt", p.status = 'closed' AS closed
  FROM subscription s JOIN app_user u ON u.id = s.user_id
  LEFT JOIN subscription_period p ON p.key = s.current_period_key
 ORDER BY s.user_id, s.started_at DESC, s.status <> 'canceled' DESC, s.id DESC`;

function expected(state: ModelState): Record<string, unknown> {
  const { project, lots, periods, breakage, spent } = state;
  const purses = [
    ...lots.map(({ lotId, balance, held }) => ({ name: lotId, balance, held })),
    ...periods.map(({ key, balance, held }) => ({ name: key, balance, held })),
    { name: 'project', balance: project.balance, held: project.held },
  ];
  const sums = [
    { name: 'breakage', balance: breakage },
    { name: 'spend', balance: spent },
  ].filter(({ balance }) => balance !== 0n);
  const turns = [...state.turns.values()].map((turn) => ({
    name: turn.turnId,
    state: turn.state,
    held: turn.heldTokens,
    cost: turn.costMicroUsd,
    charged: turn.tokensCharged,
  }));
  const subscriptions = [...state.users].flatMap(([name, { subscription }]) => {
    if (subscription === null) return [];
    const {
      status,
      planId: plan,
      priceMicroUsd: price,
      cancelAtPeriodEnd: ends,
      period,
    } = subscription;
    const at = {
      period: period?.key ?? null,
      endsAt: period && new Date(period.endsAtMs),
      closed: period?.closed ?? null,
    };
    return [{ name, status, plan, price, ends, pending: subscription.pendingPlanId, ...at }];
  });
  return {
    purses: byName(purses),
    sums: byName(sums),
    turns: byName(turns),
    subscriptions: byName(subscriptions),
  };
}

/** A purse that was never used has no row: it is as good as an empty one. */
function byName(rows: readonly Row[]): Record<string, Row> {
  const used = rows.filter(
    ({ balance, held }) =>
      balance !== 0n || (held !== undefined && held !== 0n) || balance === undefined,
  );
  return Object.fromEntries(used.map((row) => [String(row.name), row]));
}
