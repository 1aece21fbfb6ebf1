import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StripeGateway } from '../../../ports/stripe-gateway.ts';
import { type BillingWorld, openBillingWorld } from '../../../testing/billing-world.ts';
import { brokenInvariants } from '../../../testing/check-books.ts';
import { done } from '../../../testing/subscription-world.ts';
import { runCommand } from '../../command/run-command.ts';
import { askRequest } from '../requests/ask-request.ts';
import { requestKinds } from '../requests/kinds.ts';
import { subscribe } from './subscribe.ts';

let world: BillingWorld;
beforeEach(async () => {
  world = await openBillingWorld('2026-11-22T12:00:00.000Z');
});
afterEach(async () => {
  try {
    expect(await brokenInvariants(world.pool)).toEqual([]);
  } finally {
    await world.close();
  }
});

const hourMs = 3_600_000;
/** Whatever a user is called, the customer is found. */
const userId = "o'brien\\";

const killed = async (): Promise<never> => {
  throw new Error('killed');
};
const deaths: Readonly<Record<string, (gateway: StripeGateway) => StripeGateway>> = {
  'the customer was made': (gateway) => ({ ...gateway, createSubscription: killed }),
  'the subscription was made': (gateway) => ({
    ...gateway,
    createSubscription: async (params) => {
      await gateway.createSubscription(params);
      return killed();
    },
  }),
};

const customers = () =>
  world.sim.state.customers.all().filter(({ metadata }) => metadata?.user_id === userId);
const passTime = async (ms: number) => {
  await world.passTime(ms);
  world.sim.control.advanceTo(world.nowMs());
};

describe.each(Object.keys(deaths))(
  'a process that dies when %s and nothing was stored',
  (place) => {
    it.each([1, 25])(
      'leaves one customer and one subscription, asked again after %d hours',
      async (hours) => {
        const input = { userId, planId: 'basic' };
        const asked = await runCommand(world.deps, subscribe, { ctx: world.ctx, input, meta: {} });
        const id = done(asked).requestId ?? '';
        const gateway = deaths[place]?.(world.gateway) ?? world.gateway;
        const system = { nowMs: world.nowMs };
        const deps = { ...world.deps, gateway, system, kinds: requestKinds };
        await expect(askRequest(deps, world.ctx.scope, id)).rejects.toThrow('killed');
        await passTime(hours * hourMs);
        expect(await world.deps.stripe?.ask(world.ctx.scope, id)).toMatchObject({
          status: 'succeeded',
          attempt: hours < 24 ? 1 : 2,
        });
        expect(customers()).toHaveLength(1);
        expect(world.sim.state.subscriptions.size).toBe(1);
        expect(await world.useCases.subscription.get(world.ctx, { userId })).toMatchObject({
          stripeCustomerId: customers()[0]?.id,
          stripeSubscriptionId: world.sim.state.subscriptions.all()[0]?.id,
        });
      },
    );
  },
);
