import { expect, it, vi } from 'vitest';
import { turnWorld } from '../../../testing/turn-world.ts';
import { admitTurn } from '../../../use-cases/turn/admit-turn.ts';
import { settleTurn } from '../../../use-cases/turn/settle-turn.ts';
import { GatheredTurnLedger } from './gathered-turn-ledger.ts';

/** One user's turns, so one lane; whatever it tells the counters waits until the test lets it through. */
async function heldLane() {
  const world = await turnWorld({});
  const held: (() => void)[] = [];
  const tell = () => new Promise<void>((resolve) => held.push(resolve));
  const patienceMs = 60_000;
  const ledger = new GatheredTurnLedger({ pool: world.pool, processNumber: 3, tell, patienceMs });
  const deps = { ...world.deps, ledger };
  const answered: string[] = [];
  const note = (turnId: string) => () => void answered.push(turnId);
  return {
    held,
    answered,
    admit: (turnId: string) => admitTurn(deps, world.ctx, { turnId, userId: 'u1' }),
    settle: (turnId: string) =>
      settleTurn(deps, world.ctx, { turnId, costMicroUsd: 5n }).then(note(turnId)),
    isSettled: (turnId: string) =>
      vi.waitFor(async () => {
        const text = 'SELECT state FROM turn WHERE external_id = $1';
        expect((await world.pool.query(text, [turnId])).rows).toEqual([{ state: 'settled' }]);
      }),
    close: () => ledger.close(),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

it('admits and settles on while the counters are told, and answers a settlement only when they know', async () => {
  await using lane = await heldLane();
  for (const turnId of ['a', 'b', 'c']) await lane.admit(turnId);
  const first = lane.settle('a');
  await vi.waitFor(() => expect(lane.held).toHaveLength(1));

  expect(await lane.admit('d')).toMatchObject({ ok: true, value: { decision: 'admitted' } });
  const second = lane.settle('b');
  await lane.isSettled('b');
  expect([lane.answered, lane.held.length]).toEqual([[], 1]);

  lane.held.shift()?.();
  await first;
  expect(lane.answered).toEqual(['a']);
  await vi.waitFor(() => expect(lane.held).toHaveLength(1));
  lane.held.shift()?.();
  await second;
  expect(lane.answered).toEqual(['a', 'b']);
});

it('closes when everybody is answered', async () => {
  await using lane = await heldLane();
  await lane.admit('a');
  const settling = lane.settle('a');
  await vi.waitFor(() => expect(lane.held).toHaveLength(1));
  const closing = lane.close().then(() => lane.answered.push('closed'));
  lane.held.shift()?.();
  await Promise.all([settling, closing]);
  expect(lane.answered).toEqual(['a', 'closed']);
});
