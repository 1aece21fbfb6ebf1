import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBilling } from './support/billing.ts';
import { refusalOf } from './support/refusal.ts';
import { clientOf, openStage, type Stage } from './support/stage.ts';
import { openShapes, type ShapeCheck } from './support/stripe-shapes.ts';

let stage: Stage;
let check: ShapeCheck;
const answers: object[] = [];

/** The library's fetch client, with every answer kept as it came. */
const recordingFetch: typeof fetch = async (input, init) => {
  const answer = await fetch(input, init);
  answers.push((await answer.clone().json()) as object);
  return answer;
};

beforeAll(async () => {
  check = openShapes();
  stage = await openStage();
  Object.assign(stage, { stripe: clientOf(stage.simulator, { fetch: recordingFetch }) });
  await useEverything(stage);
}, 60_000);

afterAll(() => stage.close());

/** Every object in an answer that says what it is, lists opened. */
function objectsIn(answer: object): readonly object[] {
  const data: unknown = Reflect.get(answer, 'data');
  const isList = ['list', 'search_result'].includes(String(Reflect.get(answer, 'object')));
  return isList && Array.isArray(data) ? data : [answer];
}

const prefixes: { readonly [object: string]: string } = {
  'billing_portal.session': 'bps_',
  'checkout.session': 'cs_test_',
  'test_helpers.test_clock': 'clock_',
  account: 'acct_',
  charge: 'ch_',
  customer: 'cus_',
  dispute: 'du_',
  event: 'evt_',
  invoice: 'in_',
  invoice_payment: 'inpay_',
  item: 'li_',
  line_item: 'il_',
  payment_intent: 'pi_',
  payment_method: 'pm_',
  price: 'price_',
  product: 'prod_',
  refund: 're_',
  subscription: 'sub_',
  webhook_endpoint: 'we_',
};

describe('what the simulator answers', () => {
  it('has the fields of Stripe’s types, no others, and their values', () => {
    const objects = answers
      .filter((answer) => !('error' in answer))
      .flatMap(objectsIn)
      .filter((object) => Reflect.get(object, 'object') !== 'event');
    const kinds = new Set(objects.map((object) => Reflect.get(object, 'object')));
    expect([...kinds].sort()).toEqual(
      [...Object.keys(prefixes), 'coupon'].filter((kind) => kind !== 'event').sort(),
    );
    expect([...new Set(objects.flatMap((object) => check(object)))]).toEqual([]);
  });

  it('has them in the objects of events as well', () => {
    const events = stage.simulator.state.events.all();
    expect(events.length).toBeGreaterThan(60);
    expect([...new Set(events.flatMap(({ data }) => check(data.object)))]).toEqual([]);
    for (const event of events) {
      expect(event).toMatchObject({
        object: 'event',
        api_version: '2026-10-28.endive',
        livemode: false,
        created: expect.any(Number),
      });
    }
  });

  it('names every object by a prefix of Stripe', () => {
    for (const object of answers.flatMap(objectsIn)) {
      const [kind, id] = [String(Reflect.get(object, 'object')), String(Reflect.get(object, 'id'))];
      const prefix = prefixes[kind];
      if (prefix !== undefined) {
        // What is only previewed has its prefix before that of what it would be.
        const own = id.replace(/^upcoming_/, '');
        expect(own.startsWith(prefix), `${kind} ${id}`).toBe(true);
      }
    }
  });

  it('gives errors their type, message and code', () => {
    const errors = answers.flatMap((answer) => ('error' in answer ? [answer.error] : []));
    expect(errors.length).toBeGreaterThan(3);
    for (const error of errors) {
      expect(error).toMatchObject({
        type: expect.stringMatching(/^(api|card|idempotency|invalid_request)_error$/),
        message: expect.any(String),
      });
    }
  });

  it('would be found wrong if a field were missing, unknown or of another kind', () => {
    const [charge] = stage.simulator.state.charges.all();
    expect(check({ ...charge, paid: 'yes' })).toEqual(['charge.paid is "yes", not boolean']);
    expect(check({ ...charge, colour: 'red' })).toEqual(["charge.colour is not Stripe's"]);
    expect(check({ ...charge, status: 'paid' })[0]).toMatch(/^charge.status is paid, none of/);
    const { amount: _amount, ...rest } = charge ?? { amount: 0 };
    expect(check(rest)).toEqual(['charge.amount is missing']);
  });
});

