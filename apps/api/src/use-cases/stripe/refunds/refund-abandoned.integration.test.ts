import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StripeGateway } from '../../../ports/stripe-gateway.ts';
import { brokenInvariants } from '../../../testing/check-books.ts';
import { openStripeWorld, type StripeWorld } from '../../../testing/stripe-world.ts';
import { done } from '../../../testing/subscription-world.ts';
import { runCommand } from '../../command/run-command.ts';
import { askRequest } from '../requests/ask-request.ts';
import { requestKinds } from '../requests/kinds.ts';
import { refundWallet } from './refund-wallet.ts';

let world: StripeWorld;
const dollar = 1_000_000n;

beforeEach(async () => {
  world = await openStripeWorld();
});

afterEach(async () => {
  try {
    expect(await brokenInvariants(world.pool)).toEqual([]);
  } finally {
    await world.close();
  }
});

const killed = async (): Promise<never> => {
  throw new Error('killed');
};

/** Where the process that asks for a refund dies: the gateway it has, and what it left behind. */
const deaths: Readonly<Record<string, (gateway: StripeGateway) => StripeGateway | null>> = {
  'after the request was stored': () => null,
  'before Stripe was called': (gateway) => ({ ...gateway, createRefund: killed }),
  'after Stripe had done it': (gateway) => ({
    ...gateway,
    createRefund: async (params) => {
      await gateway.createRefund(params);
      return killed();
    },
  }),
};

describe.each(Object.keys(deaths))('a process that dies %s', (place) => {
  it.each(['the next question', 'the webhooks first', 'both at once'])(
    'leaves a refund that %s ends once',
    async (rescue) => {
      const { paymentId } = await world.pay({ userId: 'ada', cents: 3_000 });
      const opened = await runCommand(world.deps, refundWallet, {
        ctx: world.ctx,
        input: { userId: 'ada', paymentIntentId: paymentId, amountMicroUsd: 10n * dollar },
        meta: {},
      });
      const { id } = done(opened);
      const dying = deaths[place]?.(world.gateway) ?? null;
      const system = { nowMs: () => world.sim.control.nowMs() };
      if (dying !== null) {
        const deps = { ...world.deps, gateway: dying, system, kinds: requestKinds };
        await expect(askRequest(deps, world.ctx.scope, id)).rejects.toThrow('killed');
      }
      await world.passTime(3_600_000);
      const ask = () => world.deps.stripe?.ask(world.ctx.scope, id);
      if (rescue === 'the webhooks first') await world.hear();
      if (rescue === 'both at once') await Promise.all([world.hear(), ask(), ask()]);
      await ask();
      await world.hear();
      const wallet = await world.useCases.wallet.get(world.ctx, { userId: 'ada' });
      expect(wallet).toMatchObject({
        availableMicroUsd: 20n * dollar,
        heldMicroUsd: 0n,
        refundedMicroUsd: 10n * dollar,
      });
      expect(world.sim.state.refunds.size).toBe(1);
    },
  );
});
