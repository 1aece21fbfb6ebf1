import { done } from '../../src/testing/subscription-world.ts';
import { withSilence } from './faults.ts';
import { cycle, dollar, flows, payForCredits, subscribe, userId } from './flows.ts';
import type { Decorate } from './office.ts';
import type { Room } from './room.ts';

/** What is begun at Stripe and here before the process that will die takes over, and what it is asked then. */
export type Story = {
  readonly prepare: (room: Room) => Promise<void>;
  /** A command of Purser's; null: only what Stripe tells is processed. */
  readonly command: ((room: Room) => Promise<unknown>) | null;
  /** What happens at Stripe afterwards. */
  readonly after?: (room: Room) => void;
  /** False: nobody asks for it again, for the next process does it anyway. */
  readonly isRepeated?: boolean;
};

/** Whoever gets no answer repeats it with the same key. */
const meta = { idempotencyKey: 'asked-once' };

const changeTo =
  (planId: string) =>
  async ({ useCases, ctx }: Room) =>
    done(await useCases.subscription.changePlan(ctx, { userId, planId }, meta));

async function askForRefund({ useCases, ctx, sim }: Room) {
  const [payment] = sim.state.paymentIntents.all();
  const input = { userId, paymentIntentId: payment?.id ?? '', amountMicroUsd: 7n * dollar };
  return done(await useCases.wallet.refund(ctx, input, meta));
}

/** A refund that Stripe has made and whose answer was lost. */
export async function refundUnanswered(
  room: Room,
  fault: Decorate = (ports) => ports,
): Promise<void> {
  await creditsBought(room);
  room.restart((ports) => fault(withSilence(ports)));
  await askForRefund(room);
  room.restart();
}

/** A subscription that Stripe ends with its period, and whose answer was lost. */
export async function cancellationUnanswered(room: Room): Promise<void> {
  await subscribed(room);
  room.restart(withSilence);
  done(await room.useCases.subscription.cancel(room.ctx, { userId }, meta));
  room.restart();
}

const reconciled = { command: (room: Room) => room.reconcile(), isRepeated: false };

/** No webhook brings what happened until now. */
const missing = (happen: (room: Room) => Promise<unknown>) => async (room: Room) => {
  await happen(room);
  await room.hear([]);
};

async function creditsBought(room: Room) {
  await payForCredits(room);
  await room.hear();
}

async function subscribed(room: Room) {
  await subscribe(room);
  await room.hear();
}

function told(name: string): Story {
  const flow = flows[name];
  if (flow === undefined) throw new Error(`There is no flow of ${name}.`);
  return { prepare: flow, command: null };
}

export const stories: Readonly<Record<string, Story>> = {
  'a refund': {
    prepare: creditsBought,
    command: askForRefund,
  },
  'a subscription by an operator': {
    prepare: (room) => room.moveTo(cycle.start),
    command: async ({ useCases, ctx }) =>
      done(await useCases.subscription.create(ctx, { userId, planId: 'basic' }, meta)),
    after: ({ sim }) => {
      const [intent] = sim.state.paymentIntents.all();
      sim.control.payIntent(intent?.id ?? '');
    },
  },
  'a cancellation': {
    prepare: subscribed,
    command: async ({ useCases, ctx }) =>
      done(await useCases.subscription.cancel(ctx, { userId }, meta)),
  },
  'a cancellation that is called off': {
    prepare: async (room) => {
      await subscribed(room);
      done(await room.useCases.subscription.cancel(room.ctx, { userId }, {}));
      await room.hear();
    },
    command: async ({ useCases, ctx }) =>
      done(await useCases.subscription.resume(ctx, { userId }, meta)),
  },
  'a change to a dearer plan': {
    prepare: async (room) => {
      await subscribed(room);
      await room.moveTo('2027-02-14T10:00:00.000Z');
    },
    command: changeTo('pro'),
  },
  'a change to a cheaper plan': {
    prepare: async (room) => {
      await subscribe(room, 'price_pro');
      await room.hear();
    },
    command: changeTo('basic'),
  },
  'a reconcile of a refund without an answer': {
    prepare: missing((room) => refundUnanswered(room)),
    ...reconciled,
  },
  'a reconcile of a cancellation without an answer': {
    prepare: missing(cancellationUnanswered),
    ...reconciled,
  },
  'a reconcile of a renewal that no webhook told': {
    prepare: missing(async (room) => {
      await subscribe(room);
      await room.moveTo(cycle.next);
    }),
    ...reconciled,
  },
  'what Stripe tells of a payment and its refund': told('a refund made at Stripe'),
  'what Stripe tells of a renewal': told('a renewal'),
  'what Stripe tells of a lost dispute': told('a dispute that is lost'),
};
