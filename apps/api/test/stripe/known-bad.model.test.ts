import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doomedAt } from './fault-points.ts';
import {
  catchUpSkips,
  silenceFails,
  withoutCompare,
  withoutMemory,
  withoutOnce,
  withoutStoredKeys,
  withoutVersions,
} from './faults.ts';
import { type Flow, flows } from './flows.ts';
import { tell, unanswered, unharmed } from './killed.ts';
import { playAsTheyArrive, playInOrder } from './play.ts';
import { oneAfterTheOther, race } from './race.ts';
import type { Room } from './room.ts';
import { openStage, type Stage } from './stage.ts';
import { refundUnanswered, stories } from './stories.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  await stage.close();
});

const flowOf = (name: string): Flow => {
  const flow = flows[name];
  if (flow === undefined) throw new Error(`There is no flow of ${name}.`);
  return flow;
};

const storyOf = (name: string) => {
  const story = stories[name];
  if (story === undefined) throw new Error(`There is no story of ${name}.`);
  return story;
};

/** The ledger refuses what is booked twice: that is a fault, and red as well. */
const isRed = (playing: Promise<unknown>, state: unknown) =>
  expect(playing.then((end) => expect(end).toEqual(state))).rejects.toThrow();

describe('the test of every order, given a product that is wrong on purpose', () => {
  it.each([
    ['follows the arrival of states', 'a cancellation that is called off', withoutVersions],
    ['books a payment for every event', 'a wallet top-up by Checkout', withoutOnce],
    ['forgets refunds that it has booked', 'a refund made at Stripe', withoutMemory],
  ] as const)('is red where it %s', async (_what, name, fault) => {
    const { state, types } = await playInOrder(stage, flowOf(name));
    const backwards = types.map((_type, place) => types.length - 1 - place);
    const arrival = { order: backwards, dropped: null };
    expect(await playAsTheyArrive(stage, flowOf(name), arrival)).toEqual(state);
    await isRed(playAsTheyArrive(stage, flowOf(name), arrival, fault), state);
  });

  it('is red where catching up skips what was missed', async () => {
    const flow = flowOf('a quota package');
    const { state, types } = await playInOrder(stage, flow);
    const order = types.map((_type, place) => place);
    const missed = { order, dropped: types.indexOf('payment_intent.succeeded') };
    expect(await playAsTheyArrive(stage, flow, missed)).toEqual(state);
    await isRed(playAsTheyArrive(stage, flow, missed, catchUpSkips), state);
  });
});

describe('the tests of crashes, silence and races, given a product that is wrong on purpose', () => {
  it('are red where no answer counts as a no', async () => {
    const waits = {
      requests: [{ kind: 'refund', status: 'pending' }],
      lots: [{ balance: '30000000', held: '7000000' }],
    };
    expect(await unanswered(stage, (ports) => ports)).toMatchObject(waits);
    const wrong = unanswered(stage, silenceFails);
    await expect(wrong.then((end) => expect(end).toMatchObject(waits))).rejects.toThrow();
  });

  it('are red where what is sent is not stored before', async () => {
    const story = storyOf('a refund');
    const { state } = await tell(stage, story, unharmed());
    const killed = () => doomedAt('after createRefund');
    expect(await tell(stage, story, killed())).toEqual({ end: 'stopped', state });
    await isRed(tell(stage, story, killed(), withoutStoredKeys()), { end: 'stopped', state });
  });

  it('are red where webhook and reconcile do not compare before they write', async () => {
    const prepare = (room: Room) => refundUnanswered(room);
    const state = await oneAfterTheOther(stage, prepare);
    expect(await race(stage, prepare)).toEqual(state);
    await isRed(race(stage, prepare, withoutCompare()), state);
  });
});
