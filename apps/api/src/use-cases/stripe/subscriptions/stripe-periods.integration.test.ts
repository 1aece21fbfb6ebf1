import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BillingWorld, openBillingWorld } from '../../../testing/billing-world.ts';
import { brokenInvariants } from '../../../testing/check-books.ts';
import { done } from '../../../testing/subscription-world.ts';
import { renewDueSubscriptions } from '../../subscription/renew-due-subscriptions.ts';
import { sweepDuePeriods } from '../../subscription/sweep-due-periods.ts';

let world: BillingWorld;
beforeEach(async () => {
  world = await openBillingWorld();
});
afterEach(async () => {
  try {
    expect(await brokenInvariants(world.pool)).toEqual([]);
  } finally {
    await world.close();
  }
});

const ada = { userId: 'ada' };
const sweepJob = async () => (await sweepDuePeriods(world.deps, world.ctx.scope)).handled;
const renewJob = async () => (await renewDueSubscriptions(world.deps, world.ctx.scope)).handled;
const sweepNow = async () =>
  done(await world.useCases.subscription.sweep(world.ctx, { ...ada, limit: 9 }, {}));
const projectBalance = async () =>
  (await world.useCases.budget.project(world.ctx, {})).balanceMicroUsd;
const openEvents = async () =>
  (await world.useCases.event.list(world.ctx, { statuses: ['failed', 'received'], limit: 9 }))
    .items;

describe('the period of a subscription that Stripe charges for (rules S8 and X31)', () => {
  it('is opened by a paid invoice alone: no job renews it, however late the invoice is', async () => {
    await world.subscribe();
    await world.hear();
    await world.moveTo('2027-02-28T12:00:00.000Z');
    // Stripe has been paid by now, and nobody has told us.
    expect(await renewJob()).toBe(0);
    expect(await sweepJob()).toBe(0);
    expect(await world.read()).toMatchObject({
      status: 'active',
      isActive: true,
      period: { endsAt: new Date('2027-02-28T10:00:00.000Z'), status: 'open' },
    });
    await world.setNow(new Date('2027-02-28T16:00:00.000Z'));
    expect(await renewJob()).toBe(0);
    expect(await sweepJob()).toBe(1);
    expect(await world.read()).toMatchObject({
      status: 'active',
      isActive: false,
      period: { status: 'closed', rolledOverMicroUsd: 10_000_000n },
    });
    await world.hear();
    expect(await world.read()).toMatchObject({
      isActive: true,
      period: {
        status: 'open',
        startsAt: new Date('2027-02-28T10:00:00.000Z'),
        availableMicroUsd: 10_000_000n,
      },
    });
    expect(await projectBalance()).toBe(10_000_000n);
  });

  it('is closed at its end by the sweep command, and the next one opens all the same', async () => {
    await world.subscribe();
    await world.hear();
    await world.moveTo('2027-02-28T10:30:00.000Z');
    expect(await sweepNow()).toMatchObject({ action: 'applied', movedMicroUsd: 10_000_000n });
    await world.moveTo('2027-02-28T12:00:00.000Z');
    await world.hear();
    expect(await world.read()).toMatchObject({
      isActive: true,
      period: { status: 'open', availableMicroUsd: 10_000_000n },
    });
    expect(await openEvents()).toEqual([]);
  });

  it('that is past due has no grace: the sweep takes it, and the payment opens the next one', async () => {
    await world.subscribe();
    await world.hear();
    world.setCard(false);
    await world.moveTo('2027-02-28T11:30:00.000Z');
    await world.hear();
    expect(await world.read()).toMatchObject({ status: 'past_due', isActive: false });
    expect(await sweepJob()).toBe(1);
    expect(await projectBalance()).toBe(10_000_000n);
    world.setCard(true);
    await world.moveTo('2027-03-03T12:00:00.000Z');
    await world.hear();
    expect(await world.read()).toMatchObject({
      status: 'active',
      isActive: true,
      period: { endsAt: new Date('2027-03-31T10:00:00.000Z'), availableMicroUsd: 10_000_000n },
    });
  });

  it('that is to end is closed at its end, and only Stripe says that the subscription has ended', async () => {
    const made = await world.subscribe();
    await world.stripe.subscriptions.update(made.id, { cancel_at_period_end: true });
    await world.hear();
    // At the last minute she goes on at Stripe, which is told late.
    await world.moveTo('2027-02-28T09:59:00.000Z');
    await world.stripe.subscriptions.update(made.id, { cancel_at_period_end: false });
    await world.moveTo('2027-02-28T12:00:00.000Z');
    expect(await sweepJob()).toBe(1);
    expect(await world.read()).toMatchObject({ isActive: false, period: { status: 'closed' } });
    await world.hear();
    expect(await world.read()).toMatchObject({
      status: 'active',
      isActive: true,
      cancelAtPeriodEnd: false,
      period: { status: 'open', availableMicroUsd: 10_000_000n },
    });
    expect(await openEvents()).toEqual([]);
  });

  it('that was swept and has ended at Stripe is canceled as of the end that Stripe says', async () => {
    const made = await world.subscribe();
    await world.stripe.subscriptions.update(made.id, { cancel_at_period_end: true });
    await world.hear();
    await world.moveTo('2027-02-28T12:00:00.000Z');
    expect(await sweepJob()).toBe(1);
    await world.hear();
    expect(await world.read()).toMatchObject({
      status: 'canceled',
      stripeStatus: 'canceled',
      canceledAt: new Date('2027-02-28T10:00:00.000Z'),
      period: { status: 'closed', rolledOverMicroUsd: 10_000_000n },
    });
    expect(await sweepJob()).toBe(0);
    expect(await projectBalance()).toBe(10_000_000n);
  });

  it('is not renewed by hand, whether it is named or has ended', async () => {
    await world.subscribe();
    await world.hear();
    const { period } = await world.read();
    const refusal = { ok: false, rejection: { code: 'nothing_to_do' } };
    const { renew } = world.useCases.subscription;
    const named = { ...ada, periodKey: period?.key ?? '' };
    expect(await renew(world.ctx, named, {})).toMatchObject(refusal);
    await world.moveTo('2027-02-28T10:30:00.000Z');
    expect(await renew(world.ctx, ada, {})).toMatchObject(refusal);
    expect(await projectBalance()).toBe(0n);
  });
});

