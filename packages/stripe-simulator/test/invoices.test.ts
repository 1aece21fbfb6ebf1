import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decliningCard, openBilling } from './support/billing.ts';
import { refusalOf } from './support/refusal.ts';
import { eventTypes, openStage, type Stage } from './support/stage.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await openStage();
});

afterEach(() => stage.close());

describe('a change of the price', () => {
  it('is settled at once, to the cent', async () => {
    const billing = await openBilling(stage, { at: '2027-04-01T00:00:00Z', cents: 1_000 });
    const made = await billing.subscribe();
    const dearer = await billing.makePrice(2_500);
    await billing.advanceTo('2027-04-11T00:00:00Z');
    const changed = await stage.stripe.subscriptions.update(made.id, {
      items: [{ id: made.items.data[0]?.id ?? '', price: dearer }],
      proration_behavior: 'always_invoice',
      expand: ['latest_invoice'],
    });
    expect(changed.items.data[0]?.price.id).toBe(dearer);
    const invoice = changed.latest_invoice;
    if (invoice === null || typeof invoice === 'string') throw new Error('It was not expanded.');
    // Two thirds are left: 666.67 back, 1,666.67 more.
    expect(invoice).toMatchObject({
      billing_reason: 'subscription_update',
      total: 1_000,
      status: 'paid',
    });
    expect(invoice.lines.data.map(({ amount, description }) => [amount, description])).toEqual([
      [-667, 'Unused time on Pro after 11 Apr 2027'],
      [1_667, 'Remaining time on Pro after 11 Apr 2027'],
    ]);
    expect(invoice.lines.data[0]?.parent?.subscription_item_details?.proration).toBe(true);
    await billing.advanceTo('2027-05-01T02:00:00Z');
    expect((await billing.invoices(made.id)).at(-1)?.total).toBe(2_500);
  });

  it('waits for the next invoice, or costs nothing, as was asked', async () => {
    const billing = await openBilling(stage, { at: '2027-04-01T00:00:00Z', cents: 3_000 });
    const made = await billing.subscribe();
    const item = made.items.data[0]?.id ?? '';
    await billing.advanceTo('2027-04-16T00:00:00Z');
    const { subscriptions } = stage.stripe;
    await subscriptions.update(made.id, {
      items: [{ id: item, price: await billing.makePrice(1_000) }],
      proration_behavior: 'create_prorations',
    });
    await subscriptions.update(made.id, {
      items: [{ id: item, price: await billing.makePrice(9_000) }],
      proration_behavior: 'none',
    });
    expect(await billing.invoices(made.id)).toHaveLength(1);
    await billing.advanceTo('2027-05-01T02:00:00Z');
    const next = (await billing.invoices(made.id)).at(-1);
    expect(next?.lines.data.map(({ amount }) => amount)).toEqual([-1_500, 500, 9_000]);
    expect(next).toMatchObject({ total: 8_000, amount_paid: 8_000 });
  });

  it('to a cheaper one leaves a credit that pays the next invoice', async () => {
    const billing = await openBilling(stage, { at: '2027-04-01T00:00:00Z', cents: 9_000 });
    const made = await billing.subscribe();
    await billing.advanceTo('2027-04-16T00:00:00Z');
    await stage.stripe.subscriptions.update(made.id, {
      items: [{ id: made.items.data[0]?.id ?? '', price: await billing.makePrice(1_000) }],
      proration_behavior: 'always_invoice',
    });
    await billing.advanceTo('2027-05-01T02:00:00Z');
    const [, credit, next] = await billing.invoices(made.id);
    expect(credit).toMatchObject({ total: -4_000, status: 'paid', ending_balance: -4_000 });
    expect(next).toMatchObject({
      total: 1_000,
      amount_due: 0,
      starting_balance: -4_000,
      ending_balance: -3_000,
      status: 'paid',
    });
  });
});

