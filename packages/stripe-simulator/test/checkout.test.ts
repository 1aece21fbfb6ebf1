import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusalOf } from './support/refusal.ts';
import { eventTypes, openStage, type Stage, startMs } from './support/stage.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await openStage();
});

afterEach(() => stage.close());

const buy = () =>
  stage.stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: [
      {
        quantity: 2,
        price_data: { currency: 'usd', unit_amount: 1_500, product_data: { name: 'Credits' } },
      },
    ],
    payment_intent_data: { metadata: { user_id: 'u1', purpose: 'wallet_topup' } },
    client_reference_id: 'u1',
    customer_email: 'u1@x.example',
    success_url: 'https://app.example/done?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'https://app.example/back',
  });

/** Sends a form as a browser does that shows the simulator's own page. */
const submit = (
  url: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
) =>
  fetch(url, {
    method: 'POST',
    headers: { origin: stage.simulator.url, ...headers },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });

/** Asks under another name, as a page does whose name was made to point here. */
const statusUnder = (host: string, url: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.on('error', reject);
    asked.end('days=1');
  });

describe('a checkout session', () => {
  it('for a payment is paid on its page, after a declined card as well', async () => {
    const session = await buy();
    expect(session).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      amount_total: 3_000,
      ui_mode: 'hosted_page',
    });
    const url = String(session.url);
    expect(await (await fetch(url)).text()).toContain('Pay $30.00');
    const declined = await submit(url, { card: 'pm_card_chargeDeclined' });
    expect(await declined.text()).toContain('Your card was declined.');
    const paid = await submit(url, { card: 'pm_card_visa' });
    expect(paid.status).toBe(303);
    expect(paid.headers.get('location')).toBe(`https://app.example/done?session=${session.id}`);
    const complete = await stage.stripe.checkout.sessions.retrieve(session.id, {
      expand: ['line_items', 'payment_intent'],
    });
    expect(complete).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      customer: null,
      customer_details: { email: 'u1@x.example' },
      payment_intent: {
        amount_received: 3_000,
        metadata: { user_id: 'u1', purpose: 'wallet_topup' },
      },
      line_items: { data: [{ description: 'Credits', quantity: 2, amount_total: 3_000 }] },
    });
    expect(eventTypes(stage)).toEqual([
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.completed',
    ]);
    expect(stage.simulator.state.paymentIntents.size).toBe(1);
  });

  it('for a subscription makes the customer and the subscription', async () => {
    const price = stage.simulator.control.ensurePrice({
      id: 'price_pro',
      productName: 'Pro',
      unitAmount: 2_900,
    });
    const session = await stage.stripe.checkout.sessions.create({
      mode: 'subscription',
      line_items: [{ price: price.id, quantity: 1 }],
      subscription_data: { metadata: { user_id: 'u1' } },
      success_url: 'https://app.example/done',
    });
    const refused = () =>
      stage.simulator.control.completeCheckout(session.id, 'pm_card_chargeDeclined');
    expect(refused).toThrow('Your card was declined.');
    expect(stage.simulator.state.subscriptions.size).toBe(0);
    stage.simulator.control.completeCheckout(session.id, 'pm_card_visa', 'u1@x.example');
    const complete = await stage.stripe.checkout.sessions.retrieve(session.id, {
      expand: ['subscription', 'customer', 'invoice'],
    });
    expect(complete).toMatchObject({
      payment_status: 'paid',
      subscription: { status: 'active', metadata: { user_id: 'u1' } },
      customer: { email: 'u1@x.example' },
      invoice: { status: 'paid', amount_paid: 2_900 },
    });
  });

  it('expires on request or after a day, and cannot be paid then', async () => {
    const { sessions } = stage.stripe.checkout;
    const [first, second] = [await buy(), await buy()];
    expect(await sessions.expire(first.id)).toMatchObject({ status: 'expired', url: null });
    stage.simulator.control.advanceTo(startMs + 86_400_000);
    expect((await sessions.retrieve(second.id)).status).toBe('expired');
    expect(() => stage.simulator.control.completeCheckout(second.id)).toThrow('is expired');
    expect(await refusalOf(sessions.expire(second.id))).toMatchObject({ statusCode: 400 });
    expect((await sessions.list({ status: 'expired' })).data).toHaveLength(2);
    expect(eventTypes(stage)).toEqual(['checkout.session.expired', 'checkout.session.expired']);
  });
});

