import { stripeEvent } from '@purser/schema/contract/stripe-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BillingWorld, openBillingWorld } from '../../../testing/billing-world.ts';
import { brokenInvariants } from '../../../testing/check-books.ts';
import { processEvents } from '../events/process-events.ts';

let world: BillingWorld;
beforeEach(async () => {
  world = await openBillingWorld();
});
afterEach(async () => {
  expect(await brokenInvariants(world.pool)).toEqual([]);
  await world.close();
});

const periods = async () =>
  [
    ...(await world.useCases.subscription.periods(world.ctx, { userId: 'ada', limit: 50 })).items,
  ].reverse();
const projectBalance = async () =>
  (await world.useCases.budget.project(world.ctx, {})).balanceMicroUsd;
const funded = async () =>
  (
    await world.pool.query(
      `SELECT reference, (debits_posted - credits_posted)::bigint AS paid FROM account WHERE kind = 'funding' AND debits_posted > 0 ORDER BY 1`,
    )
  ).rows;
const eventsBy = async (status: 'failed' | 'received') =>
  (await world.useCases.event.list(world.ctx, { statuses: [status], limit: 100 })).items;

describe('a subscription that Stripe charges for (rules X30 and X31)', () => {
  it('is topped up and overdrawn by an operator like any other, and renewed by Stripe alone', async () => {
    await world.subscribe();
    await world.hear();
    const { subscription } = world.useCases;
    const ada = { userId: 'ada' };
    const money = { ...ada, amountMicroUsd: 5_000_000n };
    expect(await subscription.topUp(world.ctx, money, {})).toMatchObject({
      ok: true,
      value: { period: { availableMicroUsd: 15_000_000n } },
    });
    expect(await subscription.topUp(world.ctx, money, {})).toMatchObject({
      ok: false,
      rejection: { code: 'already_exists', field: 'force' },
    });
    const overdraft = { ...ada, overdraftMicroUsd: 2_000_000n };
    expect((await subscription.setOverdraft(world.ctx, overdraft, {})).ok).toBe(true);
    expect(await subscription.renew(world.ctx, ada, {})).toMatchObject({
      ok: false,
      rejection: { code: 'nothing_to_do' },
    });
    await world.moveTo('2027-02-28T12:00:00.000Z');
    await world.hear();
    expect(await world.read()).toMatchObject({
      overdraftMicroUsd: 2_000_000n,
      period: { availableMicroUsd: 10_000_000n, overdraftMicroUsd: 2_000_000n },
    });
    // The first period's price and top-up had not been spent.
    expect(await projectBalance()).toBe(15_000_000n);
  });

  it('begins with its first invoice, and renews three times over the ends of months', async () => {
    const made = await world.subscribe();
    await world.hear();
    const key = (end: string) => `stripe:${made.id}:${end}`;
    expect(await world.read()).toMatchObject({
      planId: 'basic',
      provider: 'stripe',
      status: 'active',
      stripeStatus: 'active',
      isActive: true,
      monthlyPriceMicroUsd: 10_000_000n,
      stripeSubscriptionId: made.id,
      stripePriceId: 'price_basic',
      nextChargeAt: new Date('2027-02-28T10:00:00.000Z'),
      lastChargedAt: new Date('2027-01-31T10:00:00.000Z'),
      period: {
        key: key('2027-02-28T10:00:00.000Z'),
        startsAt: new Date('2027-01-31T10:00:00.000Z'),
        status: 'open',
        availableMicroUsd: 10_000_000n,
      },
    });
    for (const iso of [
      '2027-02-28T12:00:00.000Z',
      '2027-03-31T12:00:00.000Z',
      '2027-04-30T12:00:00.000Z',
    ]) {
      await world.moveTo(iso);
      await world.hear();
    }
    expect(await periods()).toMatchObject(
      [
        ['2027-02-28T10:00:00.000Z', 'closed', 0n, 10_000_000n],
        ['2027-03-31T10:00:00.000Z', 'closed', 0n, 10_000_000n],
        ['2027-04-30T10:00:00.000Z', 'closed', 0n, 10_000_000n],
        ['2027-05-31T10:00:00.000Z', 'open', 10_000_000n, 0n],
      ].map(([end, status, availableMicroUsd, rolledOverMicroUsd]) => ({
        key: key(String(end)),
        status,
        availableMicroUsd,
        rolledOverMicroUsd,
        toppedUpMicroUsd: 10_000_000n,
      })),
    );
    expect(await projectBalance()).toBe(30_000_000n);
    expect(await funded()).toEqual([{ reference: 'stripe', paid: 40_000_000n }]);
    expect(await eventsBy('failed')).toEqual([]);
    expect(await eventsBy('received')).toEqual([]);
  });
});

