import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { brokenInvariants } from '../../../testing/check-books.ts';
import { openStripeWorld, type StripeWorld } from '../../../testing/stripe-world.ts';
import { done } from '../../../testing/subscription-world.ts';

let world: StripeWorld;

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

const dollar = 1_000_000n;
const ada = 'ada';

const wallet = () => world.useCases.wallet.get(world.ctx, { userId: ada });
const refund = (
  paymentIntentId: string,
  amountMicroUsd?: bigint,
  meta: { idempotencyKey?: string; dryRun?: boolean } = {},
) =>
  world.useCases.wallet.refund(world.ctx, { userId: ada, paymentIntentId, amountMicroUsd }, meta);
const stateOf = async () => {
  const { availableMicroUsd, heldMicroUsd, refundedMicroUsd, spentMicroUsd } = await wallet();
  return [availableMicroUsd, heldMicroUsd, refundedMicroUsd, spentMicroUsd];
};
const requestOf = async (id: string) =>
  (await world.pool.query('SELECT status, error FROM stripe_request WHERE id = $1', [id])).rows[0];
const fundingBalance = async () => {
  const { rows } = await world.pool.query(
    `SELECT (debits_posted - credits_posted)::bigint AS paid_in FROM account WHERE kind = 'funding' AND reference = 'stripe'`,
  );
  return rows[0]?.paid_in;
};
/** The library repeats a call twice. */
const silence = (when: 'before' | 'after') =>
  world.sim.control.failRequests({
    method: 'POST',
    path: '/v1/refunds',
    times: 3,
    when,
    answer: 'close',
  });
const askAgain = async (id: string) => {
  await world.passTime(3_600_000);
  return world.deps.stripe?.ask(world.ctx.scope, id);
};

describe('a refund of bought credits', () => {
  it('takes all that is there, is final at once when Stripe says so, and its webhooks change nothing more', async () => {
    const { paymentId } = await world.pay({ userId: ada, cents: 3_000 });
    const refunded = done(await refund(paymentId));
    expect(refunded).toMatchObject({
      status: 'succeeded',
      amountMicroUsd: 30n * dollar,
      stripeRefundId: expect.stringMatching(/^re_/),
    });
    expect(await stateOf()).toEqual([0n, 0n, 30n * dollar, 0n]);
    await world.hear();
    await world.hear(world.untold());
    expect(await stateOf()).toEqual([0n, 0n, 30n * dollar, 0n]);
    expect(await fundingBalance()).toBe(0n);
    expect(world.sim.state.refunds.all()[0]?.metadata).toMatchObject({
      refund_id: refunded.requestId,
      tenant: 'home',
      project: 'demo',
      user_id: ada,
    });
  });

  it('is tried without effect in a dry run, and refused where it cannot be', async () => {
    const { paymentId } = await world.pay({ userId: ada, cents: 3_000 });
    const { paymentId: pack } = await world.pay({ userId: ada, cents: 3_000, packageId: 'pro' });
    const { paymentId: bobs } = await world.pay({ userId: 'bob', cents: 500 });
    expect(await refund(paymentId, 5n * dollar, { dryRun: true })).toMatchObject({ dryRun: true });
    expect(world.sim.state.refunds.size).toBe(0);
    const codes = await Promise.all(
      [refund('pi_none'), refund(pack), refund(bobs), refund(paymentId, 31n * dollar)].map(
        async (answer) => {
          const outcome = await answer;
          return outcome.ok ? 'ok' : `${outcome.rejection.code} ${outcome.rejection.field}`;
        },
      ),
    );
    expect(codes).toEqual([
      'not_found paymentIntentId',
      'invalid_value paymentIntentId',
      'invalid_value userId',
      'insufficient_funds amountMicroUsd',
    ]);
    expect(await stateOf()).toEqual([30n * dollar, 0n, 0n, 0n]);
  });

  it('can be the same amount several times, and once by its key', async () => {
    const { paymentId } = await world.pay({ userId: ada, cents: 3_000 });
    for (let again = 0; again < 2; again += 1) done(await refund(paymentId, 10n * dollar));
    const keyed = await refund(paymentId, 5n * dollar, { idempotencyKey: 'k' });
    const replayed = await refund(paymentId, 5n * dollar, { idempotencyKey: 'k' });
    expect(replayed).toMatchObject({ ok: true, replayed: true });
    expect(done(replayed)).toEqual(done(keyed));
    await world.hear();
    expect(await stateOf()).toEqual([5n * dollar, 0n, 25n * dollar, 0n]);
    expect(world.sim.state.refunds.size).toBe(3);
  });

  it('of fifty at the same time pays back exactly what is there', async () => {
    const { paymentId } = await world.pay({ userId: ada, cents: 1_000 });
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => refund(paymentId, 700_000n)),
    );
    expect(outcomes.filter(({ ok }) => ok).length).toBe(14);
    await world.hear();
    expect(await stateOf()).toEqual([200_000n, 0n, 9_800_000n, 0n]);
    expect(world.sim.state.charges.all()[0]?.amount_refunded).toBe(980);
  });
});

