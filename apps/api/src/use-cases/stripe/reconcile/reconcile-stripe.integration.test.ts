import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProjectDirectory } from '../../../adapters/postgres/project-directory.ts';
import { createSettings } from '../../../adapters/postgres/settings.ts';
import { createStripeQueue } from '../../../adapters/postgres/stripe-queue.ts';
import { measureStripe } from '../../../http/metrics/stripe-metrics.ts';
import { brokenInvariants } from '../../../testing/check-books.ts';
import { openStripeWorld, type StripeWorld } from '../../../testing/stripe-world.ts';
import { done } from '../../../testing/subscription-world.ts';
import { watchStripe } from './watch-stripe.ts';

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

const read = async (sql: string) => (await world.pool.query(sql)).rows;
const hourMs = 3_600_000;

/** Stripe's library repeats a call twice. */
const silence = (path: string, when: 'before' | 'after' = 'before') =>
  world.sim.control.failRequests({ path, times: 3, when, answer: 'close' });

const refund = async (paymentIntentId: string) =>
  done(await world.useCases.wallet.refund(world.ctx, { userId: 'ada', paymentIntentId }, {}));

const reconcile = async (kind: 'all' | 'refund' | 'cancel' = 'all', meta = {}) =>
  done(await world.useCases.stripe.reconcile(world.ctx, { kind, limit: 200 }, meta));

/** The job's run: `ageMs` after what happened, so that webhooks had their time. */
const watch = async (ageMs = 120_000) => {
  await world.passTime(ageMs);
  return watchStripe({
    ...world.events,
    queue: createStripeQueue(world.pool),
    settings: createSettings(world.pool),
    projects: createProjectDirectory(world.pool),
    system: { nowMs: world.nowMs },
  });
};

describe('reconcile', () => {
  it('asks for pending requests before their time, and only of the kind that was named', async () => {
    const { paymentId } = await world.pay({ userId: 'ada', cents: 3_000 });
    silence('/v1/refunds');
    expect((await refund(paymentId)).status).toBe('pending');
    expect(await reconcile('cancel')).toMatchObject({ reconciled: 0 });
    expect(await reconcile('refund')).toMatchObject({
      reconciled: 1,
      applied: 1,
      failed: 0,
      pending: 0,
    });
    expect(world.sim.state.refunds.size).toBe(1);
    expect(await read(`SELECT kind FROM outbox_event WHERE kind = 'reconcile'`)).toHaveLength(1);
  });

  it('leaves pending what Stripe does not answer, and holds the money', async () => {
    const { paymentId } = await world.pay({ userId: 'ada', cents: 3_000 });
    silence('/v1/refunds');
    await refund(paymentId);
    world.sim.control.failRequests({ times: 100, when: 'before', answer: 'close' });
    const answer = await reconcile();
    expect(answer).toMatchObject({ reconciled: 1, applied: 0, failed: 0, pending: 1 });
    expect(answer.error).toEqual(expect.any(String));
    const wallet = await world.useCases.wallet.get(world.ctx, { userId: 'ada' });
    expect([wallet.availableMicroUsd, wallet.heldMicroUsd]).toEqual([0n, 30_000_000n]);
  });

  it('shows in a dry run what it would ask and asks nothing; its repetition answers how things stand', async () => {
    const { paymentId } = await world.pay({ userId: 'ada', cents: 3_000 });
    silence('/v1/refunds');
    await refund(paymentId);
    expect(await reconcile('all', { dryRun: true })).toMatchObject({ reconciled: 1, pending: 1 });
    expect(world.sim.state.refunds.size).toBe(0);
    const first = await reconcile('all', { idempotencyKey: 'k' });
    const again = await reconcile('all', { idempotencyKey: 'k' });
    expect([first.applied, again.applied]).toEqual([1, 1]);
    expect(world.sim.state.refunds.size).toBe(1);
  });

  it('asks for the one request that is named and for no other, and says when Stripe has decided it', async () => {
    const first = await world.pay({ userId: 'ada', cents: 3_000 });
    const second = await world.pay({ userId: 'ada', cents: 2_000 });
    silence('/v1/refunds');
    const { requestId } = await refund(first.paymentId);
    silence('/v1/refunds');
    await refund(second.paymentId);
    const one = { kind: 'all', limit: 200, requestId } as const;
    const asked = done(await world.useCases.stripe.reconcile(world.ctx, one, {}));
    expect(asked).toMatchObject({ reconciled: 1, applied: 1, requestIds: [requestId] });
    expect(world.sim.state.refunds.size).toBe(1);
    expect(await world.useCases.stripe.reconcile(world.ctx, one, {})).toMatchObject({
      ok: false,
      rejection: { code: 'nothing_to_do' },
    });
  });

  it('lets one pending request be asked at once from its line in the list of events', async () => {
    const { paymentId } = await world.pay({ userId: 'ada', cents: 3_000 });
    silence('/v1/refunds');
    const { requestId } = await refund(paymentId);
    const input = { eventId: requestId, acceptAmount: false };
    const retried = done(await world.useCases.event.retry(world.ctx, input, {}));
    expect(retried.status).toBe('applied');
    const requests = await world.useCases.stripe.requests(world.ctx, { limit: 10 });
    expect(requests.items).toMatchObject([{ id: requestId, status: 'succeeded', userId: 'ada' }]);
    expect(
      await world.useCases.stripe.refunds(world.ctx, { userId: 'ada', limit: 10 }),
    ).toMatchObject({
      items: [{ requestId, amountMicroUsd: 30_000_000n, userId: 'ada' }],
    });
  });
});

