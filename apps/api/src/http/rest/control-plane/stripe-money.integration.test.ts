import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ControlPlaneWorld, serveControlPlane } from '../../../testing/control-plane-world.ts';
import { openStripeWorld, type StripeWorld } from '../../../testing/stripe-world.ts';

let world: StripeWorld & ControlPlaneWorld;

beforeAll(async () => {
  world = await serveControlPlane(await openStripeWorld());
});

afterAll(() => world.close());

const urls = { success_url: 'https://app.test/ok', cancel_url: 'https://app.test/no' };
const pay = (payload: object) =>
  world.server.inject({
    method: 'POST',
    url: '/api/create-payment-intent',
    headers: { authorization: 'test' },
    payload,
  });

describe('what is bought and paid back over REST', () => {
  it('is a payment whose client secret the page confirms, and a refund in the guide’s shape', async () => {
    const order = { user_id: 'ada', amount: 3_000, purpose: 'wallet_topup' };
    const opened = (await pay(order)).json();
    expect(opened).toEqual({
      status: 'ok',
      message: expect.any(String),
      client_secret: expect.stringContaining('_secret_'),
      payment_intent_id: expect.stringMatching(/^pi_/),
    });
    world.sim.control.payIntent(opened.payment_intent_id);
    await world.hear();
    const body = { user_id: 'ada', payment_intent_id: opened.payment_intent_id, usd_amount: 12.5 };
    const key = { 'idempotency-key': 'refund-1' };
    const refund = await world.send('POST', '/wallet/refund', body, key);
    expect(refund.statusCode).toBe(200);
    expect(refund.json()).toMatchObject({
      action: 'pending',
      refund_status: 'succeeded',
      external_id: expect.any(String),
      stripe_refund_id: expect.stringMatching(/^re_/),
      refund_usd: 12.5,
      refund_tokens: 833_333,
    });
    const again = await world.send('POST', '/wallet/refund', body, key);
    expect(again.json()).toEqual({ ...refund.json(), action: 'duplicate' });
    const tooMuch = await world.send('POST', '/wallet/refund', { ...body, usd_amount: 20 });
    expect([tooMuch.statusCode, tooMuch.json().details[0].field]).toEqual([409, 'usd_amount']);
    const unknown = await world.send('POST', '/wallet/refund', { ...body, payment_intent_id: 'x' });
    expect([unknown.statusCode, unknown.json().details[0].field]).toEqual([
      404,
      'payment_intent_id',
    ]);
  });

  it('names the package’s price when another amount is sent, in the words of the route', async () => {
    const answer = await pay({ user_id: 'ada', amount: 2_900, package: 'pro' });
    expect([answer.statusCode, answer.json().details[0]]).toEqual([
      422,
      { field: 'amount', message: 'The package pro costs $30.00.' },
    ]);
  });

  it('is also a payment of amounts of its own, and not of a package and amounts at once', async () => {
    const order = { user_id: 'ada', amount: 4_000, additional_requests_per_day: 500 };
    const opened = await pay({ ...order, expires_in_days: 7 });
    expect(opened.json().client_secret).toContain('_secret_');
    const { metadata } = world.sim.state.paymentIntents.get(opened.json().payment_intent_id) ?? {};
    expect(metadata).toMatchObject({
      user_id: 'ada',
      additional_requests_per_day: '500',
      expires_in_days: '7',
      purser_sig: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const both = await pay({ ...order, package: 'pro' });
    expect([both.statusCode, both.json().details[0].field]).toEqual([422, 'package']);
    const nothing = await pay({ user_id: 'ada', amount: 4_000, additional_requests_per_day: 0 });
    expect([nothing.statusCode, nothing.json().details[0].field]).toEqual([422, 'additional_*']);
  });

  it('is a Checkout with its address', async () => {
    const body = { user_id: 'ada', usd_amount: 20, ...urls };
    const answer = await world.send('POST', '/checkout/topup', body);
    expect(answer.json()).toMatchObject({
      status: 'ok',
      session_id: expect.stringMatching(/^cs_/),
      checkout_url: expect.stringContaining('http'),
    });
  });

  it('is managed on Stripe’s page by who is a customer there, and by nobody else', async () => {
    const body = { user_id: 'noa', return_url: urls.success_url };
    expect((await world.send('POST', '/checkout/portal', body)).statusCode).toBe(404);
    await world.send('POST', '/checkout/topup', { user_id: 'noa', usd_amount: 20, ...urls });
    const answer = await world.send('POST', '/checkout/portal', body);
    expect(answer.json()).toMatchObject({
      status: 'ok',
      portal_url: expect.stringContaining('http'),
    });
  });
});

describe('a user token over REST', () => {
  it('opens the pages on which its own user pays, nobody else’s, and no other route', async () => {
    const { server, send } = await serveControlPlane(world, {
      kind: 'user-token',
      permissions: new Set(['self']),
      selfUserId: 'kim',
    });
    const pages = (user_id: string) =>
      [
        ['/checkout/topup', { user_id, usd_amount: 20, ...urls }],
        ['/checkout/portal', { user_id, return_url: urls.success_url }],
        ['/checkout/subscription', { user_id, plan_id: 'none', ...urls }],
      ] as const;
    const statuses = async (userId: string) => {
      const found: number[] = [];
      for (const [path, body] of pages(userId))
        found.push((await send('POST', path, body)).statusCode);
      return found;
    };
    // There is no such plan to subscribe to, which only who was let in is told.
    expect(await statuses('kim')).toEqual([200, 200, 404]);
    expect(await statuses('ada')).toEqual([403, 403, 403]);
    const refund = { user_id: 'kim', payment_intent_id: 'pi_1' };
    expect((await send('POST', '/wallet/refund', refund)).statusCode).toBe(403);
    await server.close();
  });
});