describe('an invoice that is not paid (rule X33)', () => {
  it('makes the subscription past due, alerts once an attempt, and is over with its payment', async () => {
    await world.subscribe();
    await world.hear();
    world.setCard(false);
    await world.moveTo('2027-02-28T12:00:00.000Z');
    await world.hear();
    expect(await world.read()).toMatchObject({
      status: 'past_due',
      isActive: false,
      pastDueSince: new Date('2027-02-28T11:00:00.000Z'),
      period: { endsAt: new Date('2027-02-28T10:00:00.000Z') },
    });
    const rows = async (sql: string) => (await world.pool.query(sql)).rows;
    const invoices = `SELECT status, booked, attempt_count AS attempts, next_attempt_at AS next FROM stripe_invoice
      WHERE billing_reason = 'subscription_cycle'`;
    expect(await rows(invoices)).toEqual([
      { status: 'open', booked: false, attempts: 1, next: new Date('2027-03-03T11:00:00.000Z') },
    ]);
    const alerts = `SELECT count(*)::int FROM outbox_event WHERE kind = 'payment_failed'`;
    expect(await rows(alerts)).toEqual([{ count: 1 }]);

    world.setCard(true);
    await world.moveTo('2027-03-03T12:00:00.000Z');
    await world.hear();
    expect(await world.read()).toMatchObject({
      status: 'active',
      isActive: true,
      pastDueSince: null,
      period: {
        startsAt: new Date('2027-02-28T10:00:00.000Z'),
        endsAt: new Date('2027-03-31T10:00:00.000Z'),
        availableMicroUsd: 10_000_000n,
      },
    });
    expect(await rows(invoices)).toEqual([
      { status: 'paid', booked: true, attempts: 2, next: null },
    ]);
    expect(await projectBalance()).toBe(10_000_000n);
    expect(await eventsBy('failed')).toEqual([]);
  });
});

describe('a price that changes at Stripe (rule X32)', () => {
  const changeTo = async (price: string, proration: 'always_invoice' | 'none') => {
    const [subscription] = (await world.stripe.subscriptions.list()).data;
    const id = subscription?.items.data[0]?.id ?? '';
    await world.stripe.subscriptions.update(subscription?.id ?? '', {
      items: [{ id, price }],
      proration_behavior: proration,
    });
    await world.hear();
  };

  it('to a dearer one is the plan now, and what the proration cost is in the open period', async () => {
    await world.subscribe();
    await world.hear();
    await world.moveTo('2027-02-14T10:00:00.000Z');
    await changeTo('price_pro', 'always_invoice');
    // Half of 28 days is left: 15 more, 5 back.
    expect(await world.read()).toMatchObject({
      planId: 'pro',
      pendingPlanId: null,
      monthlyPriceMicroUsd: 30_000_000n,
      stripePriceId: 'price_pro',
      period: { toppedUpMicroUsd: 20_000_000n, startsAt: new Date('2027-01-31T10:00:00.000Z') },
    });
    expect(await funded()).toEqual([{ reference: 'stripe', paid: 20_000_000n }]);
    await world.moveTo('2027-02-28T12:00:00.000Z');
    await world.hear();
    expect(await world.read()).toMatchObject({ period: { availableMicroUsd: 30_000_000n } });
  });

  it('to a cheaper one waits for the next period', async () => {
    await world.subscribe({ items: [{ price: 'price_pro' }] });
    await world.hear();
    await world.moveTo('2027-02-14T10:00:00.000Z');
    await changeTo('price_basic', 'none');
    expect(await world.read()).toMatchObject({
      planId: 'pro',
      pendingPlanId: 'basic',
      monthlyPriceMicroUsd: 30_000_000n,
      period: { availableMicroUsd: 30_000_000n },
    });
    await world.moveTo('2027-02-28T12:00:00.000Z');
    await world.hear();
    expect(await world.read()).toMatchObject({
      planId: 'basic',
      pendingPlanId: null,
      monthlyPriceMicroUsd: 10_000_000n,
      stripePriceId: 'price_basic',
      period: { planId: 'basic', availableMicroUsd: 10_000_000n },
    });
    expect(await projectBalance()).toBe(30_000_000n);
  });
});