describe('the billing portal', () => {
  it('lets a customer change the card, end a subscription and go on with it', async () => {
    const { stripe, simulator } = stage;
    simulator.control.ensurePrice({ id: 'price_pro', productName: 'Pro', unitAmount: 2_900 });
    const customer = await stripe.customers.create({});
    const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    const made = await stripe.subscriptions.create({
      customer: customer.id,
      default_payment_method: card.id,
      items: [{ price: 'price_pro' }],
    });
    const portal = await stripe.billingPortal.sessions.create({
      customer: customer.id,
      return_url: 'https://app.example/account',
    });
    expect(await (await fetch(portal.url)).text()).toContain('https://app.example/account');
    await submit(portal.url, { doing: 'end', id: made.id });
    expect(await stripe.subscriptions.retrieve(made.id)).toMatchObject({
      cancel_at_period_end: true,
    });
    await submit(portal.url, { doing: 'resume', id: made.id });
    expect(await stripe.subscriptions.retrieve(made.id)).toMatchObject({ cancel_at: null });
    await submit(portal.url, { doing: 'card', card: 'pm_card_mastercard' });
    const changed = await stripe.subscriptions.retrieve(made.id, {
      expand: ['default_payment_method'],
    });
    expect(changed.default_payment_method).toMatchObject({ card: { last4: '4444' } });
  });
});

describe('a card whose bank asks', () => {
  it('pays once the person has agreed on the bank’s page', async () => {
    const { paymentIntents } = stage.stripe;
    const asked = await paymentIntents.create({
      amount: 900,
      currency: 'usd',
      payment_method: 'pm_card_authenticationRequired',
      confirm: true,
    });
    expect(asked.status).toBe('requires_action');
    const url = String(asked.next_action?.redirect_to_url?.url);
    await submit(url, { agrees: 'no' });
    expect(await paymentIntents.retrieve(asked.id)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'payment_intent_authentication_failure' },
    });
    await paymentIntents.confirm(asked.id, { payment_method: 'pm_card_authenticationRequired' });
    await submit(url, { agrees: 'yes' });
    expect(await paymentIntents.retrieve(asked.id)).toMatchObject({ status: 'succeeded' });
  });
});

describe('the pages', () => {
  it('show what there is, escaped, and let a person refund, dispute and move time', async () => {
    const { stripe, simulator } = stage;
    await stripe.customers.create({ email: '<script>alert(1)</script>@x.example' });
    const intent = await stripe.paymentIntents.create({
      amount: 1_000,
      currency: 'usd',
      metadata: { note: '"><img src=x>' },
    });
    const act = (name: string, fields: Record<string, string>) =>
      submit(`${simulator.url}/actions/${name}`, fields);
    await act('pay', { id: intent.id });
    const charge = String((await stripe.paymentIntents.retrieve(intent.id)).latest_charge);
    await act('refund', { charge, amount: '2.5', status: 'pending' });
    const [refund] = simulator.state.refunds.all();
    expect(refund).toMatchObject({ amount: 250, status: 'pending' });
    await act('settle-refund', { id: refund?.id ?? '', end: 'succeeded' });
    await act('dispute', { charge });
    await act('close-dispute', { id: simulator.state.disputes.all()[0]?.id ?? '', end: 'lost' });
    await act('advance', { days: '1' });
    expect(simulator.control.nowMs()).toBe(startMs + 86_400_000);
    const refused = await act('refund', { charge, amount: 'ten', status: 'succeeded' });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('Write an amount such as 12.50.');
    const page = await fetch(simulator.url);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const text = await page.text();
    expect(text).toContain('&lt;script&gt;');
    expect(text).not.toMatch(/<script|<img/);
    expect(text).toContain('Disputes: 1');
  });

  it('take nothing from another site, and nothing under another name', async () => {
    const { simulator } = stage;
    const advance = `${simulator.url}/actions/advance`;
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      expect((await submit(advance, { days: '1' }, headers)).status).toBe(403);
    }
    expect(await statusUnder('evil.example', `${advance}?`)).toBe(403);
    expect(simulator.control.nowMs()).toBe(startMs);
    const command = (init: RequestInit) =>
      fetch(`${simulator.url}/_simulator/advance-to`, { method: 'POST', ...init });
    const body = JSON.stringify({ ms: startMs + 1 });
    expect((await command({ body })).status).toBe(415);
    const foreign = { 'content-type': 'application/json', origin: 'https://evil.example' };
    expect((await command({ body, headers: foreign })).status).toBe(403);
    expect(simulator.control.nowMs()).toBe(startMs);
    const own = { 'content-type': 'application/json' };
    expect((await command({ body, headers: own })).status).toBe(200);
    expect(simulator.control.nowMs()).toBe(startMs + 1);
    expect((await command({ body: '{"ms":"x"}', headers: own })).status).toBe(400);
  });
});
