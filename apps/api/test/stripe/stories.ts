import { done } from '../../src/testing/subscription-world.ts';
import { cycle, dollar, flows, payForCredits, subscribe, userId } from './flows.ts';
import type { Room } from './room.ts';

/** What is begun at Stripe and here before the process that will die takes over, and what it is asked then. */
export type Story = {
  readonly prepare: (room: Room) => Promise<void>;
  /** A command of Purser's; null: only what Stripe tells is processed. */
  readonly command: ((room: Room) => Promise<unknown>) | null;
  /** What happens at Stripe afterwards. */
  readonly after?: (room: Room) => void;
};

/** Whoever gets no answer repeats it with the same key. */
const meta = { idempotencyKey: 'asked-once' };

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
    command: async ({ useCases, ctx, sim }) => {
      const [payment] = sim.state.paymentIntents.all();
      const input = { userId, paymentIntentId: payment?.id ?? '', amountMicroUsd: 7n * dollar };
      return done(await useCases.wallet.refund(ctx, input, meta));
    },
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
  'what Stripe tells of a payment and its refund': told('a refund made at Stripe'),
  'what Stripe tells of a renewal': told('a renewal'),
  'what Stripe tells of a lost dispute': told('a dispute that is lost'),
};
