import type { Pool, PoolClient } from 'pg';
import { expect, it, vi } from 'vitest';
import { brokenInvariants } from '../../../testing/check-books.ts';
import { noonMs, type TurnWorld, turnWorld } from '../../../testing/turn-world.ts';
import { admitTurn } from '../../../use-cases/turn/admit-turn.ts';
import { settleTurn } from '../../../use-cases/turn/settle-turn.ts';
import type { TurnDeps } from '../../../use-cases/turn/turn-deps.ts';
import { GatheredTurnLedger } from './gathered-turn-ledger.ts';

const hourMs = 3_600_000;
const estimateTokens = 1_000n;

/** What one admission holds of the project's budget. */
async function holdOfOneTurn(): Promise<bigint> {
  await using world = await turnWorld();
  await admit(world, 'first');
  return (await budgetOf(world.pool)).held;
}

it('lets the last money of a budget go to as many turns as it covers, when all of them had seen it unspent', async () => {
  const hold = await holdOfOneTurn();
  await using world = await turnWorld({ projectMicroUsd: 3n * hold + hold - 1n });
  const ledgers = severalLedgers(world, 5);
  const decisions = await whileBudgetIsLocked(world, ledgers.length, () =>
    ledgers.map((deps, number) => admit(world, `turn-${number}`, deps)),
  );
  expect(decisions.filter((decision) => decision === 'admitted')).toHaveLength(3);
  expect(await budgetOf(world.pool)).toEqual({ held: 3n * hold, free: hold - 1n });
  expect(await brokenInvariants(world.pool)).toEqual([]);
});

it('books what was decided on a budget that has moved on, each version once', async () => {
  await using world = await turnWorld();
  const ledgers = severalLedgers(world, 4);
  for (const [number, deps] of ledgers.entries()) await admit(world, `t-${number}`, deps);
  await whileBudgetIsLocked(world, ledgers.length, () =>
    ledgers.map((deps, number) =>
      settleTurn(deps, world.ctx, { turnId: `t-${number}`, costMicroUsd: 7n }),
    ),
  );
  expect(await brokenInvariants(world.pool)).toEqual([]);
  const { rows } = await world.pool.query(
    `SELECT debit_version::integer AS version FROM transfer WHERE turn_id IS NOT NULL ORDER BY 1`,
  );
  // The top-up is the first; then a hold, a settlement and the rest of its hold for each turn.
  expect(rows).toEqual(
    Array.from({ length: 3 * ledgers.length }, (_, index) => ({ version: index + 2 })),
  );
});

it('admits nobody on an overdraft that was taken away while the batch was written', async () => {
  await using world = await turnWorld({ projectMicroUsd: 1n, overdraftMicroUsd: 1_000_000_000n });
  const decisions = await whileBudgetIsLocked(
    world,
    1,
    () => [admit(world, 'late')],
    (rival) => rival.query(`UPDATE account SET overdraft = 0 WHERE kind = 'project'`),
  );
  expect(decisions).toEqual(['denied']);
  expect(await budgetOf(world.pool)).toEqual({ held: 0n, free: 1n });
});

it('records a transfer when the budget is locked, not when it was read (rule L3)', async () => {
  await using world = await turnWorld();
  await whileBudgetIsLocked(
    world,
    1,
    () => [admit(world, 'waits')],
    () => world.moveTo(noonMs + hourMs),
  );
  const { rows } = await world.pool.query(
    `SELECT t.recorded_at AS recorded, a.last_recorded_at AS last FROM transfer t JOIN account a ON a.id = t.debit_account_id
      WHERE t.phase = 'hold'`,
  );
  const instant = new Date(noonMs + hourMs);
  expect(rows).toEqual([{ recorded: instant, last: instant }]);
});

async function admit(world: TurnWorld, turnId: string, deps: TurnDeps = world.deps) {
  const answer = await admitTurn(deps, world.ctx, { turnId, userId: turnId, estimateTokens });
  if (!answer.ok) throw new Error(JSON.stringify(answer));
  return answer.value.decision;
}

/** The same process with ledgers that do not wait for each other. */
function severalLedgers({ deps, pool }: TurnWorld, count: number): readonly TurnDeps[] {
  return Array.from({ length: count }, (_, index) => {
    const processNumber = index + 1;
    return {
      ...deps,
      ledger: new GatheredTurnLedger({ pool, processNumber, tell: async () => {} }),
    };
  });
}

/** Begins work whose batches have decided and wait for the budget, lets the rival act, and then all of them go on. */
async function whileBudgetIsLocked<T>(
  { pool }: TurnWorld,
  batches: number,
  begin: () => readonly Promise<T>[],
  act: (rival: PoolClient) => Promise<unknown> = async () => {},
): Promise<T[]> {
  const rival = await pool.connect();
  try {
    await rival.query(`BEGIN; SELECT id FROM account WHERE kind = 'project' FOR NO KEY UPDATE`);
    const begun = begin();
    const batchesWait = async () => {
      const { rows } = await pool.query(
        `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%purser_post%' AND datname = current_database()`,
      );
      expect(rows).toHaveLength(batches);
    };
    await vi.waitFor(batchesWait, { timeout: 10_000 });
    await act(rival);
    await rival.query('COMMIT');
    return await Promise.all(begun);
  } finally {
    rival.release();
  }
}

async function budgetOf(pool: Pool) {
  const { rows } = await pool.query<{ held: bigint; free: bigint }>(
    `SELECT debits_pending AS held, credits_posted - debits_posted - debits_pending AS free FROM account WHERE kind = 'project'`,
  );
  return rows[0] ?? { held: 0n, free: 0n };
}