describe('the end of a subscription at Stripe', () => {
  it('at the end of its period leaves the balance usable until then, without a grace', async () => {
    const made = await world.subscribe();
    await world.stripe.subscriptions.update(made.id, { cancel_at_period_end: true });
    await world.hear();
    expect(await world.read()).toMatchObject({
      status: 'active',
      isActive: true,
      cancelAtPeriodEnd: true,
      nextChargeAt: null,
      period: { status: 'open', availableMicroUsd: 10_000_000n },
    });
    await world.moveTo('2027-02-28T10:00:00.000Z');
    expect(await world.read()).toMatchObject({ isActive: false });
    await world.hear();
    expect(await world.read()).toMatchObject({
      status: 'canceled',
      canceledAt: new Date('2027-02-28T10:00:00.000Z'),
      period: { status: 'closed', availableMicroUsd: 0n, rolledOverMicroUsd: 10_000_000n },
    });
    expect(await projectBalance()).toBe(10_000_000n);
  });

  it('at once closes the period, and another one can begin', async () => {
    const made = await world.subscribe();
    await world.hear();
    await world.moveTo('2027-02-10T10:00:00.000Z');
    await world.stripe.subscriptions.cancel(made.id);
    const second = await world.subscribe();
    // The second is heard of before the end of the first, and waits for it.
    await world.hear(world.untold().filter(({ type }) => !type.endsWith('deleted')));
    expect(await world.read()).toMatchObject({ stripeSubscriptionId: made.id, status: 'active' });
    const rest = world.sim.state.events.all().filter(({ type }) => type.endsWith('deleted'));
    await world.hear(rest.map((event) => stripeEvent.parse(event)));
    await world.passTime(3_600_000);
    await world.hear([]);
    await processEvents(world.events, world.ctx.scope);
    expect(await world.read()).toMatchObject({
      stripeSubscriptionId: second.id,
      period: { startsAt: new Date('2027-02-10T10:00:00.000Z'), availableMicroUsd: 10_000_000n },
    });
    expect(await projectBalance()).toBe(10_000_000n);
    expect(await eventsBy('failed')).toEqual([]);
  });

  it('a second one beside a live one has failed, with an alert, and is applied once the first has ended', async () => {
    const first = await world.subscribe();
    await world.hear();
    const second = await world.subscribe({ items: [{ price: 'price_pro' }] });
    await world.hear();
    expect(await world.read()).toMatchObject({ stripeSubscriptionId: first.id, planId: 'basic' });
    const failed = await eventsBy('failed');
    expect(new Set(failed.map(({ errorCode }) => errorCode))).toEqual(
      new Set(['subscription_exists']),
    );
    await world.stripe.subscriptions.cancel(first.id);
    await world.hear();
    for (const { id } of failed) {
      await world.useCases.event.retry(world.ctx, { eventId: id, acceptAmount: false }, {});
    }
    expect(await world.read()).toMatchObject({
      stripeSubscriptionId: second.id,
      planId: 'pro',
      period: { availableMicroUsd: 30_000_000n },
    });
  });
});

describe('invoices of nothing, of less, and of what is over (rule X31)', () => {
  it('pay in what was paid after a coupon, and nothing where nothing was', async () => {
    const half = await world.stripe.coupons.create({ percent_off: 50, duration: 'once' });
    await world.subscribe({ discounts: [{ coupon: half.id }] });
    await world.hear();
    expect(await world.read()).toMatchObject({ period: { toppedUpMicroUsd: 5_000_000n } });
    const [subscription] = (await world.stripe.subscriptions.list()).data;
    const all = await world.stripe.coupons.create({ percent_off: 100, duration: 'forever' });
    await world.stripe.subscriptions.update(subscription?.id ?? '', {
      discounts: [{ coupon: all.id }],
    });
    await world.moveTo('2027-02-28T12:00:00.000Z');
    await world.hear();
    expect(await world.read()).toMatchObject({
      isActive: true,
      period: { endsAt: new Date('2027-03-31T10:00:00.000Z'), toppedUpMicroUsd: 0n },
    });
    expect(await funded()).toEqual([{ reference: 'stripe', paid: 5_000_000n }]);
  });

  it('of nothing pay in the price where the plan says so, by the operator', async () => {
    const metadata = { zero_invoice_top_up: 'list_price' };
    await world.useCases.plan.upsert(world.ctx, { planId: 'basic', metadata }, {});
    const all = await world.stripe.coupons.create({ percent_off: 100, duration: 'forever' });
    await world.subscribe({ discounts: [{ coupon: all.id }] });
    await world.hear();
    expect(await world.read()).toMatchObject({ period: { toppedUpMicroUsd: 10_000_000n } });
    expect(await funded()).toEqual([{ reference: 'operator', paid: 10_000_000n }]);
  });

  it('that come after their period go to the project, and leave the live period alone', async () => {
    await world.subscribe();
    const first = world.untold();
    await world.hear([]);
    await world.moveTo('2027-02-28T12:00:00.000Z');
    await world.hear();
    const live = await world.read();
    expect(live).toMatchObject({ period: { availableMicroUsd: 10_000_000n } });
    await world.hear(first);
    expect(await world.read()).toMatchObject({ period: live.period });
    expect(await periods()).toMatchObject([
      {
        startsAt: new Date('2027-01-31T10:00:00.000Z'),
        status: 'closed',
        toppedUpMicroUsd: 10_000_000n,
        rolledOverMicroUsd: 10_000_000n,
      },
      { status: 'open' },
    ]);
    expect(await projectBalance()).toBe(10_000_000n);
  });

  it('in another currency have failed and are not booked', async () => {
    world.sim.control.ensurePrice({
      id: 'price_eur',
      productName: 'eur',
      unitAmount: 1_000,
      currency: 'eur',
    });
    await world.subscribe({
      items: [{ price: 'price_eur' }],
      metadata: { user_id: 'ada', plan_id: 'basic' },
    });
    await world.hear();
    const failed = await eventsBy('failed');
    expect(new Set(failed.map(({ errorCode }) => errorCode))).toEqual(
      new Set(['currency_not_usd']),
    );
    expect(await funded()).toEqual([]);
  });
});
