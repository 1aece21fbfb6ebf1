import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Stores } from '../../src/ports/unit-of-work.ts';
import { type Flow, flows } from './flows.ts';
import type { Decorate, Ports } from './office.ts';
import { playAsTheyArrive, playInOrder } from './play.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  await stage.close();
});

/** Faults that are put between the use cases and their ports; the product's own text is not touched. */
const storing =
  (change: (stores: Stores) => Partial<Stores>) =>
  (ports: Ports): Ports => ({
    ...ports,
    unitOfWork: {
      run: (scope, work) =>
        ports.unitOfWork.run(scope, (stores) => work({ ...stores, ...change(stores) })),
    },
  });

/** Every state of a subscription counts as newer than what is here. */
const withoutVersions = storing(({ subscriptions }) => ({
  subscriptions: {
    ...subscriptions,
    ofStripe: async (id) => {
      const state = await subscriptions.ofStripe(id);
      return state && { ...state, record: { ...state.record, stripeVersion: 0n } };
    },
  },
}));

/** What was known of a refund is forgotten. */
const withoutMemory = storing(({ stripe }) => ({
  stripe: { ...stripe, refundsOf: async () => [] },
}));

/** A payment that was booked is booked again, for an event that came again is a new one. */
const withoutOnce: Decorate = (ports) => {
  let events = 0;
  const { inbox } = ports;
  const ofPayments = storing(({ events: store, stripe }) => ({
    events: { ...store, lockPayment: async () => false },
    stripe: { ...stripe, addPayment: async () => undefined },
  }))(ports);
  return {
    ...ofPayments,
    inbox: {
      ...inbox,
      receive: (scope, event) => {
        events += 1;
        return inbox.receive(scope, { ...event, externalId: `${event.externalId}-${events}` });
      },
    },
  };
};

const flowOf = (name: string): Flow => {
  const flow = flows[name];
  if (flow === undefined) throw new Error(`There is no flow of ${name}.`);
  return flow;
};

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
    // The ledger refuses what is booked twice: that is a fault, and red as well.
    const wrong = playAsTheyArrive(stage, flowOf(name), arrival, fault);
    await expect(wrong.then((end) => expect(end).toEqual(state))).rejects.toThrow();
  });
});