describe('events that no webhook brought', () => {
  const payUntold = (userId: string) => world.pay({ userId, cents: 3_000, isHeard: false });

  it('are read from Stripe, applied once from four workers, and told of', async () => {
    for (const userId of ['ada', 'bob', 'eve']) await payUntold(userId);
    await world.passTime(120_000);
    const reports = await Promise.all(Array.from({ length: 4 }, () => watch(0)));
    expect(reports.map(({ failed }) => failed)).toEqual([0, 0, 0, 0]);
    expect(await read(`SELECT count(*)::int, sum(amount)::bigint FROM transfer`)).toEqual([
      { count: 3, sum: 90_000_000n },
    ]);
    const told = await read(`SELECT dedupe_key FROM outbox_event WHERE kind = 'reconcile'`);
    expect(told).toEqual([{ dedupe_key: 'stripe-missed:2026-11-22' }]);
    expect((await watch()).handled).toBe(0);
    await world.hear();
    expect(await read(`SELECT count(*)::int FROM transfer`)).toEqual([{ count: 3 }]);
    const [paid] = await read(
      `SELECT external_id FROM external_event WHERE kind = 'payment_intent.succeeded' LIMIT 1`,
    );
    const externalIds = ['evt_none', paid.external_id];
    const effects = await world.useCases.event.effects(world.ctx, { externalIds });
    expect(effects).toMatchObject([
      { transfers: [], audit: [] },
      { transfers: [{ amountMicroUsd: 30_000_000n }], audit: [{ action: 'apply-stripe-event' }] },
    ]);
  });

  it('are left to their webhooks for a minute, unless an operator reconciles', async () => {
    await payUntold('ada');
    expect((await watch(1_000)).handled).toBe(0);
    expect((await reconcile()).eventsFound).toBeGreaterThan(0);
    expect(await read(`SELECT count(*)::int FROM transfer`)).toEqual([{ count: 1 }]);
  });

  it('are none too few after Stripe was silent: the next run takes up where the last one ended', async () => {
    await payUntold('ada');
    await watch();
    await payUntold('bob');
    world.sim.control.failRequests({ path: '/v1/events', times: 3, when: 'before', answer: 500 });
    // Longer than what is read twice in any case.
    expect((await watch(600_000)).failed).toBe(1);
    expect(await read(`SELECT count(*)::int FROM transfer`)).toEqual([{ count: 1 }]);
    expect((await watch()).handled).toBeGreaterThan(0);
    expect(await read(`SELECT count(*)::int FROM transfer`)).toEqual([{ count: 2 }]);
    const status = await world.useCases.stripe.status(world.ctx, {});
    expect(status).toMatchObject({
      mode: 'simulator',
      webhookConfigured: true,
      oldestPendingAt: null,
    });
    expect(status.lastReconciledAt?.getTime()).toBe(world.nowMs());
  });

  it('are found after days, a day at a time', async () => {
    await watch();
    await payUntold('ada');
    const report = await watch(5 * 24 * hourMs);
    expect(report).toMatchObject({ failed: 0 });
    expect(report.handled).toBeGreaterThan(0);
  });
});

describe('a request that nobody answers', () => {
  it('is said to be stuck, once, an hour after it was made', async () => {
    const { paymentId } = await world.pay({ userId: 'ada', cents: 3_000 });
    silence('/v1/refunds');
    await refund(paymentId);
    const alerts = () => read(`SELECT kind FROM outbox_event WHERE kind = 'stripe_stuck'`);
    await watch();
    expect(await alerts()).toEqual([]);
    await world.setNow(new Date(world.nowMs() + hourMs));
    await watch();
    await watch();
    expect(await alerts()).toHaveLength(1);
    const registry = new Registry();
    measureStripe(registry, createStripeQueue(world.pool));
    const metrics = await registry.metrics();
    // The project's clock stands still an hour and two minutes after the request; the payment's events are as old.
    expect(metrics).toContain('purser_stripe_oldest_pending_seconds{project="home/demo"} 3720\n');
    expect(metrics).toContain('purser_stripe_event_age_seconds{project="home/demo"} 3720\n');
  });
});
