import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decliningCard, openBilling, secondsOf } from './support/billing.ts';
import { refusalOf } from './support/refusal.ts';
import { eventTypes, openStage, type Stage } from './support/stage.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await openStage();
});

afterEach(() => stage.close());

describe('a new subscription', () => {
  it('is active once its first invoice has been paid', async () => {
    const billing = await openBilling(stage);
    const made = await billing.subscribe({
      metadata: { user_id: 'u1' },
      expand: ['latest_invoice.payments', 'latest_invoice.confirmation_secret'],
    });
    expect(made).toMatchObject({ status: 'active', metadata: { user_id: 'u1' } });
    expect(made.items.data[0]).toMatchObject({
      current_period_start: secondsOf('2027-01-31T10:00:00Z'),
      current_period_end: secondsOf('2027-02-28T10:00:00Z'),
    });
    const invoice = made.latest_invoice;
    if (invoice === null || typeof invoice === 'string') throw new Error('It was not expanded.');
    expect(invoice).toMatchObject({
      billing_reason: 'subscription_create',
      status: 'paid',
      amount_paid: 2_900,
      parent: {
        type: 'subscription_details',
        subscription_details: { subscription: made.id, metadata: { user_id: 'u1' } },
      },
      payments: { data: [{ status: 'paid', payment: { type: 'payment_intent' } }] },
      confirmation_secret: { type: 'payment_intent' },
    });
    expect(eventTypes(stage).slice(-9)).toEqual([
      'invoice.created',
      'invoice.finalized',
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice_payment.paid',
      'invoice.paid',
      'customer.subscription.updated',
      'invoice.payment_succeeded',
    ]);
  });

  it('waits for its payment, and expires after 23 hours without one', async () => {
    const billing = await openBilling(stage);
    const waiting = await billing.subscribe({
      payment_behavior: 'default_incomplete',
      payment_settings: { save_default_payment_method: 'on_subscription' },
      expand: ['latest_invoice.payments'],
    });
    expect(waiting.status).toBe('incomplete');
    const [payment] = stage.simulator.state.invoicePayments.all();
    const paid = await stage.stripe.paymentIntents.confirm(
      String(payment?.payment.payment_intent),
      {
        payment_method: 'pm_card_mastercard',
      },
    );
    expect(await billing.read(waiting.id)).toMatchObject({
      status: 'active',
      default_payment_method: paid.payment_method,
    });
    const left = await billing.subscribe({ payment_behavior: 'default_incomplete' });
    await billing.advanceTo('2027-02-01T09:00:00Z');
    expect((await billing.read(left.id)).status).toBe('incomplete_expired');
    expect(await billing.invoices(left.id)).toMatchObject([{ status: 'void' }]);
  });

  it('whose card declines is incomplete, or is not made at all when that was asked', async () => {
    const billing = await openBilling(stage, { card: decliningCard });
    expect((await billing.subscribe()).status).toBe('incomplete');
    const made = stage.simulator.state.subscriptions.size;
    const events = stage.simulator.state.events.size;
    expect(
      await refusalOf(billing.subscribe({ payment_behavior: 'error_if_incomplete' })),
    ).toMatchObject({ code: 'card_declined', statusCode: 402 });
    expect(stage.simulator.state.subscriptions.size).toBe(made);
    expect(stage.simulator.state.events.size).toBe(events);
  });

  it('begins with a trial that costs nothing', async () => {
    const billing = await openBilling(stage);
    const made = await billing.subscribe({ trial_period_days: 14 });
    expect(made).toMatchObject({
      status: 'trialing',
      trial_end: secondsOf('2027-02-14T10:00:00Z'),
    });
    await billing.advanceTo('2027-02-14T11:30:00Z');
    expect((await billing.read(made.id)).status).toBe('active');
    expect(await billing.invoices(made.id)).toMatchObject([
      { total: 0, status: 'paid', billing_reason: 'subscription_create' },
      { total: 2_900, status: 'paid', billing_reason: 'subscription_cycle' },
    ]);
  });
});

