import type { CommandOutcome } from '@purser/schema/contract/request-context';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BillingWorld, openBillingWorld } from '../../../testing/billing-world.ts';
import { brokenInvariants } from '../../../testing/check-books.ts';

let world: BillingWorld;
beforeEach(async () => {
  world = await openBillingWorld();
});
afterEach(async () => {
  expect(await brokenInvariants(world.pool)).toEqual([]);
  await world.close();
});

const ada = { userId: 'ada' };
const subscription = () => world.useCases.subscription;

async function done<Value>(running: Promise<CommandOutcome<Value, unknown>>): Promise<Value> {
  const outcome = await running;
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.rejection));
  return outcome.value;
}

/** Ada subscribes through Purser and pays her first invoice. */
async function subscribeAndPay(planId: string) {
  const made = await done(subscription().create(world.ctx, { ...ada, planId }, {}));
  world.sim.control.payIntent(made.stripe?.paymentIntentId ?? '');
  await world.hear();
  return made;
}

const atStripe = async () => {
  const [found] = (await world.stripe.subscriptions.list({ status: 'all' })).data;
  if (found === undefined) throw new Error('Stripe has no subscription.');
  return found;
};

const requests = async () =>
  (await world.pool.query('SELECT kind, status, calls FROM stripe_request ORDER BY created_at, id'))
    .rows;

describe('subscribing at Stripe (rule X34)', () => {
  it('answers what a browser pays with, and has its money with the first invoice', async () => {
    const created = await done(subscription().create(world.ctx, { ...ada, planId: 'basic' }, {}));
    const made = await atStripe();
    expect(created).toMatchObject({
      action: 'created',
      subscription: {
        status: 'incomplete',
        isActive: false,
        stripeSubscriptionId: made.id,
        stripePriceId: 'price_basic',
        period: null,
      },
      stripe: {
        customerId: made.customer,
        subscriptionId: made.id,
        latestInvoiceId: expect.stringMatching(/^in_/),
        paymentIntentId: expect.stringMatching(/^pi_/),
        clientSecret: expect.stringContaining('_secret_'),
      },
    });
    expect(made.metadata).toMatchObject({
      user_id: 'ada',
      tenant: 'home',
      project: 'demo',
      plan_id: 'basic',
      subscription_id: created.subscription.id,
    });
    const again = await done(subscription().create(world.ctx, { ...ada, planId: 'basic' }, {}));
    expect(again).toEqual({ ...created, action: 'duplicate' });
    expect(await subscription().create(world.ctx, { ...ada, planId: 'pro' }, {})).toMatchObject({
      ok: false,
      rejection: { code: 'subscription_exists' },
    });
    world.sim.control.payIntent(created.stripe?.paymentIntentId ?? '');
    await world.hear();
    expect(await world.read()).toMatchObject({
      id: created.subscription.id,
      status: 'active',
      period: { availableMicroUsd: 10_000_000n },
    });
    expect(await requests()).toEqual([{ kind: 'subscribe', status: 'succeeded', calls: 0 }]);
  });

  it('is tried out without a call, and refused without a price', async () => {
    const dry = await subscription().create(world.ctx, { ...ada, planId: 'pro' }, { dryRun: true });
    expect(dry).toMatchObject({ ok: true, value: { subscription: { status: 'incomplete' } } });
    expect((await world.stripe.subscriptions.list({ status: 'all' })).data).toEqual([]);
    expect(await requests()).toEqual([]);
    const plan = { planId: 'odd', provider: 'stripe' as const, stripePriceId: 'price_gone' };
    await world.useCases.plan.upsert(world.ctx, { ...plan, monthlyPriceMicroUsd: 1n }, {});
    expect(await subscription().create(world.ctx, { ...ada, planId: 'odd' }, {})).toMatchObject({
      ok: false,
      rejection: { code: 'invalid_value', message: expect.stringContaining('price_gone') },
    });
    expect(await world.read()).toMatchObject({ status: 'canceled' });
    await subscribeAndPay('basic');
    expect(await world.read()).toMatchObject({ status: 'active', planId: 'basic' });
  });

  it('whose answer was lost is found again, and made once', async () => {
    world.sim.control.failRequests({
      path: '/v1/subscriptions',
      method: 'POST',
      when: 'after',
      answer: 'close',
      times: 3,
    });
    const created = await done(subscription().create(world.ctx, { ...ada, planId: 'basic' }, {}));
    expect(created).toMatchObject({ stripe: null, subscription: { stripeSubscriptionId: null } });
    world.sim.control.clearRequestFaults();
    await world.passTime(60_000);
    const again = await done(subscription().create(world.ctx, { ...ada, planId: 'basic' }, {}));
    expect(again).toMatchObject({ action: 'duplicate', subscription: { status: 'incomplete' } });
    expect(again.stripe?.subscriptionId).toBe((await atStripe()).id);
    expect((await world.stripe.subscriptions.list({ status: 'all' })).data).toHaveLength(1);
  });
});

