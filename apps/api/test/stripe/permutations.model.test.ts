import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenInvariants } from '../../src/testing/check-books.ts';
import { flows } from './flows.ts';
import { arrivalsOf } from './orders.ts';
import { playAsTheyArrive, playInOrder } from './play.ts';
import { openStage, type Stage } from './stage.ts';

/** Of flows with more than four events so many orders are drawn; more than the usual few also drop every event once. */
const runs = Number(process.env.PURSER_MODEL_RUNS ?? 0);
const seed = Number(process.env.PURSER_MODEL_SEED ?? Date.now() % 1_000_000);
const few = { sampled: 2, drops: 1 };
const drawn = runs === 0 ? few : { sampled: runs, drops: Number.POSITIVE_INFINITY };
/** So many runs share the database at the same time. */
const atOnce = 3;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  try {
    expect(await brokenInvariants(stage.world.pool)).toEqual([]);
  } finally {
    await stage.close();
  }
});

describe(`what Stripe tells, in any order, each twice, one of it missed and reconciled (seed ${seed})`, () => {
  it.each(Object.entries(flows))(
    'of %s, ends in the same state',
    async (_name, flow) => {
      const { state, types } = await playInOrder(stage, flow);
      expect(JSON.stringify(state)).not.toContain('"ended":"received"');
      const waiting = [...arrivalsOf(types.length, { ...drawn, seed })];
      const work = async () => {
        for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
          const { order, dropped } = next;
          const said = order.map(
            (place) => `${place} ${types[place]}${place === dropped ? ' (missed)' : ''}`,
          );
          const end = await playAsTheyArrive(stage, flow, next);
          expect(end, `seed ${seed}, told as: ${said.join(', ')}`).toEqual(state);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, work));
    },
    3_600_000,
  );
});
