import { type StripeEvent, stripeEvent } from '@purser/schema/contract/stripe-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProjectDirectory } from '../../adapters/postgres/project-directory.ts';
import { createSettings } from '../../adapters/postgres/settings.ts';
import { createStripeQueue } from '../../adapters/postgres/stripe-queue.ts';
import { type AlertReceivers, openAlertReceivers } from '../../testing/alert-receivers.ts';
import { type BillingWorld, openBillingWorld } from '../../testing/billing-world.ts';
import { done } from '../../testing/subscription-world.ts';
import { watchStripe } from './reconcile/watch-stripe.ts';

let world: BillingWorld;
let receivers: AlertReceivers;

beforeEach(async () => {
  world = await openBillingWorld();
  receivers = await openAlertReceivers(world);
});

afterEach(async () => {
  await receivers.close();
  await world.close();
});

const ada = 'ada';
const dollar = 1_000_000n;
const stringContaining = (part: string) => expect.stringContaining(part);
const reason = { reason: 'Bought by mistake' };

const refund = async (paymentIntentId: string, amountMicroUsd?: bigint) =>
  done(
    await world.useCases.wallet.refund(
      world.ctx,
      { userId: ada, paymentIntentId, amountMicroUsd },
      reason,
    ),
  );
/** Stripe's library repeats a call twice. */
const silence = (path: string) =>
  world.sim.control.failRequests({
    path,
    method: 'POST',
    times: 3,
    when: 'before',
    answer: 'close',
  });
const reconcile = async () =>
  done(await world.useCases.stripe.reconcile(world.ctx, { kind: 'all', limit: 50 }, {}));
const watch = () =>
  watchStripe({
    ...world.events,
    queue: createStripeQueue(world.pool),
    settings: createSettings(world.pool),
    projects: createProjectDirectory(world.pool),
    system: { nowMs: world.nowMs },
  });

/** Every event again, the last first: whatever it tells of was told before. */
const hearAgain = async () => {
  const all = world.sim.state.events.all().map((event) => stripeEvent.parse(event));
  await world.hear(all.toReversed());
  expect(await receivers.told()).toEqual([]);
};