describe('a Checkout that subscribes', () => {
  it('opens once, and the subscription comes with its money when it is paid', async () => {
    const { payment } = world.useCases;
    const order = {
      ...ada,
      planId: 'basic',
      successUrl: 'https://app.test/yes',
      cancelUrl: 'https://app.test/no',
    };
    const opened = await done(payment.checkoutSubscription(world.ctx, order, {}));
    expect(opened).toMatchObject({ sessionId: expect.stringMatching(/^cs_/) });
    world.sim.control.completeCheckout(opened.sessionId ?? '');
    await world.hear();
    expect(await world.read()).toMatchObject({
      planId: 'basic',
      status: 'active',
      period: { availableMicroUsd: 10_000_000n },
    });
    expect(await payment.checkoutSubscription(world.ctx, order, {})).toMatchObject({
      ok: false,
      rejection: { code: 'subscription_exists' },
    });
    const failed = await world.useCases.event.list(world.ctx, { statuses: ['failed'], limit: 9 });
    expect(failed.items).toEqual([]);
  });
});

describe('canceling and resuming at Stripe', () => {
  it('ends with the period, until when the balance pays, and can be taken back', async () => {
    await subscribeAndPay('basic');
    const cancel = () => done(subscription().cancel(world.ctx, ada, {}));
    expect(await cancel()).toMatchObject({
      action: 'pending',
      subscription: { cancelAtPeriodEnd: true, isActive: true, nextChargeAt: null },
    });
    expect((await atStripe()).cancel_at_period_end).toBe(true);
    expect(await cancel()).toMatchObject({ action: 'duplicate' });
    expect(
      await subscription().cancel(world.ctx, { ...ada, atPeriodEnd: false }, {}),
    ).toMatchObject({ ok: false, rejection: { code: 'invalid_value', field: 'atPeriodEnd' } });
    expect(await done(subscription().resume(world.ctx, ada, {}))).toMatchObject({
      cancelAtPeriodEnd: false,
      nextChargeAt: new Date('2027-02-28T10:00:00.000Z'),
    });
    expect((await atStripe()).cancel_at_period_end).toBe(false);
    await cancel();
    await world.hear();
    await world.moveTo('2027-02-28T10:00:00.000Z');
    await world.hear();
    expect(await world.read()).toMatchObject({
      status: 'canceled',
      period: { status: 'closed', rolledOverMicroUsd: 10_000_000n },
    });
  });

  it('by Stripe’s id does the same', async () => {
    const made = await subscribeAndPay('basic');
    const stripeSubscriptionId = made.stripe?.subscriptionId ?? '';
    expect(
      await done(subscription().cancel(world.ctx, { stripeSubscriptionId }, {})),
    ).toMatchObject({ action: 'pending', subscription: { cancelAtPeriodEnd: true } });
  });
});

describe('changing the plan at Stripe (rule X32)', () => {
  const change = (planId: string) =>
    done(subscription().changePlan(world.ctx, { ...ada, planId }, {}));

  it('up is now, and the proration invoice is the money', async () => {
    await subscribeAndPay('basic');
    await world.moveTo('2027-02-14T10:00:00.000Z');
    expect(await change('pro')).toMatchObject({
      action: 'upgraded',
      differenceMicroUsd: 0n,
      subscription: { planId: 'pro', monthlyPriceMicroUsd: 30_000_000n },
    });
    await world.hear();
    expect(await world.read()).toMatchObject({ period: { toppedUpMicroUsd: 20_000_000n } });
    expect(await change('pro')).toMatchObject({ action: 'unchanged' });
  });

  it('down waits for the renewal, and can be taken back', async () => {
    await subscribeAndPay('pro');
    expect(await change('basic')).toMatchObject({
      action: 'scheduled',
      effectiveAt: new Date('2027-02-28T10:00:00.000Z'),
      subscription: { planId: 'pro', pendingPlanId: 'basic' },
    });
    expect(await change('pro')).toMatchObject({ subscription: { pendingPlanId: null } });
    expect((await atStripe()).items.data[0]?.price.id).toBe('price_pro');
    await change('basic');
    await world.moveTo('2027-02-28T12:00:00.000Z');
    await world.hear();
    expect(await world.read()).toMatchObject({
      planId: 'basic',
      pendingPlanId: null,
      period: { availableMicroUsd: 10_000_000n },
    });
  });
});
