import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStripeQueue } from '../../../adapters/postgres/stripe-queue.ts';
import { brokenInvariants } from '../../../testing/check-books.ts';
import { openStripeWorld, type StripeWorld } from '../../../testing/stripe-world.ts';
import { done } from '../../../testing/subscription-world.ts';
import { askDueRequests } from './ask-due-requests.ts';

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

const hourMs = 3_600_000;

/** Stripe's library repeats a call twice. */
const fail = (when: 'before' | 'after', answer: 'close' | 500 | 429 | 409 = 'close') =>
  world.sim.control.failRequests({ method: 'POST', path: '/v1/refunds', times: 3, when, answer });

/** A refund whose first call is left without an answer. */
const silentRefund = async (when: 'before' | 'after', answer?: 'close' | 500 | 429 | 409) => {
  const { paymentId, chargeId } = await world.pay({ userId: 'ada', cents: 3_000 });
  fail(when, answer);
  const refund = { userId: 'ada', paymentIntentId: paymentId };
  const { requestId } = done(await world.useCases.wallet.refund(world.ctx, refund, {}));
  // The library does not repeat a call that met a limit.
  world.sim.control.clearRequestFaults();
  return { requestId, paymentId, chargeId };
};

const requests = async () =>
  (
    await world.pool.query(
      `SELECT status, attempt, calls, idempotency_key, sent_at, next_call_at, claimed_until FROM stripe_request`,
    )
  ).rows;

const ask = () =>
  askDueRequests(
    {
      desk: world.deps.stripe,
      queue: createStripeQueue(world.pool),
      system: { nowMs: world.nowMs },
    },
    world.ctx.scope,
  );

/** Asks for the request itself, whatever the queue says of it. */
const askFor = (requestId: string) => world.deps.stripe?.ask(world.ctx.scope, requestId);

const fromFourWorkers = (requestId: string) =>
  Promise.all(Array.from({ length: 4 }, () => askFor(requestId)));

describe('a request without an answer', () => {
  it.each(['close', 500, 429, 409] as const)(
    'stays pending after %s and is asked again when its time has come, not before',
    async (answer) => {
      await silentRefund('before', answer);
      const [silent] = await requests();
      expect(silent).toMatchObject({
        status: 'pending',
        attempt: 1,
        calls: 1,
        claimed_until: null,
      });
      const waitMs = silent.next_call_at.getTime() - world.nowMs();
      expect(waitMs).toBeGreaterThanOrEqual(2_500);
      expect(waitMs).toBeLessThanOrEqual(5_000);
      expect((await ask()).handled).toBe(0);
      await world.passTime(5_000);
      expect((await ask()).handled).toBe(1);
      expect(await requests()).toMatchObject([{ status: 'succeeded', attempt: 1 }]);
      expect(world.sim.state.refunds.size).toBe(1);
    },
  );

  it('waits three times as long after each silence, up to a quarter of an hour', async () => {
    await silentRefund('before');
    const waits: number[] = [];
    for (let call = 0; call < 7; call += 1) {
      await world.passTime(15 * 60_000);
      fail('before');
      await ask();
      const [request] = await requests();
      waits.push(request.next_call_at.getTime() - world.nowMs());
    }
    const mostMs = [15_000, 45_000, 135_000, 405_000, 900_000, 900_000, 900_000];
    mostMs.forEach((most, call) => {
      expect(waits[call]).toBeGreaterThanOrEqual(most / 2);
      expect(waits[call]).toBeLessThanOrEqual(most);
    });
  });

  it('is found where the work was done although no answer came, and not sent again', async () => {
    const { paymentId } = await silentRefund('after');
    expect(world.sim.state.refunds.size).toBe(1);
    // Were it sent again with another key, a second refund of the payment would be refused.
    await world.passTime(24 * hourMs);
    await ask();
    expect(await requests()).toMatchObject([{ status: 'succeeded', attempt: 2 }]);
    expect(world.sim.state.refunds.all().map((refund) => refund.payment_intent)).toEqual([
      paymentId,
    ]);
  });

  it('is a new attempt with a key of its own once Stripe may have forgotten the old one', async () => {
    const { requestId } = await silentRefund('before');
    await world.passTime(22 * hourMs);
    fail('before');
    await ask();
    expect(await requests()).toMatchObject([{ attempt: 1, idempotency_key: `${requestId}:1` }]);
    await world.passTime(hourMs);
    fail('before');
    await ask();
    const [second] = await requests();
    expect(second).toMatchObject({ attempt: 2, idempotency_key: `${requestId}:2` });
    expect(second.sent_at.getTime()).toBe(world.nowMs());
  });
});

describe('whoever asks', () => {
  it('has the request alone: of four workers one calls Stripe', async () => {
    const { requestId } = await silentRefund('before');
    const { control } = world.sim;
    control.failRequests({ path: '/v1/refunds', times: 9, when: 'before', answer: 'stall' });
    let finished = 0;
    const asking = Array.from({ length: 4 }, async () => {
      await askFor(requestId);
      finished += 1;
    });
    await expect.poll(() => [finished, control.stalledRequests()]).toEqual([3, 1]);
    control.clearRequestFaults();
    control.releaseStalled();
    await Promise.all(asking);
    expect(await requests()).toMatchObject([{ status: 'succeeded', calls: 1 }]);
    expect(world.sim.state.refunds.size).toBe(1);
  });

  it('and dies loses it when the claim runs out, and not before', async () => {
    const { requestId } = await silentRefund('before');
    await world.pool.query(
      'UPDATE stripe_request SET claimed_until = $1, next_call_at = $1, sent_at = $2',
      [new Date(world.nowMs() + 90_000), new Date(world.nowMs())],
    );
    await world.passTime(60_000);
    expect((await ask()).handled).toBe(0);
    const turnedAway = await fromFourWorkers(requestId);
    expect(turnedAway.map((request) => request?.status)).toEqual(Array(4).fill('pending'));
    expect(world.sim.state.refunds.size).toBe(0);
    await world.passTime(30_000);
    expect((await ask()).handled).toBe(1);
    expect(world.sim.state.refunds.size).toBe(1);
    expect(await requests()).toMatchObject([{ status: 'succeeded' }]);
  });

  it('learns that Stripe refused, which ends the request and frees what it held', async () => {
    const { chargeId } = await silentRefund('before');
    world.sim.control.refund({ charge: chargeId });
    await world.passTime(5_000);
    await ask();
    expect(await requests()).toMatchObject([{ status: 'failed' }]);
    const wallet = await world.useCases.wallet.get(world.ctx, { userId: 'ada' });
    expect([wallet.availableMicroUsd, wallet.heldMicroUsd]).toEqual([30_000_000n, 0n]);
  });
});