describe('admins are told by mail and by signed webhook, once each (rule X55)', () => {
  it('of a refund: requested, final, and failed later', async () => {
    const { paymentId } = await world.pay({ userId: ada, cents: 3_000 });
    const { stripeRefundId } = await refund(paymentId, 10n * dollar);
    await world.hear();
    const of = `A refund of $10.00 to ada of ${paymentId}`;
    expect(await receivers.told()).toEqual([
      { kind: 'refund', severity: 'info', title: `${of} was requested: Bought by mistake` },
      { kind: 'refund', severity: 'info', title: `${of} was made: Bought by mistake.` },
    ]);
    world.sim.control.settleRefund(stripeRefundId ?? '', 'failed');
    await world.hear();
    expect(await receivers.told()).toEqual([
      {
        kind: 'refund',
        severity: 'warning',
        title: stringContaining(`${of} failed: `),
      },
    ]);
    await hearAgain();
  });

  it('of a refund that Stripe refuses, with why', async () => {
    const { paymentId, chargeId } = await world.pay({ userId: ada, cents: 3_000 });
    world.sim.control.refund({ charge: chargeId });
    await refund(paymentId);
    const of = `A refund of $30.00 to ada of ${paymentId}`;
    expect(await receivers.told()).toEqual([
      { kind: 'refund', severity: 'info', title: `${of} was requested: Bought by mistake` },
      {
        kind: 'refund',
        severity: 'warning',
        title: stringContaining(`${of} was refused by Stripe: `),
      },
    ]);
    await world.hear();
    expect(await receivers.told()).toEqual([
      {
        kind: 'refund',
        severity: 'info',
        title: `${of} was made: it was asked for at Stripe.`,
      },
    ]);
    await hearAgain();
  });

  it('of a cancellation: requested, set, and ended with its period', async () => {
    await world.subscribe();
    await world.hear();
    done(await world.useCases.subscription.cancel(world.ctx, { userId: ada }, reason));
    await world.hear();
    const of = 'subscription of ada to basic ($10.00 a month)';
    const told = { kind: 'cancellation', severity: 'info' };
    expect(await receivers.told()).toEqual([
      { ...told, title: `The end of the ${of} was requested: Bought by mistake` },
      { ...told, title: `The ${of} ends on 2027-02-28: Bought by mistake` },
    ]);
    await world.moveTo('2027-03-01T00:00:00.000Z');
    await world.hear();
    expect(await receivers.told()).toEqual([
      { ...told, title: stringContaining(`The ${of} has ended: `) },
    ]);
    await hearAgain();
  });

  it('of a cancellation that Stripe refuses, and of an end made there, whichever event tells of it first', async () => {
    const { id } = await world.subscribe();
    await world.hear();
    await world.stripe.subscriptions.cancel(id);
    const refused = await world.useCases.subscription.cancel(world.ctx, { userId: ada }, reason);
    expect(refused).toMatchObject({ ok: false });
    const told = { kind: 'cancellation', severity: 'info' };
    expect(await receivers.told()).toEqual([
      { ...told, title: stringContaining('was requested: Bought by mistake') },
      {
        kind: 'cancellation',
        severity: 'warning',
        title: stringContaining(`Stripe did not cancel the subscription of ada to basic (${id}): `),
      },
    ]);
    await world.hear(world.untold().toReversed());
    expect(await receivers.told()).toEqual([{ ...told, title: stringContaining('has ended: ') }]);
    await hearAgain();
  });

  it('of an end that an invoice tells of first', async () => {
    const { id } = await world.subscribe();
    await world.hear();
    await world.moveTo('2027-02-28T12:00:00.000Z');
    await world.stripe.subscriptions.cancel(id);
    const isInvoice = ({ type }: StripeEvent) => type.startsWith('invoice.');
    const [invoices, others] = [
      world.untold().filter(isInvoice),
      world.untold().filter((event) => !isInvoice(event)),
    ];
    await world.hear(invoices);
    const ended = {
      kind: 'cancellation',
      severity: 'info',
      title: stringContaining('has ended: '),
    };
    expect(await receivers.told()).toEqual([ended]);
    await world.hear(others);
    await hearAgain();
  });

  it('of what reconcile found, and of nothing where it asked for nothing', async () => {
    const { paymentId } = await world.pay({ userId: ada, cents: 3_000 });
    await reconcile();
    expect(await receivers.told()).toEqual([]);
    silence('/v1/refunds');
    await refund(paymentId);
    await receivers.told();
    silence('/v1/refunds');
    await reconcile();
    const by = 'alice@demo.test had Stripe asked for 1 pending requests';
    expect(await receivers.told()).toEqual([
      {
        kind: 'reconcile',
        severity: 'info',
        title: `${by}: 0 applied, 0 failed, 1 still pending; 0 events had not come in.`,
      },
    ]);
    world.sim.control.clearRequestFaults();
    await reconcile();
    expect((await receivers.told()).at(-1)).toMatchObject({
      kind: 'reconcile',
      severity: 'info',
      title: stringContaining(`${by}: 1 applied, 0 failed, 0 still pending;`),
    });
  });

  it.each(['won', 'lost'] as const)('of a dispute: opened, and %s', async (end) => {
    const { paymentId, chargeId } = await world.pay({ userId: ada, cents: 3_000 });
    const { id } = world.sim.control.openDispute({ charge: chargeId });
    await world.hear();
    const of = `The dispute of $30.00 by ada of ${paymentId} (fraudulent)`;
    expect(await receivers.told()).toEqual([
      { kind: 'dispute', severity: 'critical', title: `${of} was opened; $30.00 is held.` },
    ]);
    world.sim.control.closeDispute(id, end);
    await world.hear();
    const won = { severity: 'info', title: `${of} is over; what was held is free again.` };
    const lost = { severity: 'critical', title: `${of} was lost; the project absorbed $0.00.` };
    expect(await receivers.told()).toEqual([{ kind: 'dispute', ...(end === 'won' ? won : lost) }]);
    await hearAgain();
  });

  it('of a bank that only asks', async () => {
    const { paymentId, chargeId } = await world.pay({ userId: ada, cents: 3_000 });
    world.sim.control.openDispute({ charge: chargeId, isInquiry: true });
    await world.hear();
    expect(await receivers.told()).toEqual([
      {
        kind: 'dispute',
        severity: 'warning',
        title: `The dispute of $30.00 by ada of ${paymentId} (fraudulent) is now warning_needs_response.`,
      },
    ]);
    await hearAgain();
  });

  it('of a request that is stuck', async () => {
    const { paymentId } = await world.pay({ userId: ada, cents: 3_000 });
    silence('/v1/refunds');
    await refund(paymentId);
    await watch();
    await receivers.told();
    await world.setNow(new Date(Date.parse('2027-01-31T11:00:00.000Z')));
    await watch();
    const stuck = (await receivers.told()).filter(({ kind }) => kind === 'stripe_stuck');
    expect(stuck).toEqual([
      {
        kind: 'stripe_stuck',
        severity: 'warning',
        title: stringContaining('A request to Stripe (refund of $30.00 for ada) has waited since'),
      },
    ]);
    await watch();
    expect(await receivers.told()).toEqual([]);
  });

  it('of each payment of a subscription that fails', async () => {
    await world.subscribe();
    await world.hear();
    world.setCard(false);
    await world.moveTo('2027-02-28T12:00:00.000Z');
    await world.hear();
    const told = await receivers.told();
    expect(told).toEqual([
      {
        kind: 'payment_failed',
        severity: 'warning',
        title: expect.stringMatching(
          /^A payment of \$10\.00 by ada for basic failed \(attempt 1\); Stripe tries again on 2027-03-\d\d\.$/,
        ),
      },
    ]);
    await hearAgain();
  });

  it('of an event that failed, with why', async () => {
    await world.pay({ userId: ada, cents: 100, packageId: 'basic' });
    expect(await receivers.told()).toEqual([
      {
        kind: 'event_failed',
        severity: 'warning',
        title: expect.stringMatching(
          /^Stripe's event evt_\w+ \(payment_intent\.succeeded\) failed: .*\$10\.00/,
        ),
      },
    ]);
    await hearAgain();
  });

  it('of a receiver that takes nothing in ten attempts', async () => {
    const url = 'http://127.0.0.1:9/gone';
    const endpoint = { url, format: 'slack' as const, kinds: ['event_failed'] };
    done(await world.useCases.notification.createEndpoint(world.ctx, endpoint, {}));
    await world.pay({ userId: ada, cents: 100, packageId: 'basic' });
    await receivers.told();
    await world.pool.query(
      `UPDATE delivery SET attempts = 9, next_attempt_at = purser_now(0, 0) WHERE status = 'waiting'`,
    );
    expect(await receivers.told()).toEqual([]);
    expect(await receivers.told()).toEqual([
      {
        kind: 'webhook_failing',
        severity: 'warning',
        title: stringContaining(`${url} took no alert in 10 attempts: `),
      },
    ]);
    expect(await receivers.told()).toEqual([]);
  });
});