describe('coupons', () => {
  it('of all of it make invoices of nothing, without an intent', async () => {
    const billing = await openBilling(stage);
    const coupon = await stage.stripe.coupons.create({ percent_off: 100, duration: 'forever' });
    const made = await billing.subscribe({ discounts: [{ coupon: coupon.id }] });
    expect(made.status).toBe('active');
    await billing.advanceTo('2027-02-28T12:00:00Z');
    const invoices = await billing.invoices(made.id);
    expect(invoices.map(({ subtotal, total, status }) => [subtotal, total, status])).toEqual([
      [2_900, 0, 'paid'],
      [2_900, 0, 'paid'],
    ]);
    expect(stage.simulator.state.paymentIntents.size).toBe(0);
  });

  it('of a part count once, for some months, or for ever', async () => {
    const billing = await openBilling(stage);
    const { coupons } = stage.stripe;
    const once = await coupons.create({ percent_off: 33.33, duration: 'once' });
    const twoMonths = await coupons.create({
      amount_off: 500,
      currency: 'usd',
      duration: 'repeating',
      duration_in_months: 2,
    });
    const first = await billing.subscribe({ discounts: [{ coupon: once.id }] });
    const second = await billing.subscribe({ discounts: [{ coupon: twoMonths.id }] });
    await billing.advanceTo('2027-04-30T12:00:00Z');
    const totals = async (id: string) => (await billing.invoices(id)).map(({ total }) => total);
    expect(await totals(first.id)).toEqual([1_933, 2_900, 2_900, 2_900]);
    expect(await totals(second.id)).toEqual([2_400, 2_400, 2_900, 2_900]);
    const [discounted] = await billing.invoices(first.id);
    expect(discounted?.total_discount_amounts?.[0]?.amount).toBe(967);
  });
});

describe('invoices', () => {
  it('are paid with another card, or taken back', async () => {
    const billing = await openBilling(stage, { card: decliningCard });
    const { invoices } = stage.stripe;
    const made = await billing.subscribe();
    const id = String(made.latest_invoice);
    expect(await refusalOf(invoices.pay(id))).toMatchObject({ code: 'card_declined' });
    expect(await invoices.pay(id, { payment_method: 'pm_card_visa' })).toMatchObject({
      status: 'paid',
    });
    expect((await billing.read(made.id)).status).toBe('active');
    expect(await refusalOf(invoices.pay(id))).toMatchObject({ message: 'Invoice is already paid' });
    const other = await billing.subscribe();
    expect(await invoices.voidInvoice(String(other.latest_invoice))).toMatchObject({
      status: 'void',
    });
    const lines = await invoices.listLineItems(id);
    expect(lines.data).toMatchObject([{ amount: 2_900, invoice: id }]);
    const intent = stage.simulator.state.paymentIntents.all()[0]?.id ?? '';
    const payments = await stage.stripe.invoicePayments.list({
      payment: { type: 'payment_intent', payment_intent: intent },
    });
    expect(payments.data).toMatchObject([{ invoice: id, status: 'paid' }]);
  });
});

describe('a preview of an invoice', () => {
  it('is what a change would make at once, after the balance, and keeps nothing', async () => {
    const billing = await openBilling(stage, { cents: 1_000 });
    const pro = await billing.makePrice(3_000);
    const made = await billing.subscribe();
    await billing.advanceTo('2027-02-14T10:00:00Z');
    await stage.stripe.customers.update(billing.customer, { balance: -300 });
    const before = eventTypes(stage).length;
    const items = [{ id: made.items.data[0]?.id ?? '', price: pro }];
    const subscription_details = { items, proration_behavior: 'always_invoice' as const };
    const terms = { subscription: made.id, subscription_details };
    const preview = await stage.stripe.invoices.createPreview(terms);
    expect(preview).toMatchObject({
      status: 'draft',
      billing_reason: 'upcoming',
      total: 1_000,
      starting_balance: -300,
      ending_balance: 0,
      amount_due: 700,
      lines: { data: [{ amount: -500 }, { amount: 1_500 }] },
    });
    expect(eventTypes(stage)).toHaveLength(before);
    expect(await billing.invoices(made.id)).toHaveLength(1);
    await stage.stripe.subscriptions.update(made.id, subscription_details);
    const [, invoice] = await billing.invoices(made.id);
    expect(invoice).toMatchObject({ total: preview.total, amount_paid: preview.amount_due });
  });

  it('of what makes no invoice at once is the next one, with what waits for it', async () => {
    const billing = await openBilling(stage, { cents: 1_000 });
    const pro = await billing.makePrice(3_000);
    const made = await billing.subscribe();
    await billing.advanceTo('2027-02-14T10:00:00Z');
    const items = [{ id: made.items.data[0]?.id ?? '', price: pro }];
    const of = (proration_behavior: 'create_prorations' | 'none') =>
      stage.stripe.invoices.createPreview({
        subscription: made.id,
        subscription_details: { items, proration_behavior },
      });
    expect(await of('none')).toMatchObject({ billing_reason: 'upcoming', amount_due: 3_000 });
    expect(await of('create_prorations')).toMatchObject({ amount_due: 4_000 });
    expect(await stage.stripe.invoices.createPreview({ subscription: made.id })).toMatchObject({
      amount_due: 1_000,
    });
  });
});