describe('what Stripe says a subscription is (rule X30)', () => {
  it('incomplete gives nothing, and what nobody paid in time is canceled', async () => {
    world.setCard(false);
    await world.subscribe();
    await world.hear();
    expect(await world.read()).toMatchObject({
      status: 'incomplete',
      stripeStatus: 'incomplete',
      isActive: false,
      period: null,
    });
    await world.moveTo('2027-02-01T12:00:00.000Z');
    await world.hear();
    expect(await world.read()).toMatchObject({
      status: 'canceled',
      stripeStatus: 'incomplete_expired',
      isActive: false,
      pastDueSince: null,
      period: null,
    });
    world.setCard(true);
    const second = await world.subscribe();
    await world.hear();
    expect(await world.read()).toMatchObject({ stripeSubscriptionId: second.id, isActive: true });
  });

  it('trialing gives the plan without money, and the first price comes with the end of the trial', async () => {
    await world.subscribe({ trial_period_days: 14 });
    await world.hear();
    const trialEnd = new Date('2027-02-14T10:00:00.000Z');
    expect(await world.read()).toMatchObject({
      status: 'active',
      stripeStatus: 'trialing',
      isActive: true,
      nextChargeAt: trialEnd,
      period: { endsAt: trialEnd, toppedUpMicroUsd: 0n, status: 'open' },
    });
    await world.moveTo('2027-02-14T12:00:00.000Z');
    await world.hear();
    expect(await world.read()).toMatchObject({
      status: 'active',
      stripeStatus: 'active',
      period: { startsAt: trialEnd, availableMicroUsd: 10_000_000n },
    });
    expect(await openEvents()).toEqual([]);
  });

  it('paused after a trial suspends it, and resumed it opens a period with what was paid', async () => {
    const { id: customer } = await world.stripe.customers.create({ name: 'ada' });
    const made = await world.subscribe({
      customer,
      trial_period_days: 14,
      trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
    });
    await world.hear();
    expect(await world.read()).toMatchObject({ stripeStatus: 'trialing', isActive: true });
    await world.moveTo('2027-02-14T10:30:00.000Z');
    await world.hear();
    expect(await world.read()).toMatchObject({
      stripeSubscriptionId: made.id,
      status: 'suspended',
      stripeStatus: 'paused',
      isActive: false,
    });
    expect(await sweepJob()).toBe(1);
    const card = await world.stripe.paymentMethods.attach('pm_card_visa', { customer });
    await world.stripe.customers.update(customer, {
      invoice_settings: { default_payment_method: card.id },
    });
    await world.moveTo('2027-02-20T10:00:00.000Z');
    await world.stripe.subscriptions.resume(made.id);
    await world.hear();
    expect(await world.read()).toMatchObject({
      status: 'active',
      stripeStatus: 'active',
      isActive: true,
      nextChargeAt: new Date('2027-03-20T10:00:00.000Z'),
      period: {
        startsAt: new Date('2027-02-20T10:00:00.000Z'),
        availableMicroUsd: 10_000_000n,
      },
    });
    expect(await openEvents()).toEqual([]);
  });

  it('past due lasts while its invoice is owed: given up it still is, taken back it is not', async () => {
    await world.subscribe();
    await world.hear();
    world.setCard(false);
    await world.moveTo('2027-02-28T12:00:00.000Z');
    await world.hear();
    const [invoice] = (await world.stripe.invoices.list({ status: 'open' })).data;
    await world.stripe.invoices.markUncollectible(invoice?.id ?? '');
    await world.hear();
    const rows = async () =>
      (
        await world.pool.query(
          `SELECT status, booked FROM stripe_invoice ORDER BY created_at DESC LIMIT 1`,
        )
      ).rows;
    expect(await rows()).toEqual([{ status: 'uncollectible', booked: false }]);
    // It can still be paid.
    expect(await world.read()).toMatchObject({
      pastDueSince: new Date('2027-02-28T11:00:00.000Z'),
      isActive: false,
    });
    await world.stripe.invoices.voidInvoice(invoice?.id ?? '');
    await world.hear();
    expect(await rows()).toEqual([{ status: 'void', booked: false }]);
    expect(await world.read()).toMatchObject({ pastDueSince: null, isActive: false });
    expect(await openEvents()).toEqual([]);
  });
});