async function useEverything({ stripe, simulator, ...rest }: Stage): Promise<void> {
  const { control } = simulator;
  const billing = await openBilling({ stripe, simulator, ...rest });
  const coupon = await stripe.coupons.create({
    percent_off: 25,
    duration: 'repeating',
    duration_in_months: 3,
  });
  const subscription = await billing.subscribe({
    discounts: [{ coupon: coupon.id }],
    expand: [
      'latest_invoice.payments',
      'latest_invoice.confirmation_secret',
      'customer',
      'discounts',
    ],
  });
  await billing.subscribe({ trial_period_days: 3 });
  await billing.subscribe({ payment_behavior: 'default_incomplete' });
  await stripe.subscriptions.update(subscription.id, {
    items: [{ id: subscription.items.data[0]?.id ?? '', price: await billing.makePrice(9_900) }],
    proration_behavior: 'always_invoice',
  });
  await billing.advanceTo('2027-02-28T10:30:00Z');
  const [card] = simulator.state.cards.all();
  control.setCard(card?.id ?? '', {
    kind: 'declines',
    code: 'card_declined',
    declineCode: 'lost_card',
  });
  await billing.advanceTo('2027-02-28T12:00:00Z');
  const invoices = await stripe.invoices.list({ expand: ['data.payments', 'data.discounts'] });
  const [invoice] = invoices.data;
  await refusalOf(stripe.invoices.pay(invoice?.id ?? ''));
  await stripe.invoices.listLineItems(invoice?.id ?? '');
  const owner = invoice?.parent?.subscription_details?.subscription;
  if (typeof owner === 'string') await stripe.invoices.createPreview({ subscription: owner });
  await stripe.invoicePayments.list({ invoice: invoice?.id ?? '' });
  await stripe.subscriptions.cancel(subscription.id, { prorate: true, invoice_now: true });
  await stripe.subscriptions.list({ status: 'all' });
  await payAndRefund(stripe, simulator);
  await checkOut(stripe, simulator, billing.customer);
  await readTheRest(stripe);
}

async function payAndRefund(stripe: Stripe, { control }: Stage['simulator']): Promise<void> {
  const order = { amount: 4_000, currency: 'usd', confirm: true };
  const pay = (payment_method: string) =>
    stripe.paymentIntents.create({ ...order, payment_method, expand: ['latest_charge.refunds'] });
  await refusalOf(pay('pm_card_chargeDeclined'));
  await refusalOf(pay('pm_none'));
  await refusalOf(stripe.charges.retrieve('ch_none'));
  await pay('pm_card_authenticationRequired');
  const intent = await pay('pm_card_pendingRefund');
  const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 100 });
  await stripe.refunds.cancel(refund.id);
  control.settleRefund((await stripe.refunds.create({ payment_intent: intent.id })).id, 'failed');
  await stripe.refunds.list({ expand: ['data.charge', 'data.payment_intent'] });
  await pay('pm_card_createDisputeInquiry');
  await pay('pm_card_createDispute');
  const { data } = await stripe.disputes.list();
  await stripe.disputes.update(data[0]?.id ?? '', {
    evidence: { uncategorized_text: 'losing_evidence' },
  });
  await stripe.charges.list();
}

async function checkOut(
  stripe: Stripe,
  { control }: Stage['simulator'],
  customer: string,
): Promise<void> {
  const session = await stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: [
      {
        price_data: { currency: 'usd', unit_amount: 900, product_data: { name: 'Credits' } },
        quantity: 1,
      },
    ],
    success_url: 'https://app.example/done',
  });
  control.completeCheckout(session.id);
  await stripe.checkout.sessions.retrieve(session.id, { expand: ['line_items'] });
  await stripe.checkout.sessions.listLineItems(session.id);
  await stripe.billingPortal.sessions.create({ customer });
}

async function readTheRest(stripe: Stripe): Promise<void> {
  await stripe.accounts.retrieveCurrent();
  await stripe.customers.list({ expand: ['data.subscriptions'] });
  await stripe.customers.search({ query: "email:'u@x.example'" });
  const made = await stripe.customers.create({});
  await stripe.customers.del(made.id);
  await stripe.customers.retrieve(made.id);
  await stripe.products.list();
  await stripe.prices.list({ expand: ['data.product'] });
  await stripe.coupons.list();
  await stripe.paymentMethods.list();
  await stripe.paymentIntents.list({ expand: ['data.payment_method', 'data.customer'] });
  await stripe.events.list({ limit: 100 });
  await stripe.testHelpers.testClocks.list();
  await stripe.webhookEndpoints.create({ url: 'https://a.example/hook', enabled_events: ['*'] });
  await stripe.webhookEndpoints.list();
}