describe('an anchor', () => {
  it('ends the first period, which is paid for in part, or not at all', async () => {
    const billing = await openBilling(stage, { at: '2027-04-11T00:00:00Z', cents: 1_000 });
    const billing_cycle_anchor = secondsOf('2027-05-01T00:00:00Z');
    const part = await billing.subscribe({ billing_cycle_anchor });
    const free = await billing.subscribe({ billing_cycle_anchor, proration_behavior: 'none' });
    expect([part.status, free.status]).toEqual(['active', 'active']);
    await billing.advanceTo('2027-05-01T02:00:00Z');
    const totals = async (id: string) => (await billing.invoices(id)).map(({ total }) => total);
    // Twenty days of thirty.
    expect(await totals(part.id)).toEqual([667, 1_000]);
    expect(await totals(free.id)).toEqual([0, 1_000]);
    const late = secondsOf('2027-07-01T00:00:00Z');
    expect(await refusalOf(billing.subscribe({ billing_cycle_anchor: late }))).toMatchObject({
      param: 'billing_cycle_anchor',
    });
  });
});

describe('renewals', () => {
  it('come at the anchor of every month of a year, or at the end of a shorter one', async () => {
    const billing = await openBilling(stage, { at: '2027-12-31T23:30:00Z' });
    const made = await billing.subscribe();
    const ends: string[] = [];
    for (let month = 1; month <= 12; month += 1) {
      const { items } = await billing.read(made.id);
      const end = (items.data[0]?.current_period_end ?? 0) * 1_000;
      ends.push(new Date(end).toISOString().slice(0, 16));
      await billing.advanceTo(new Date(end + 2 * 3_600_000).toISOString());
    }
    expect(ends).toEqual([
      '2028-01-31T23:30',
      '2028-02-29T23:30',
      '2028-03-31T23:30',
      '2028-04-30T23:30',
      '2028-05-31T23:30',
      '2028-06-30T23:30',
      '2028-07-31T23:30',
      '2028-08-31T23:30',
      '2028-09-30T23:30',
      '2028-10-31T23:30',
      '2028-11-30T23:30',
      '2028-12-31T23:30',
    ]);
    const invoices = await billing.invoices(made.id);
    expect(invoices).toHaveLength(13);
    expect(new Set(invoices.map(({ status }) => status))).toEqual(new Set(['paid']));
    for (const [index, invoice] of invoices.entries()) {
      expect(invoice.number).toMatch(new RegExp(`-${String(index + 1).padStart(4, '0')}$`));
      expect(invoice.lines.data[0]?.period.start).toBe(
        index === 0 ? secondsOf('2027-12-31T23:30:00Z') : invoice.period_end,
      );
    }
  });

  it('are drafts for an hour and collected then', async () => {
    const billing = await openBilling(stage);
    const made = await billing.subscribe();
    await billing.advanceTo('2027-02-28T10:59:59Z');
    const [, draft] = await billing.invoices(made.id);
    expect(draft).toMatchObject({ status: 'draft', billing_reason: 'subscription_cycle' });
    expect((await billing.read(made.id)).status).toBe('active');
    await billing.advanceTo('2027-02-28T11:00:00Z');
    expect(await stage.stripe.invoices.retrieve(draft?.id ?? '')).toMatchObject({
      status: 'paid',
      status_transitions: { paid_at: secondsOf('2027-02-28T11:00:00Z') },
      period_start: secondsOf('2027-01-31T10:00:00Z'),
      period_end: secondsOf('2027-02-28T10:00:00Z'),
    });
  });

  it('that fail are tried again, and a new card recovers the subscription', async () => {
    const billing = await openBilling(stage);
    const made = await billing.subscribe();
    const [card] = stage.simulator.state.cards.all();
    const declined = {
      kind: 'declines',
      code: 'card_declined',
      declineCode: 'generic_decline',
    } as const;
    stage.simulator.control.setCard(card?.id ?? '', declined);
    await billing.advanceTo('2027-02-28T12:00:00Z');
    expect((await billing.read(made.id)).status).toBe('past_due');
    const [, failed] = await billing.invoices(made.id);
    expect(failed).toMatchObject({
      status: 'open',
      attempt_count: 1,
      next_payment_attempt: secondsOf('2027-03-03T11:00:00Z'),
    });
    await stage.stripe.paymentMethods.attach('pm_card_mastercard', { customer: billing.customer });
    const fresh = stage.simulator.state.paymentMethods.all().at(-1);
    await stage.stripe.customers.update(billing.customer, {
      invoice_settings: { default_payment_method: fresh?.id ?? '' },
    });
    await billing.advanceTo('2027-03-03T12:00:00Z');
    expect((await billing.read(made.id)).status).toBe('active');
    expect(await stage.stripe.invoices.retrieve(failed?.id ?? '')).toMatchObject({
      status: 'paid',
      attempt_count: 2,
      next_payment_attempt: null,
    });
  });

  it('that nobody pays end the subscription after the last attempt', async () => {
    const billing = await openBilling(stage);
    const made = await billing.subscribe();
    const [card] = stage.simulator.state.cards.all();
    const declined = {
      kind: 'declines',
      code: 'card_declined',
      declineCode: 'generic_decline',
    } as const;
    stage.simulator.control.setCard(card?.id ?? '', declined);
    await billing.advanceTo('2027-03-20T12:00:00Z');
    expect(await billing.read(made.id)).toMatchObject({
      status: 'canceled',
      cancellation_details: { reason: 'payment_failed' },
    });
    const failures = eventTypes(stage).filter((type) => type === 'invoice.payment_failed');
    expect(failures).toHaveLength(4);
    expect(eventTypes(stage).at(-2)).toBe('customer.subscription.deleted');
  });
});

