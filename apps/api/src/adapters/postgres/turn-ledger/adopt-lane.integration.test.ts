import { describe, expect, it } from 'vitest';
import { inProcessCounters } from '../../../adapters/memory/in-process-counters.ts';
import { noonMs, type TurnWorld, turnWorld } from '../../../testing/turn-world.ts';
import { admitTurn } from '../../../use-cases/turn/admit-turn.ts';
import { checkTurn } from '../../../use-cases/turn/check-turn.ts';
import { settleTurn } from '../../../use-cases/turn/settle-turn.ts';
import type { TurnDeps } from '../../../use-cases/turn/turn-deps.ts';
import { adoptLane } from './adopt-lane.ts';
import { GatheredTurnLedger } from './gathered-turn-ledger.ts';

const hourMs = 3_600_000;
const scope = { tenantId: 1, projectId: 1 };

/** Processes that share counters, as with Redis. */
async function shared() {
  const counters = inProcessCounters();
  const world = await turnWorld({ limits: { requestsPerMonth: 100n }, counters });
  const start = (): TurnDeps => ({
    ...world.deps,
    ledger: new GatheredTurnLedger({
      pool: world.pool,
      processNumber: 7,
      tell: (told, batch) => counters.tell(told, batch),
    }),
  });
  const turn = async (deps: TurnDeps, turnId: string) => {
    await admitTurn(deps, world.ctx, { turnId, userId: 'u1', estimateTokens: 10n });
    await settleTurn(deps, world.ctx, { turnId, costMicroUsd: 100n, provider: 'openai' });
  };
  return { world, start, turn, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

const lanes = async ({ pool }: TurnWorld) =>
  (await pool.query('SELECT id, seq::int, told::int FROM lane ORDER BY id')).rows;

async function requestsUsed(world: TurnWorld): Promise<bigint | undefined> {
  const next = { turnId: 'next', userId: 'u1', estimateTokens: 1n };
  const answer = await checkTurn(world.deps, world.ctx, next);
  return answer.ok
    ? answer.value.limits.find((limit) => limit.limit === 'requests_per_month')?.used
    : undefined;
}

describe('the rows of lanes (rule W8)', () => {
  it('do not grow in number with every process: one that begins takes over what has been silent for an hour', async () => {
    await using opened = await shared();
    const { world, start, turn } = opened;
    for (let day = 0; day < 4; day += 1) {
      await world.moveTo(noonMs + day * 24 * hourMs);
      const process = start();
      await turn(process, `a${day}`);
      await turn(process, `b${day}`);
      await process.ledger.close();
    }
    expect(await lanes(world)).toEqual([{ id: expect.any(String), seq: 8, told: 8 }]);
    expect(await requestsUsed(world)).toBe(8n);
  });

  it('are left to their processes for an hour, and while turns are untold', async () => {
    await using opened = await shared();
    const { world, start, turn } = opened;
    const process = start();
    await turn(process, 'a');
    await process.ledger.close();
    const [lane] = await lanes(world);
    const adopted = async () => (await adoptLane(world.pool, scope)).id === lane.id;
    await world.moveTo(noonMs + hourMs - 1);
    expect(await adopted()).toBe(false);
    await world.moveTo(noonMs + hourMs);
    await world.pool.query(`UPDATE lane SET told = 0, untold = '{"1": []}'`);
    expect(await adopted()).toBe(false);
    await world.pool.query(`UPDATE lane SET told = 1, untold = '{}'`);
    const takers = await Promise.all([adopted(), adopted(), adopted()]);
    expect(takers.filter((taken) => taken)).toHaveLength(1);
  });

  it('may be taken from a process that was only quiet: both go on, and each turn counts once', async () => {
    await using opened = await shared();
    const { world, start, turn } = opened;
    const quiet = start();
    await turn(quiet, 'a');
    await world.pool.query(`UPDATE lane SET told = seq, untold = '{}'`);
    await world.moveTo(noonMs + 2 * hourMs);
    const other = start();
    await turn(other, 'b');
    await turn(quiet, 'c');
    await turn(other, 'd');
    await turn(quiet, 'e');
    expect(await requestsUsed(world)).toBe(5n);
    expect((await lanes(world)).length).toBeGreaterThan(1);
    await Promise.all([quiet.ledger.close(), other.ledger.close()]);
  });
});
