import type { CommandOutcome } from '@purser/schema/contract/request-context';
import { stripeEvent } from '@purser/schema/contract/stripe-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BillingWorld, openBillingWorld } from '../../../testing/billing-world.ts';
import { brokenInvariants } from '../../../testing/check-books.ts';
import { done } from '../../../testing/subscription-world.ts';

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
const change = (planId: string, dryRun = false) =>
  world.useCases.subscription.changePlan(world.ctx, { ...ada, planId }, { dryRun });
const funded = async () =>
  (
    await world.pool.query(
      `SELECT reference, (debits_posted - credits_posted)::bigint AS paid FROM account WHERE kind = 'funding' AND debits_posted > 0 ORDER BY 1`,
    )
  ).rows;
const projectBalance = async () =>
  (await world.useCases.budget.project(world.ctx, {})).balanceMicroUsd;
const eventsBy = async (status: 'failed' | 'received' | 'ignored') =>
  (await world.useCases.event.list(world.ctx, { statuses: [status], limit: 100 })).items;
const subscribe = async (
  params?: Parameters<BillingWorld['subscribe']>[0],
): ReturnType<BillingWorld['subscribe']> => {
  const made = await world.subscribe(params);
  await world.hear();
  return made;
};
const linesOf = (outcome: CommandOutcome<unknown, unknown>) => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.rejection));
  return outcome.changes.map(({ label, after }) => [label, after]);
};

describe('several invoices of one period (rule X31)', () => {
  it('are added to it, each once, and are the plan’s next invoice’s no more', async () => {
    await subscribe();
    await world.moveTo('2027-02-14T10:00:00.000Z');
    done(await change('pro'));
    await world.hear();
    const told = world.sim.state.events.all().filter(({ type }) => type.startsWith('invoice.'));
    expect(told.length).toBeGreaterThan(4);
    expect(await world.read()).toMatchObject({
      planId: 'pro',
      period: { toppedUpMicroUsd: 20_000_000n, availableMicroUsd: 20_000_000n },
    });
    const { rows } = await world.pool.query(
      'SELECT billing_reason AS reason, booked, amount_paid_micro_usd::int AS paid FROM stripe_invoice ORDER BY paid DESC, reason',
    );
    expect(rows).toEqual([
      { reason: 'subscription_create', booked: true, paid: 10_000_000 },
      { reason: 'subscription_update', booked: true, paid: 10_000_000 },
    ]);
    expect(await funded()).toEqual([{ reference: 'stripe', paid: 20_000_000n }]);
    expect(await eventsBy('failed')).toEqual([]);
  });

  it('add to it also where neither is a proration', async () => {
    await world.subscribe();
    const [paid] = world.untold().filter(({ type }) => type === 'invoice.paid');
    await world.hear();
    const object = { ...paid?.data.object, id: 'in_once_more' };
    const created = (paid?.created ?? 0) + 60;
    const again = stripeEvent.parse({ ...paid, id: 'evt_once_more', created, data: { object } });
    await world.hear([again, again]);
    expect(await world.read()).toMatchObject({
      period: { endsAt: new Date('2027-02-28T10:00:00.000Z'), toppedUpMicroUsd: 20_000_000n },
    });
    expect(await funded()).toEqual([{ reference: 'stripe', paid: 20_000_000n }]);
  });

  it('of which the proration is paid after the period has ended goes to the project, and the live one is as it was', async () => {
    await subscribe();
    await world.moveTo('2027-02-14T10:00:00.000Z');
    world.setCard(false);
    done(await change('pro'));
    await world.hear();
    expect(await world.read()).toMatchObject({ planId: 'pro', status: 'past_due' });
    const [owed] = (await world.stripe.invoices.list({ status: 'open' })).data;
    world.setCard(true);
    await world.moveTo('2027-02-28T12:00:00.000Z');
    await world.hear();
    const live = await world.read();
    const before = await projectBalance();
    await world.stripe.invoices.pay(owed?.id ?? '');
    await world.hear();
    expect(await world.read()).toMatchObject({ period: live.period });
    expect((await projectBalance()) - before).toBe(10_000_000n);
  });
});

describe('what is paid otherwise than by card (rule X31)', () => {
  it('out of the customer’s balance at Stripe is no money that came in: the rest is paid in', async () => {
    await world.stripe.customers.update(world.customer, { balance: -400 });
    await subscribe();
    expect(await world.read()).toMatchObject({
      isActive: true,
      period: { toppedUpMicroUsd: 6_000_000n },
    });
    expect(await funded()).toEqual([{ reference: 'stripe', paid: 6_000_000n }]);
  });

  it('wholly out of the balance opens the period with nothing in it', async () => {
    await world.stripe.customers.update(world.customer, { balance: -4_000 });
    await subscribe();
    expect(await world.read()).toMatchObject({
      isActive: true,
      status: 'active',
      period: { status: 'open', toppedUpMicroUsd: 0n },
    });
    expect(await funded()).toEqual([]);
    expect(await eventsBy('failed')).toEqual([]);
  });
});

