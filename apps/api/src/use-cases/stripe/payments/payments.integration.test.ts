import { permissionsOfScopes } from '@purser/domain/access/service-scopes';
import type { RequestContext } from '@purser/schema/contract/request-context';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { worldNow } from '../../../testing/admin-world.ts';
import { brokenInvariants } from '../../../testing/check-books.ts';
import { openImpatientStripe } from '../../../testing/impatient-stripe.ts';
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
    expect(customer?.metadata).toEqual({
      user_id: ada,
      tenant: 'home',
      project: 'demo',
      customer_key: expect.stringMatching(/^customer:[0-9a-f-]{36}:demo:\d+$/),
    });
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

describe('a payment of amounts of its own', () => {
  const custom = {
    adds: { requestsPerDay: 500n, tokensPerDay: 7_000_000n },
    amountMicroUsd: 40n * dollar,
  };
  const open = (ctx: RequestContext = world.ctx, input = {}) =>
    world.useCases.payment.create(ctx, { userId: ada, ...custom, ...input }, {});
  const grants = () =>
    read(
      `SELECT requests_per_day, tokens_per_day, expires_at, purchase_id, purchase_amount_micro_usd FROM quota_grant`,
    );

  it('grants exactly them for thirty days once it is paid, though metadata is not trusted', async () => {
    const { paymentIntentId } = done(await open());
    expect(await grants()).toEqual([]);
    world.sim.control.payIntent(paymentIntentId ?? '');
    await world.hear();
    const day = 86_400_000;
    expect(await grants()).toEqual([
      {
        requests_per_day: 500n,
        tokens_per_day: 7_000_000n,
        expires_at: new Date(worldNow.getTime() + 30 * day),
        purchase_id: paymentIntentId,
        purchase_amount_micro_usd: 40n * dollar,
      },
    ]);
  });

  it.each([
    ['more is granted', { additional_requests_per_day: '501' }],
    ['another user gets it', { user_id: 'eve' }],
    ['it lasts longer', { expires_in_days: '36500' }],
  ])(
    'grants nothing once its metadata was changed at Stripe so that %s',
    async (_what, changed) => {
      const { paymentIntentId = null } = done(await open());
      const stripe = openImpatientStripe(world.sim.url);
      await stripe.paymentIntents.update(paymentIntentId ?? '', { metadata: changed });
      world.sim.control.payIntent(paymentIntentId ?? '');
      await world.hear();
      expect(await grants()).toEqual([]);
      const { items } = await world.useCases.event.list(world.ctx, {
        statuses: ['failed'],
        limit: 10,
      });
      expect(items).toMatchObject([{ errorCode: 'untrusted_metadata' }]);
    },
  );

  it('is refused to who may open payments and write no grants, at any price', async () => {
    const caller = { ...world.ctx.caller, permissions: permissionsOfScopes(['payments']) };
    const refused = { ok: false, rejection: { code: 'not_allowed', field: 'adds' } };
    expect(await open({ ...world.ctx, caller })).toMatchObject(refused);
    expect(
      await open({ ...world.ctx, caller }, { amountMicroUsd: 900_000n * dollar }),
    ).toMatchObject(refused);
    expect(await read('SELECT id FROM stripe_request')).toEqual([]);
    const pack = { userId: ada, packageId: 'pro', amountMicroUsd: 30n * dollar };
    expect((await world.useCases.payment.create({ ...world.ctx, caller }, pack, {})).ok).toBe(true);
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
