import { describe, expect, it, vi } from 'vitest';
import { inProcessCounters } from '../../adapters/memory/in-process-counters.ts';
import { GatheredTurnLedger } from '../../adapters/postgres/turn-ledger/gathered-turn-ledger.ts';
import { createUntoldLanes } from '../../adapters/postgres/untold-lanes.ts';
import type { Counters } from '../../ports/counters.ts';
import { type TurnWorld, turnWorld } from '../../testing/turn-world.ts';
import { admitTurn } from './admit-turn.ts';
import { checkTurn } from './check-turn.ts';
import { retellTurns } from './retell-turns.ts';
import { settleTurn } from './settle-turn.ts';
import type { TurnDeps } from './turn-deps.ts';

const limits = { maxConcurrent: 1n, requestsPerDay: 5n };

type Tell = Counters['tell'];

/** Two processes that share counters, as with Redis; the test decides what the second one's telling does. */
async function shared(tell: Tell) {
  const counters = inProcessCounters();
  const world = await turnWorld({ limits, counters });
  await world.db.budgetPolicy.create({ data: openaiPolicy });
  const ledger = new GatheredTurnLedger({ pool: world.pool, processNumber: 3, tell });
  const dying: TurnDeps = { ...world.deps, ledger };
  const lanes = createUntoldLanes(world.pool, { silentMs: 0 });
  return {
    world,
    counters,
    dying,
    ledger,
    retell: async () => {
      await retellTurns({ lanes, counters });
      return retellTurns({ lanes, counters });
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

const openaiPolicy = {
  tenantId: 1,
  projectId: 1,
  provider: 'openai',
  bundleId: '*',
  perDayMicroUsd: 1_000_000n,
  active: true,
  version: 1,
  createdBy: 'test',
  updatedBy: 'test',
  createdAt: new Date(0),
  updatedAt: new Date(0),
};

const turnOf = (turnId: string) => ({
  turnId,
  userId: 'u1',
  estimateTokens: 100n,
  providers: ['openai'],
});

/** What the counters would answer the next admission. */
async function seen(world: TurnWorld) {
  const answer = await checkTurn(world.deps, world.ctx, turnOf('next'));
  if (!answer.ok) throw new Error(answer.rejection.message);
  const { decision, limits: views } = answer.value;
  const counted = views.map(({ limit, used, held }) => [limit, { used, held }] as const);
  return { decision, ...Object.fromEntries(counted) };
}

async function spentByOpenai(world: TurnWorld, counters: Counters): Promise<unknown> {
  const spy = vi.spyOn(counters, 'decide');
  await checkTurn(world.deps, world.ctx, turnOf('next'));
  const answer = await spy.mock.results.at(-1)?.value;
  spy.mockRestore();
  return answer?.providers;
}

const settled = (world: TurnWorld, turnId: string) =>
  vi.waitFor(async () => {
    const { rows } = await world.pool.query('SELECT state FROM turn WHERE external_id = $1', [
      turnId,
    ]);
    expect(rows).toEqual([{ state: 'settled' }]);
  });

const free = {
  decision: 'admitted',
  requests_per_day: { used: 1n, held: 0n },
  max_concurrent: { used: 0n, held: 0n },
};

describe('turns that were committed and not told (rule W8)', () => {
  it('are told by another process when theirs died in between: slot freed, usage and spend counted', async () => {
    await using opened = await shared(() => new Promise(() => {}));
    const { world, counters, dying, retell } = opened;
    await admitTurn(dying, world.ctx, turnOf('t1'));
    void settleTurn(dying, world.ctx, { turnId: 't1', costMicroUsd: 70_000n, provider: 'openai' });
    await settled(world, 't1');
    expect((await seen(world)).decision).toBe('denied');

    expect(await retell()).toEqual({ handled: 1, failed: 0, error: null });
    expect(await seen(world)).toMatchObject(free);
    expect(await spentByOpenai(world, counters)).toEqual([{ used: 70_000, held: 0 }]);
    expect((await retell()).handled).toBe(0);
  });

  it('are told once and for all when the telling failed, however often it is tried', async () => {
    await using opened = await shared(async () => {
      throw new Error('The counters are away.');
    });
    const { world, counters, dying, ledger } = opened;
    await admitTurn(dying, world.ctx, turnOf('t1'));
    await settleTurn(dying, world.ctx, { turnId: 't1', costMicroUsd: 9n, provider: 'openai' });
    const lanes = createUntoldLanes(world.pool, { silentMs: 0 });
    const away = { ...counters, tell: () => Promise.reject(new Error('Still away.')) };
    await lanes.takeSilent();
    expect(await retellTurns({ lanes, counters: away })).toMatchObject({
      handled: 0,
      failed: 1,
      error: expect.stringContaining('Still away.'),
    });
    // One worker's first look may be what lets another one tell: all looks count.
    const looks = Array.from({ length: 4 }, async () => {
      const first = await retellTurns({ lanes, counters });
      return first.handled + (await retellTurns({ lanes, counters })).handled;
    });
    const handled = await Promise.all(looks);
    expect(handled.reduce((sum, some) => sum + some, 0)).toBeGreaterThan(0);
    expect(await seen(world)).toMatchObject(free);
    expect(await spentByOpenai(world, counters)).toEqual([{ used: 9, held: 0 }]);
    await ledger.close();
  });

  it('are counted once though their process was only slow and tells them after all, and goes on', async () => {
    const held: (() => void)[] = [];
    const counters: { now?: Counters } = {};
    const tell: Tell = async (scope, batch) => {
      await new Promise<void>((resolve) => held.push(resolve));
      await counters.now?.tell(scope, batch);
    };
    await using opened = await shared(tell);
    counters.now = opened.counters;
    const { world, dying, ledger, retell } = opened;
    const settle = (turnId: string) =>
      settleTurn(dying, world.ctx, { turnId, costMicroUsd: 1_000n, provider: 'openai' });
    await admitTurn(dying, world.ctx, turnOf('t1'));
    const first = settle('t1');
    await settled(world, 't1');
    await retell();
    held.shift()?.();
    await first;
    for (const turnId of ['t2', 't3']) {
      await admitTurn(dying, world.ctx, turnOf(turnId));
      const closing = settle(turnId);
      await vi.waitFor(() => expect(held).toHaveLength(1));
      held.shift()?.();
      await closing;
      expect((await seen(world)).decision).toBe('admitted');
    }
    await retell();
    expect(await seen(world)).toMatchObject({ ...free, requests_per_day: { used: 3n, held: 0n } });
    expect(await spentByOpenai(world, opened.counters)).toEqual([{ used: 3_000, held: 0 }]);
    await ledger.close();
  });

  it('of a batch whose answer was lost are told, though later batches of the lane went well', async () => {
    const counters: { now?: Counters } = {};
    await using opened = await shared(async (scope, batch) => counters.now?.tell(scope, batch));
    counters.now = opened.counters;
    const { world, dying, ledger, retell } = opened;
    const query = world.pool.query.bind(world.pool);
    const losing = vi.spyOn(world.pool, 'query');
    await admitTurn(dying, world.ctx, turnOf('t1'));
    losing.mockImplementation((async (...args: [{ values?: readonly unknown[] }]) => {
      const answer = await query(...(args as unknown as Parameters<typeof query>));
      if (args[0].values?.includes('{"settle"}')) throw new Error('Connection lost.');
      return answer;
    }) as never);
    const lost = settleTurn(dying, world.ctx, { turnId: 't1', costMicroUsd: 5n });
    await expect(lost).rejects.toThrow('Connection lost.');
    losing.mockRestore();
    await admitTurn(dying, world.ctx, { ...turnOf('other'), userId: 'u2' });
    await settleTurn(dying, world.ctx, { turnId: 'other', costMicroUsd: 5n });
    expect((await seen(world)).decision).toBe('denied');
    await retell();
    expect(await seen(world)).toMatchObject(free);
    await ledger.close();
  });

  it('are left to a process that is at work, and to one that was seen only just now', async () => {
    await using opened = await shared(() => Promise.reject(new Error('The counters are away.')));
    const { world, dying, ledger } = opened;
    const patient = createUntoldLanes(world.pool);
    const hasty = createUntoldLanes(world.pool, { silentMs: 0 });
    const lane = { tenantId: 1, projectId: 1, id: '00000000-0000-4000-8000-000000000001' };
    await admitTurn(dying, world.ctx, turnOf('t1'));
    await settleTurn(dying, world.ctx, { turnId: 't1', costMicroUsd: 1n });
    await world.db.lane.updateMany({ data: lane });
    expect(await hasty.takeSilent()).toEqual([]);
    expect(await patient.takeSilent()).toEqual([]);
    await world.db.lane.updateMany({ data: { seq: 2n } });
    expect(await hasty.takeSilent()).toEqual([]);
    expect(await hasty.takeSilent()).toMatchObject([{ laneId: lane.id, seq: 4 }]);
    await ledger.close();
  });

  it('of a live process under load are disturbed by no number of retellings', async () => {
    await using world = await turnWorld({ limits: { requestsPerDay: 1_000n } });
    const lanes = createUntoldLanes(world.pool, { silentMs: 0 });
    const turns = Array.from({ length: 60 }, (_, index) => `t${index}`);
    const work = turns.map(async (turnId) => {
      await admitTurn(world.deps, world.ctx, turnOf(turnId));
      await settleTurn(world.deps, world.ctx, { turnId, costMicroUsd: 10n });
    });
    for (let round = 0; round < 20; round += 1) {
      await retellTurns({ lanes, counters: world.deps.counters });
    }
    await Promise.all(work);
    expect(await seen(world)).toMatchObject({ requests_per_day: { used: 60n, held: 0n } });
  });
});
