import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenInvariants } from '../../src/testing/check-books.ts';
import { type Flow, flows } from './flows.ts';
import { type Arrival, arrivalsOf } from './orders.ts';
import { textOf } from './plain/plain-end-state.ts';
import { playPlain, readRules } from './plain/plain-play.ts';
import { playAsTheyArrive, playInOrder } from './play.ts';
import { openStage, type Stage } from './stage.ts';

/** In the long run flows of up to seven events are told in every order, else those of up to four. */
const isLong = process.env.PURSER_MODEL_RUNS !== undefined;
/** Of flows with more events so many orders are drawn; plain values have time for more in the long run. */
const sampled = isLong ? 5 * Number(process.env.PURSER_MODEL_RUNS) : 200;
const seed = Number(process.env.PURSER_MODEL_SEED ?? Date.now() % 1_000_000);
const drawn = { sampled, everyOrderUpTo: isLong ? 7 : 4, seed };
/** Of more orders than that, one of so many is also told to PostgreSQL; of fewer all. */
const plainForEach = 50;
const fewOrders = 24;
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

const saidOf = (types: readonly string[], { order, dropped }: Arrival) => {
  const each = order.map((at) => `${at} ${types[at]}${at === dropped ? ' (missed)' : ''}`);
  return `seed ${seed}, told as: ${each.join(', ')}`;
};

/** Every arrival as plain values. */
async function tellPlain(flow: Flow, arrivals: (count: number) => readonly Arrival[]) {
  const plain = await playPlain(stage, await readRules(stage), flow);
  try {
    const state = await plain.tellInOrder();
    const told = arrivals(plain.types.length);
    for (const arrival of told) {
      const end = await plain.tell(arrival);
      if (end !== state) expect(end, saidOf(plain.types, arrival)).toEqual(state);
    }
    return { state, types: plain.types, told };
  } finally {
    await plain.close();
  }
}

/** The same in PostgreSQL: one in fifty, and one where something is missed. */
async function tellPostgres(flow: Flow, told: readonly Arrival[]) {
  const { state, types } = await playInOrder(stage, flow);
  expect(JSON.stringify(state)).not.toContain('"ended":"received"');
  const step = told.length - types.length > fewOrders ? plainForEach : 1;
  const missed = told.filter(({ dropped }) => dropped !== null);
  const waiting = told.filter((_each, index) => index % step === seed % step);
  if (step > 1) waiting.push(...missed.slice(0, 1));
  const count = waiting.length;
  const work = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const end = await playAsTheyArrive(stage, flow, next);
      expect(end, saidOf(types, next)).toEqual(state);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { state, count };
}

describe(`what Stripe tells, in any order, each twice, one of it missed and reconciled (seed ${seed})`, () => {
  it.each(Object.entries(flows))(
    'of %s, ends in the same state',
    async (name, flow) => {
      const plain = await tellPlain(flow, (count) => arrivalsOf(count, drawn));
      const { state, count } = await tellPostgres(flow, plain.told);
      expect(plain.state, 'plain values are what PostgreSQL has').toEqual(textOf(state));
      const { types, told } = plain;
      console.info(
        `${name}: ${types.length} events, ${told.length} orders, ${count} in PostgreSQL`,
      );
    },
    3_600_000,
  );
});
