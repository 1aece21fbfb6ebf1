import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLotExpiry } from '../../../adapters/postgres/lot-expiry.ts';
import type { StripeGateway } from '../../../ports/stripe-gateway.ts';
import { type BillingWorld, openBillingWorld } from '../../../testing/billing-world.ts';
import { brokenInvariants } from '../../../testing/check-books.ts';
import { done } from '../../../testing/subscription-world.ts';
import { expireLots } from '../../wallet/expire-lots.ts';
import { askRequest } from '../requests/ask-request.ts';
import { requestKinds } from '../requests/kinds.ts';

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

const ada = 'ada';
const dollar = 1_000_000n;
const dayMs = 86_400_000;
const read = async (sql: string) => (await world.pool.query(sql)).rows;
const refund = (paymentIntentId: string, amountMicroUsd?: bigint) =>
  world.useCases.wallet.refund(world.ctx, { userId: ada, paymentIntentId, amountMicroUsd }, {});
const projectBalance = async () =>
  (await world.useCases.budget.project(world.ctx, {})).balanceMicroUsd;

/** Real time goes on, at Stripe too, which forgets keys meanwhile. */
const passTime = async (ms: number) => {
  await world.passTime(ms);
  world.sim.control.advanceTo(world.nowMs());
};

describe('a refund that was left without an answer for longer than Stripe keeps its key', () => {
  it.each([
    ['after', ['look']],
    ['before', ['look', 'send']],
  ] as const)(
    'whose call was lost %s the work is written as a new attempt, looked for, and sent only if it is not there',
    async (when, calls) => {
      const { paymentId } = await world.pay({ userId: ada, cents: 3_000 });
      world.sim.control.failRequests({
        method: 'POST',
        path: '/v1/refunds',
        times: 3,
        when,
        answer: 'close',
      });
      const { requestId } = done(await refund(paymentId, 10n * dollar));
      world.sim.control.clearRequestFaults();
      await passTime(dayMs);
      const steps: object[] = [];
      const note = async (call: string) => {
        const rows = await read('SELECT attempt, idempotency_key AS key FROM stripe_request');
        steps.push({ call, ...rows[0] });
      };
      const gateway: StripeGateway = {
        ...world.gateway,
        listRefunds: async (id) => {
          await note('look');
          return world.gateway.listRefunds(id);
        },
        createRefund: async (params) => {
          await note('send');
          expect(params.idempotencyKey).toBe(`${requestId}:2`);
          return world.gateway.createRefund(params);
        },
      };
      const system = { nowMs: world.nowMs };
      const deps = { ...world.deps, gateway, system, kinds: requestKinds };
      const ended = await askRequest(deps, world.ctx.scope, requestId);
      expect(ended).toMatchObject({ status: 'succeeded', attempt: 2 });
      const second = { attempt: 2, key: `${requestId}:2` };
      expect(steps).toEqual(calls.map((call) => ({ call, ...second })));
      await world.hear();
      expect(world.sim.state.refunds.all().map(({ amount }) => amount)).toEqual([1_000]);
      const wallet = await world.useCases.wallet.get(world.ctx, { userId: ada });
      expect([wallet.availableMicroUsd, wallet.heldMicroUsd]).toEqual([20n * dollar, 0n]);
    },
  );
});

describe('a refund at Stripe of a subscription’s invoice', () => {
  it('is borne by the project, leaves the period as it is, and goes back to the project if it fails', async () => {
    await world.subscribe();
    await world.hear();
    const before = await world.read();
    const [charge] = world.sim.state.charges.all();
    const { id } = world.sim.control.refund({ charge: charge?.id ?? '', amount: 400 });
    await world.hear(world.untold().toReversed());
    expect(await projectBalance()).toBe(-4n * dollar);
    expect((await world.read()).period).toEqual(before.period);
    expect(await read(`SELECT reason, amount FROM transfer WHERE kind = 'absorb'`)).toEqual([
      { reason: 'refund_short', amount: 4n * dollar },
    ]);
    world.sim.control.settleRefund(id, 'failed');
    await world.hear();
    expect(await projectBalance()).toBe(0n);
    expect((await world.read()).period).toEqual(before.period);
  });

  it('is the only way: asked for here it is refused, with what to do instead', async () => {
    await world.subscribe();
    await world.hear();
    const [{ id }] = await read(`SELECT id FROM stripe_payment WHERE purpose = 'invoice'`);
    expect(await refund(id)).toMatchObject({
      ok: false,
      rejection: {
        code: 'invalid_value',
        field: 'paymentIntentId',
        message:
          'This payment bought a subscription, not credits. Refund it at Stripe; that is booked here.',
      },
    });
    expect(world.sim.state.refunds.size).toBe(0);
  });
});

describe('money that comes back to a lot which has expired meanwhile (rule X13)', () => {
  const addForOneDay = async () =>
    done(
      await world.useCases.wallet.addCredits(
        world.ctx,
        { userId: ada, amountMicroUsd: 20n * dollar, source: 'promotion', expiresInDays: 1 },
        {},
      ),
    );
  const expire = () =>
    expireLots({ clock: world.deps.clock, lots: createLotExpiry(world.pool) }, world.ctx.scope);
  const broken = async () =>
    (
      await read(
        `SELECT coalesce(sum(credits_posted - debits_posted), 0)::bigint AS sum FROM account WHERE kind = 'breakage'`,
      )
    )[0]?.sum;
  const available = async () =>
    (await world.useCases.wallet.get(world.ctx, { userId: ada })).availableMicroUsd;

  it('goes to breakage: at once when a refund fails, with the expiry job when a dispute is won', async () => {
    const refunded = await world.pay({ userId: ada, cents: 1_000 });
    await addForOneDay();
    const disputed = await world.pay({ userId: ada, cents: 1_000 });
    const dispute = world.sim.control.openDispute({ charge: disputed.chargeId, amount: 4_000 });
    await world.hear();
    expect(await available()).toBe(0n);
    // What the dispute holds cannot be taken, so the refund takes from the credits that came since.
    await addForOneDay();
    const { id } = world.sim.control.refund({ charge: refunded.chargeId });
    await world.hear();
    expect(await available()).toBe(10n * dollar);
    await world.moveTo('2026-11-24T12:00:00.000Z');
    await expire();
    expect(await broken()).toBe(10n * dollar);
    world.sim.control.settleRefund(id, 'failed');
    await world.hear();
    expect([await broken(), await available()]).toEqual([20n * dollar, 0n]);
    world.sim.control.closeDispute(dispute.id, 'won');
    await world.hear();
    await expire();
    await expire();
    expect([await broken(), await available()]).toEqual([40n * dollar, 20n * dollar]);
  });
});