describe('the end of a subscription', () => {
  it('comes at the end of its period, unless it is to go on after all', async () => {
    const billing = await openBilling(stage);
    const { subscriptions } = stage.stripe;
    const made = await billing.subscribe();
    expect(await subscriptions.update(made.id, { cancel_at_period_end: true })).toMatchObject({
      cancel_at_period_end: true,
      cancel_at: secondsOf('2027-02-28T10:00:00Z'),
      status: 'active',
    });
    expect(await subscriptions.update(made.id, { cancel_at_period_end: false })).toMatchObject({
      cancel_at: null,
      canceled_at: null,
    });
    await subscriptions.update(made.id, { cancel_at_period_end: true });
    await billing.advanceTo('2027-03-01T00:00:00Z');
    expect(await billing.read(made.id)).toMatchObject({
      status: 'canceled',
      ended_at: secondsOf('2027-02-28T10:00:00Z'),
    });
    expect(await billing.invoices(made.id)).toHaveLength(1);
    expect((await subscriptions.list({ customer: billing.customer })).data).toEqual([]);
    const all = await subscriptions.list({ customer: billing.customer, status: 'all' });
    expect(all.data).toHaveLength(1);
  });

  it('comes at once, with a credit to the cent for what is left', async () => {
    const billing = await openBilling(stage, { at: '2027-04-01T00:00:00Z', cents: 1_000 });
    const made = await billing.subscribe();
    await billing.advanceTo('2027-04-21T00:00:00Z');
    const ended = await stage.stripe.subscriptions.cancel(made.id, {
      prorate: true,
      invoice_now: true,
    });
    expect(ended.status).toBe('canceled');
    const [, credit] = await billing.invoices(made.id);
    // A third of thirty days is left.
    expect(credit).toMatchObject({ total: -333, amount_due: 0, status: 'paid' });
    expect(await stage.stripe.customers.retrieve(billing.customer)).toMatchObject({
      balance: -333,
    });
    expect(await refusalOf(stage.stripe.subscriptions.cancel(made.id))).toMatchObject({
      statusCode: 404,
    });
  });
});

describe('a trial that ends without a card', () => {
  it('pauses the subscription where that was wanted, until it is resumed and paid', async () => {
    const billing = await openBilling(stage);
    const { stripe } = stage;
    const { id: customer } = await stripe.customers.create({ test_clock: billing.clock });
    const made = await billing.subscribe({
      customer,
      trial_period_days: 14,
      trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
    });
    await billing.advanceTo('2027-02-14T10:00:00Z');
    expect(await billing.read(made.id)).toMatchObject({ status: 'paused' });
    expect(eventTypes(stage)).toContain('customer.subscription.paused');
    expect(await billing.invoices(made.id)).toHaveLength(1);
    const card = await stripe.paymentMethods.attach('pm_card_visa', { customer });
    await stripe.customers.update(customer, {
      invoice_settings: { default_payment_method: card.id },
    });
    await billing.advanceTo('2027-02-20T10:00:00Z');
    expect(await stripe.subscriptions.resume(made.id)).toMatchObject({
      status: 'active',
      billing_cycle_anchor: secondsOf('2027-02-20T10:00:00Z'),
    });
    expect(eventTypes(stage)).toContain('customer.subscription.resumed');
    await billing.advanceTo('2027-03-20T12:00:00Z');
    expect(await billing.invoices(made.id)).toMatchObject([
      { amount_paid: 0 },
      { amount_paid: 2_900 },
      { amount_paid: 2_900 },
    ]);
    await refusalOf(stripe.subscriptions.resume(made.id));
  });
});