describe('what a customer does in Stripe’s portal', () => {
  it('to end with the period is known here, also as the instant that Stripe says instead of the flag', async () => {
    const made = await world.subscribe();
    await world.hear();
    const end = Date.parse('2027-02-28T10:00:00.000Z') / 1_000;
    await world.stripe.subscriptions.update(made.id, { cancel_at: end });
    await world.hear();
    expect(await world.read()).toMatchObject({
      status: 'active',
      isActive: true,
      cancelAtPeriodEnd: true,
      nextChargeAt: null,
    });
    expect(done(await world.useCases.subscription.resume(world.ctx, ada, {}))).toMatchObject({
      cancelAtPeriodEnd: false,
      nextChargeAt: new Date('2027-02-28T10:00:00.000Z'),
    });
    const [after] = (await world.stripe.subscriptions.list()).data;
    expect(after).toMatchObject({ cancel_at: null, cancel_at_period_end: false });
  });

  it('to end later than this period changes nothing before', async () => {
    const made = await world.subscribe();
    const later = Date.parse('2027-03-10T10:00:00.000Z') / 1_000;
    await world.stripe.subscriptions.update(made.id, { cancel_at: later });
    await world.hear();
    expect(await world.read()).toMatchObject({ cancelAtPeriodEnd: false });
    await world.moveTo('2027-02-28T12:00:00.000Z');
    await world.hear();
    expect(await world.read()).toMatchObject({
      cancelAtPeriodEnd: true,
      isActive: true,
      period: { availableMicroUsd: 10_000_000n },
    });
  });

  it('to take another plan whose difference is put on the next invoice is that plan now', async () => {
    const made = await world.subscribe();
    await world.hear();
    await world.moveTo('2027-02-14T10:00:00.000Z');
    const id = made.items.data[0]?.id ?? '';
    await world.stripe.subscriptions.update(made.id, { items: [{ id, price: 'price_pro' }] });
    await world.hear();
    expect(await world.read()).toMatchObject({
      planId: 'pro',
      period: { toppedUpMicroUsd: 10_000_000n },
    });
    await world.moveTo('2027-02-28T12:00:00.000Z');
    await world.hear();
    // The price, and 15 less 5 of the time before.
    expect(await world.read()).toMatchObject({
      planId: 'pro',
      period: {
        startsAt: new Date('2027-02-28T10:00:00.000Z'),
        endsAt: new Date('2027-03-31T10:00:00.000Z'),
        availableMicroUsd: 40_000_000n,
      },
    });
    expect(await openEvents()).toEqual([]);
  });

  it('with a new card pays what was owed, and the plan is theirs again', async () => {
    await world.subscribe();
    await world.hear();
    world.setCard(false);
    await world.moveTo('2027-02-28T12:00:00.000Z');
    await world.hear();
    world.sim.control.changeCard(world.customer, 'pm_card_visa');
    const [invoice] = (await world.stripe.invoices.list({ status: 'open' })).data;
    await world.stripe.invoices.pay(invoice?.id ?? '');
    await world.hear();
    expect(await world.read()).toMatchObject({
      status: 'active',
      isActive: true,
      pastDueSince: null,
      period: { availableMicroUsd: 10_000_000n },
    });
    expect(await openEvents()).toEqual([]);
  });
});