describe('an invoice of the customer that no subscription made', () => {
  it('books nothing, whether it is paid or owed, and is kept with the reason why', async () => {
    const made = await world.subscribe();
    const invoiceEvents = world.untold().filter(({ type }) => type === 'invoice.paid');
    await world.hear();
    const before = await world.read();
    for (const type of ['invoice.finalized', 'invoice.payment_failed', 'invoice.paid']) {
      for (const { data } of invoiceEvents) {
        const object = { ...data.object, id: 'in_by_hand', parent: null, billing_reason: 'manual' };
        const created = Math.floor(world.nowMs() / 1_000);
        const said = { id: `evt_${type}`, object: 'event', type, created, data: { object } };
        await world.hear([stripeEvent.parse(said)]);
      }
    }
    expect(await world.read()).toEqual(before);
    expect(before.stripeSubscriptionId).toBe(made.id);
    expect(await funded()).toEqual([{ reference: 'stripe', paid: 10_000_000n }]);
    const why = (await eventsBy('ignored')).filter(({ externalId }) =>
      externalId.startsWith('evt_invoice'),
    );
    expect(why.map(({ errorCode }) => errorCode)).toEqual(Array(3).fill('no_subscription'));
  });

  it('that bills nothing of the subscription itself changes how it stands and pays into no period', async () => {
    const made = await subscribe();
    const invoiceEvents = world.sim.state.events
      .all()
      .map((event) => stripeEvent.parse(event))
      .filter(({ type }) => type === 'invoice.paid');
    const before = await world.read();
    for (const { data } of invoiceEvents) {
      const lines = { object: 'list', data: [] };
      const object = { ...data.object, id: 'in_extra', billing_reason: 'manual', lines };
      const created = Math.floor(world.nowMs() / 1_000);
      const said = { id: 'evt_extra', object: 'event', type: 'invoice.paid', created };
      await world.hear([stripeEvent.parse({ ...said, data: { object } })]);
    }
    expect(await world.read()).toEqual(before);
    expect(before.stripeSubscriptionId).toBe(made.id);
    expect(await funded()).toEqual([{ reference: 'stripe', paid: 10_000_000n }]);
    expect(
      (await world.pool.query(`SELECT status, booked FROM stripe_invoice WHERE id = 'in_extra'`))
        .rows,
    ).toEqual([{ status: 'paid', booked: false }]);
  });
});

describe('a dry run of a change of plan (rule X35)', () => {
  it('to a dearer plan says what Stripe would invoice now, to the cent, and changes nothing', async () => {
    await subscribe();
    await world.moveTo('2027-02-14T10:00:00.000Z');
    const events = world.sim.state.events.size;
    const tried = await change('pro', true);
    expect(tried).toMatchObject({
      ok: true,
      dryRun: true,
      value: { action: 'upgraded', subscription: { planId: 'basic' } },
    });
    expect(linesOf(tried)).toEqual([
      ['plan', 'pro'],
      ['Stripe invoices now', '$10.00'],
      [expect.stringContaining('Unused time on basic'), '−$5.00'],
      [expect.stringContaining('Remaining time on pro'), '$15.00'],
    ]);
    expect(world.sim.state.events.size).toBe(events);
    expect((await world.pool.query('SELECT 1 FROM stripe_request')).rows).toEqual([]);
    done(await change('pro'));
    await world.hear();
    expect(await funded()).toEqual([{ reference: 'stripe', paid: 20_000_000n }]);
  });

  it('counts what stands to the customer’s credit', async () => {
    await subscribe();
    await world.stripe.customers.update(world.customer, { balance: -300 });
    await world.moveTo('2027-02-14T10:00:00.000Z');
    expect(linesOf(await change('pro', true))).toEqual(
      expect.arrayContaining([
        ['Stripe invoices now', '$7.00'],
        ['from the customer’s balance', '−$3.00'],
      ]),
    );
  });

  it('to a cheaper plan says what the next invoice would be, and when', async () => {
    await subscribe({ items: [{ price: 'price_pro' }] });
    await world.moveTo('2027-02-14T10:00:00.000Z');
    const tried = await change('basic', true);
    expect(tried).toMatchObject({
      value: { action: 'scheduled', effectiveAt: new Date('2027-02-28T10:00:00.000Z') },
    });
    expect(linesOf(tried)).toEqual([
      ['plan after this period', 'basic'],
      ['Stripe’s next invoice', '$10.00'],
      [expect.stringContaining('basic'), '$10.00'],
    ]);
  });

  it('that takes a downgrade back says so, and what the next invoice would be', async () => {
    await subscribe({ items: [{ price: 'price_pro' }] });
    done(await change('basic'));
    await world.hear();
    expect(linesOf(await change('pro', true))).toEqual([
      ['plan after this period', 'pro'],
      ['Stripe’s next invoice', '$30.00'],
      [expect.stringContaining('pro'), '$30.00'],
    ]);
  });

  it('in a trial says what the first invoice after it would be', async () => {
    await subscribe({ trial_period_days: 14 });
    expect(linesOf(await change('pro', true))).toEqual([
      ['plan', 'pro'],
      ['Stripe’s next invoice', '$30.00'],
      [expect.stringContaining('pro'), '$30.00'],
    ]);
    done(await change('pro'));
    await world.moveTo('2027-02-14T12:00:00.000Z');
    await world.hear();
    expect(await world.read()).toMatchObject({
      planId: 'pro',
      period: { availableMicroUsd: 30_000_000n },
    });
  });

  it('says so where Stripe does not answer, and is refused where Stripe refuses', async () => {
    await subscribe();
    const path = '/v1/invoices/create_preview';
    world.sim.control.failRequests({ path, times: 3, when: 'before', answer: 'close' });
    expect(linesOf(await change('pro', true))).toContainEqual([
      'Stripe invoices now',
      expect.stringContaining('not known'),
    ]);
    world.sim.control.clearRequestFaults();
    const plan = { planId: 'odd', provider: 'stripe' as const, stripePriceId: 'price_gone' };
    done(await world.useCases.plan.upsert(world.ctx, { ...plan, monthlyPriceMicroUsd: 1n }, {}));
    expect(await change('odd', true)).toMatchObject({
      ok: false,
      rejection: { code: 'invalid_value', message: expect.stringContaining('price_gone') },
    });
  });
});
