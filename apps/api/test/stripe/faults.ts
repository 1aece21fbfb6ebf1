import type { StripeAnswer, StripeGateway } from '../../src/ports/stripe-gateway.ts';
import type { StripeRequestRecord } from '../../src/ports/stripe-store.ts';
import type { Stores } from '../../src/ports/unit-of-work.ts';
import type { Decorate, Ports } from './office.ts';

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

const answering =
  (change: (name: string, answer: StripeAnswer<unknown>) => StripeAnswer<unknown>): Decorate =>
  (ports) => ({ ...ports, gateway: changedAnswers(ports.gateway, change) });

function changedAnswers(
  gateway: StripeGateway,
  change: (name: string, answer: StripeAnswer<unknown>) => StripeAnswer<unknown>,
): StripeGateway {
  return new Proxy(gateway, {
    get: (target, name) => {
      const call: unknown = Reflect.get(target, name);
      if (typeof call !== 'function') return call;
      return async (...input: readonly unknown[]) =>
        change(String(name), await Reflect.apply(call, target, input));
    },
  });
}

const changesStripe = /^(create|update|cancel)/;
const lost = { kind: 'unknown' as const, message: 'The answer was lost.' };

/** Stripe's: it does what it is asked, and its answers to what changes something are lost. */
export const withSilence: Decorate = answering((name, answer) =>
  changesStripe.test(name) ? lost : answer,
);

/** Every state of a subscription counts as newer than what is here: arrival decides. */
export const withoutVersions: Decorate = storing(({ subscriptions }) => ({
  subscriptions: {
    ...subscriptions,
    ofStripe: async (id) => {
      const state = await subscriptions.ofStripe(id);
      return state && { ...state, record: { ...state.record, stripeVersion: 0n } };
    },
  },
}));

/** What was known of a refund is forgotten. */
export const withoutMemory: Decorate = storing(({ stripe }) => ({
  stripe: { ...stripe, refundsOf: async () => [] },
}));

/** A payment that was booked is booked again, for an event that came again is a new one. */
export const withoutOnce: Decorate = (ports) => {
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

/** No answer counts as a no. */
export const silenceFails: Decorate = answering((_name, answer) =>
  answer.kind === 'unknown'
    ? { kind: 'refused', code: 'timeout', message: answer.message }
    : answer,
);

/** What was about to be sent is not stored before: whoever comes next asks as if nobody had. */
export const withoutStoredKeys = (): Decorate => {
  let keys = 0;
  return storing(({ stripe }) => ({
    stripe: {
      ...stripe,
      lockRequest: async (id) => {
        const request = await stripe.lockRequest(id);
        keys += 1;
        return request && { ...request, sentAt: null, idempotencyKey: `${id}:unstored-${keys}` };
      },
    },
  }));
};

/** The list of events is read from behind what happened last. */
export const catchUpSkips: Decorate = (ports) => ({
  ...ports,
  settings: {
    ...ports.settings,
    startingWith: async (prefix) => {
      const untilMs = Date.parse('2100-01-01T00:00:00.000Z');
      return new Map([[`${prefix}simulator`, { untilMs, readAtMs: untilMs }]]);
    },
  },
});

/** Whoever writes does so by what stood there when the race began. */
export const withoutCompare = (): Decorate => {
  const read = new Map<string, StripeRequestRecord | null>();
  return storing(({ stripe }) => ({
    stripe: {
      ...stripe,
      lockRequest: async (id) => {
        const request = read.has(id) ? (read.get(id) ?? null) : await stripe.lockRequest(id);
        read.set(id, request);
        return request;
      },
    },
  }));
};
