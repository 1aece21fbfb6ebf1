import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { brokenInvariants } from '../../../testing/check-books.ts';
import { openStripeWorld, type StripeWorld } from '../../../testing/stripe-world.ts';
import { done } from '../../../testing/subscription-world.ts';

let world: StripeWorld;

beforeEach(async () => {
  world = await openStripeWorld();
});

afterEach(async () => {
  try {
    expect(await brokenInvariants(world.pool)).toEqual([]);
  } finally {
    await world.close();
  }
});

const dollar = 1_000_000n;
const ada = 'ada';
const urls = { successUrl: 'https://app.test/ok', cancelUrl: 'https://app.test/no' };
const read = async (sql: string) => (await world.pool.query(sql)).rows;
const create = (
  input: { packageId?: string; purpose?: 'wallet_topup'; amountMicroUsd: bigint },
  idempotencyKey?: string,
) =>
  world.useCases.payment.create(
    world.ctx,
    { userId: ada, ...input },
    idempotencyKey === undefined ? {} : { idempotencyKey },
  );
const available = async () =>
  (await world.useCases.wallet.get(world.ctx, { userId: ada })).availableMicroUsd;
const lose = (path: string, when: 'before' | 'after') =>
  world.sim.control.failRequests({ method: 'POST', path, times: 3, when, answer: 'close' });

describe('a payment opened here', () => {
  it('of a package grants it once the user has confirmed it', async () => {
    const order = { packageId: 'pro', amountMicroUsd: 30n * dollar };
    const payment = done(await create(order));
    expect(payment).toMatchObject({
      paymentIntentId: expect.stringMatching(/^pi_/),
      clientSecret: expect.stringContaining('_secret_'),
    });
    world.sim.control.payIntent(payment.paymentIntentId ?? '');
    await world.hear();
    expect(await read('SELECT source, requests_per_day FROM quota_grant')).toEqual([
      { source: 'stripe', requests_per_day: 200n },
    ]);
    expect(await read('SELECT id, purpose, package_id FROM stripe_payment')).toEqual([
      { id: payment.paymentIntentId, purpose: 'quota_package', package_id: 'pro' },
    ]);
  });

  it('of credits adds them to the wallet, to the cent', async () => {
    const payment = done(await create({ purpose: 'wallet_topup', amountMicroUsd: 12_340_000n }));
    world.sim.control.payIntent(payment.paymentIntentId ?? '');
    await world.hear();
    expect(await available()).toBe(12_340_000n);
  });

  it('is refused when the amount is not the price of the package, and nothing is asked of Stripe', async () => {
    const wrong = await create({ packageId: 'pro', amountMicroUsd: 29n * dollar });
    expect(wrong).toMatchObject({ ok: false, rejection: { field: 'amountMicroUsd' } });
    expect(await read('SELECT 1 FROM stripe_request')).toEqual([]);
    expect(world.sim.state.paymentIntents.size).toBe(0);
  });

  it('makes the customer once, however many are opened at the same time', async () => {
    const order = { purpose: 'wallet_topup' as const, amountMicroUsd: dollar };
    await Promise.all(Array.from({ length: 5 }, () => create(order)));
    done(await create(order));
    expect(world.sim.state.customers.size).toBe(1);
    const [customer] = world.sim.state.customers.all();
    expect(await read('SELECT customer_id FROM stripe_customer')).toEqual([
      { customer_id: customer?.id },
    ]);
    expect(customer?.metadata).toEqual({ user_id: ada, tenant: 'home', project: 'demo' });
  });

  it.each([
    ['/v1/customers', 'before'],
    ['/v1/customers', 'after'],
    ['/v1/payment_intents', 'before'],
    ['/v1/payment_intents', 'after'],
  ] as const)(
    'whose call %s is lost %s the work is made once when the same key is sent again',
    async (path, when) => {
      lose(path, when);
      const order = { purpose: 'wallet_topup' as const, amountMicroUsd: dollar };
      expect(await create(order, 'k')).toMatchObject({
        ok: false,
        rejection: { code: 'in_progress', retryAfterSeconds: 6 },
      });
      world.sim.control.clearRequestFaults();
      await world.passTime(3_600_000);
      expect(done(await create(order, 'k')).clientSecret).toEqual(expect.any(String));
      expect(done(await create(order, 'k')).clientSecret).toEqual(expect.any(String));
      expect([world.sim.state.customers.size, world.sim.state.paymentIntents.size]).toEqual([1, 1]);
    },
  );
});

describe('a Checkout of credits', () => {
  it('credits once it is paid, by the payment alone, in whatever order its events come', async () => {
    for (const turn of [0, 1]) {
      const order = { userId: ada, amountMicroUsd: 20n * dollar, ...urls };
      const session = done(await world.useCases.payment.checkoutTopUp(world.ctx, order, {}));
      world.sim.control.completeCheckout(session.sessionId ?? '');
      const told = world.untold();
      const completed = told.filter(({ type }) => type === 'checkout.session.completed');
      const before = await available();
      await world.hear(completed);
      expect(await available()).toBe(before);
      await world.hear(turn === 0 ? told : told.toReversed());
      expect(await available()).toBe(before + 20n * dollar);
    }
    expect(
      await read(
        `SELECT status, stripe_status, answer ->> 'paymentId' AS payment FROM stripe_request`,
      ),
    ).toEqual(
      [0, 1].map(() => ({
        status: 'succeeded',
        stripe_status: 'complete',
        payment: expect.stringMatching(/^pi_/),
      })),
    );
  });
});

describe('a link to Stripe’s portal', () => {
  it('is made for a customer, and refused to who is none', async () => {
    const open = () =>
      world.useCases.payment.portal(world.ctx, { userId: ada, returnUrl: 'https://app.test/' }, {});
    expect(await open()).toMatchObject({ ok: false, rejection: { code: 'not_found' } });
    done(await create({ purpose: 'wallet_topup', amountMicroUsd: dollar }));
    expect(done(await open()).url).toContain('http');
  });
});