describe('a refund that Stripe does not answer', () => {
  it.each(['before', 'after'] as const)(
    'stays held when the call was lost %s the work, and is found or made once when asked again',
    async (when) => {
      const { paymentId } = await world.pay({ userId: ada, cents: 3_000 });
      silence(when);
      const pending = done(await refund(paymentId, 10n * dollar));
      expect(pending).toMatchObject({ status: 'pending', stripeRefundId: null });
      expect(await stateOf()).toEqual([20n * dollar, 10n * dollar, 0n, 0n]);
      world.sim.control.clearRequestFaults();
      const asked = await askAgain(pending.requestId);
      expect(asked).toMatchObject({ status: 'succeeded', stripeId: expect.any(String) });
      await world.hear();
      expect(await stateOf()).toEqual([20n * dollar, 0n, 10n * dollar, 0n]);
      expect(world.sim.state.refunds.size).toBe(1);
    },
  );

  it('is ended by the webhook alone, however the ask races it', async () => {
    const { paymentId } = await world.pay({ userId: ada, cents: 3_000 });
    silence('after');
    const pending = done(await refund(paymentId, 10n * dollar));
    world.sim.control.clearRequestFaults();
    await Promise.all([world.hear(), askAgain(pending.requestId), world.hear()]);
    await askAgain(pending.requestId);
    expect((await requestOf(pending.requestId)).status).toBe('succeeded');
    expect(await stateOf()).toEqual([20n * dollar, 0n, 10n * dollar, 0n]);
    expect(world.sim.state.refunds.size).toBe(1);
  });

  it('frees what was held when Stripe refuses, and says why', async () => {
    const { paymentId, chargeId } = await world.pay({ userId: ada, cents: 3_000 });
    world.sim.control.refund({ charge: chargeId, amount: 3_000 });
    const refused = done(await refund(paymentId, 10n * dollar));
    expect(refused).toMatchObject({ status: 'failed', error: expect.stringContaining('refused') });
    expect(await stateOf()).toEqual([30n * dollar, 0n, 0n, 0n]);
    await world.hear();
    expect(await stateOf()).toEqual([0n, 0n, 30n * dollar, 0n]);
  });

  it('waits while Stripe has it pending, and follows what it becomes', async () => {
    for (const end of ['succeeded', 'failed', 'canceled'] as const) {
      const { paymentId } = await world.pay({
        userId: ada,
        cents: 1_000,
        card: 'pm_card_pendingRefund',
      });
      const before = await stateOf();
      const pending = done(await refund(paymentId));
      expect(pending).toMatchObject({ status: 'pending', stripeStatus: 'pending' });
      const id = pending.stripeRefundId ?? '';
      world.sim.control.settleRefund(id, end);
      await world.hear(world.untold().toReversed());
      expect((await requestOf(pending.requestId)).status).toBe(end);
      const [free = 0n, , back = 0n] = before;
      const isBack = end === 'succeeded';
      expect(await stateOf()).toEqual([
        isBack ? free - 10n * dollar : free,
        0n,
        isBack ? back + 10n * dollar : back,
        0n,
      ]);
    }
  });

  it('is given back to its lot when it fails after it had succeeded', async () => {
    const { paymentId } = await world.pay({ userId: ada, cents: 3_000 });
    const { requestId, stripeRefundId } = done(await refund(paymentId, 10n * dollar));
    world.sim.control.settleRefund(stripeRefundId ?? '', 'failed');
    await world.hear();
    expect(await requestOf(requestId)).toMatchObject({ status: 'failed' });
    expect(await stateOf()).toEqual([30n * dollar, 0n, 0n, 0n]);
    expect((await wallet()).purchasedMicroUsd).toBe(30n * dollar);
    expect(await fundingBalance()).toBe(30n * dollar);
    expect(done(await refund(paymentId)).amountMicroUsd).toBe(30n * dollar);
  });
});
