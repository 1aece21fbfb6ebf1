import { budgetBreakdownAnswer } from '@purser/schema/contract/rest/breakdown-contract';
import {
  periodLedgerAnswer,
  periodListAnswer,
  periodOverdraftAnswer,
  periodTopUpAnswer,
  reapAllAnswer,
  reapAnswer,
  renewOnceAnswer,
  subscriptionAnswer,
  subscriptionCanceledAnswer,
  subscriptionCreatedAnswer,
  subscriptionListAnswer,
  sweepAnswer,
} from '@purser/schema/contract/rest/subscription-answers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ZodType } from 'zod';
import { worldNow } from '../../../testing/admin-world.ts';
import {
  type ControlPlaneWorld,
  openControlPlaneWorld,
} from '../../../testing/control-plane-world.ts';

let world: ControlPlaneWorld;

beforeAll(async () => {
  world = await openControlPlaneWorld();
  const plans = { pro: 1999, basic: 999, gift: 0 };
  for (const [plan_id, monthly_price_cents] of Object.entries(plans)) {
    await world.send('POST', '/subscriptions/plans', { plan_id, monthly_price_cents });
  }
});

afterAll(() => world.close());

type Answered<Schema extends ZodType> = Schema['_zod']['output'];

/** Sends, and holds the answer to its schema: every field there, none beside them. */
async function ask<Schema extends ZodType>(
  schema: Schema,
  ...[method, path, body, headers]: Parameters<ControlPlaneWorld['send']>
): Promise<Answered<Schema>> {
  const response = await world.send(method, path, body, headers);
  expect(response.statusCode, response.body).toBeLessThan(300);
  return schema.parse(response.json()) as Answered<Schema>;
}

const post = <Schema extends ZodType>(schema: Schema, path: string, body: unknown) =>
  ask(schema, 'POST', `/subscriptions${path}`, body);
const get = <Schema extends ZodType>(schema: Schema, path: string) =>
  ask(schema, 'GET', `/subscriptions${path}`);

const subscribe = (user_id: string, plan_id = 'pro') =>
  post(subscriptionCreatedAnswer, '/create', { user_id, plan_id, provider: 'internal' });

async function balanceOf(user: string) {
  const { subscription_balance } = await get(subscriptionAnswer, `/user/${user}`);
  if (subscription_balance === null) throw new Error(`${user} has no subscription.`);
  return subscription_balance;
}

/** An admitted turn, settled when it cost something. */
async function turn(userId: string, turnId: string, costMicroUsd?: bigint): Promise<void> {
  const { turn: turns } = world.useCases;
  const admitted = await turns.admit(world.ctx, { turnId, userId, estimateTokens: 10_000n });
  expect(admitted).toMatchObject({ ok: true, value: { decision: 'admitted' } });
  if (costMicroUsd === undefined) return;
  const cost = { costMicroUsd, provider: 'anthropic' };
  expect(await turns.settle(world.ctx, { turnId, ...cost })).toMatchObject({ ok: true });
}

test('create opens the first period with the price, and the same again is a duplicate', async () => {
  const response = await world.send('POST', '/subscriptions/create', {
    user_id: 'ada',
    plan_id: 'pro',
    provider: 'internal',
    monthly_price_cents_hint: 5,
  });
  expect(response.statusCode).toBe(201);
  expect(subscriptionCreatedAnswer.parse(response.json())).toEqual({
    status: 'ok',
    message: 'Subscription created',
    action: 'created',
    plan_id: 'pro',
    subscription_status: 'active',
  });
  const again = await world.send('POST', '/subscriptions/create', {
    user_id: 'ada',
    plan_id: 'pro',
  });
  expect(again.statusCode).toBe(200);
  expect(again.json()).toMatchObject({ action: 'duplicate' });
  const other = await world.send('POST', '/subscriptions/create', {
    user_id: 'ada',
    plan_id: 'basic',
  });
  expect(other.statusCode).toBe(409);
  expect(other.json()).toMatchObject({ error_code: 'subscription_exists' });

  const { subscription, subscription_balance } = await get(subscriptionAnswer, '/user/ada');
  expect(subscription).toMatchObject({
    tenant: 'home',
    project: 'demo',
    user_id: 'ada',
    plan_id: 'pro',
    status: 'active',
    monthly_price_cents: 1999,
    provider: 'internal',
    started_at: '2026-11-22T12:00:00.000Z',
    next_charge_at: '2026-12-22T12:00:00.000Z',
    current_period_start: '2026-11-22T12:00:00.000Z',
    current_period_end: '2026-12-22T12:00:00.000Z',
    cancel_at_period_end: false,
    canceled_at: null,
    stripe_customer_id: null,
    stripe_subscription_id: null,
  });
  expect(subscription_balance).toMatchObject({
    has_subscription: true,
    active: true,
    plan_id: 'pro',
    provider: 'internal',
    monthly_price_cents: 1999,
    period_key: subscription?.period_key,
    period_status: 'open',
    balance_usd: 19.99,
    reserved_usd: 0,
    available_usd: 19.99,
    balance_tokens: 1_332_666,
    available_tokens: 1_332_666,
    topup_usd: 19.99,
    rolled_over_usd: 0,
    spent_usd: 0,
    lifetime_added_usd: 19.99,
    lifetime_spent_usd: 0,
    overdraft_limit_usd: 0,
    reference_model: 'claude-sonnet-4-5',
  });
});

test('a user nobody subscribed reads as empty, not unknown', async () => {
  expect(await get(subscriptionAnswer, '/user/nobody')).toEqual({
    status: 'ok',
    subscription: null,
    subscription_balance: null,
  });
  expect(await get(periodListAnswer, '/periods/nobody')).toMatchObject({ count: 0, periods: [] });
  const ledger = await get(periodLedgerAnswer, '/ledger/nobody?period_key=none');
  expect(ledger).toEqual({ status: 'ok', count: 0, ledger: [] });
});

test('what a turn holds and spends shows in the balance, the breakdown and the ledger', async () => {
  await subscribe('bob');
  await turn('bob', 'bob-1', 120_001n);
  await turn('bob', 'bob-2');
  const balance = await balanceOf('bob');
  expect(balance).toMatchObject({ balance_usd: 19.869999, spent_usd: 0.120001, topup_usd: 19.99 });
  expect(balance.reserved_usd).toBeGreaterThan(0);
  const breakdown = await ask(budgetBreakdownAnswer, 'GET', '/users/bob/budget-breakdown');
  expect(breakdown.subscription_balance).toEqual(balance);

  const path = `/ledger/bob?period_key=${encodeURIComponent(balance.period_key ?? '')}`;
  const { ledger, count } = await get(periodLedgerAnswer, path);
  expect(count).toBe(ledger.length);
  expect(ledger.at(-1)).toMatchObject({
    kind: 'topup',
    amount_usd: 19.99,
    amount_cents: 1999,
    period_key: balance.period_key,
    request_id: null,
  });
  expect(ledger.find(({ kind }) => kind === 'spend')).toMatchObject({
    amount_usd: -0.120001,
    amount_cents: -12,
    provider: 'anthropic',
    request_id: 'bob-1',
  });
  expect(ledger[0]).toMatchObject({
    kind: 'reserve',
    amount_usd: -balance.reserved_usd,
    request_id: 'bob-2',
  });
  const posted = ledger.filter(({ kind }) => !kind.startsWith('reserve'));
  const sum = posted.reduce((total, { amount_usd }) => total + Math.round(amount_usd * 1e6), 0);
  expect(sum).toBe(19_869_999);
  const paged = await get(periodLedgerAnswer, `${path}&limit=1&offset=1`);
  expect(paged.ledger).toEqual(ledger.slice(1, 2));
});

test('a period renews once, early only by its key, and the rest goes to the project', async () => {
  await subscribe('carl');
  const { period_key } = await balanceOf('carl');
  const due = await post(renewOnceAnswer, '/internal/renew-once', { user_id: 'carl' });
  expect(due).toMatchObject({ action: 'not_due', usd_amount: 0, external_id: null });
  const renewed = await post(renewOnceAnswer, '/internal/renew-once', {
    user_id: 'carl',
    period_key,
    charge_at: '2026-11-22T11:59:00Z',
    idempotency_key: 'renew-carl',
  });
  expect(renewed).toMatchObject({
    action: 'applied',
    external_id: `renewal:${period_key}`,
    usd_amount: 19.99,
    charged_at: '2026-11-22T11:59:00.000Z',
    next_charge_at: '2027-01-22T12:00:00.000Z',
  });
  expect(renewed.period_key).not.toBe(period_key);
  const again = await post(renewOnceAnswer, '/internal/renew-once', {
    user_id: 'carl',
    period_key,
  });
  expect(again).toMatchObject({ action: 'duplicate' });
  const { periods } = await get(periodListAnswer, '/periods/carl');
  expect(
    periods.map(({ status, balance_usd, rolled_over_usd }) => [
      status,
      balance_usd,
      rolled_over_usd,
    ]),
  ).toEqual([
    ['open', 19.99, 0],
    ['closed', 0, 19.99],
  ]);
  const closed = await get(periodListAnswer, '/periods/carl?status=closed');
  expect(closed.periods).toEqual(periods.slice(1));
});

test('a top-up adds once per period unless forced and moves no date', async () => {
  await subscribe('dora');
  const before = await get(subscriptionAnswer, '/user/dora');
  const topped = await post(periodTopUpAnswer, '/budget/topup', {
    user_id: 'dora',
    usd_amount: '5.000001',
    notes: 'Goodwill',
  });
  expect(topped).toEqual({
    status: 'ok',
    user_id: 'dora',
    topup_usd: 5.000001,
    new_balance_usd: 24.990001,
    force_topup: false,
    period_key: before.subscription?.period_key,
  });
  const second = { user_id: 'dora', usd_amount: 1 };
  const refused = await world.send('POST', '/subscriptions/budget/topup', second);
  expect(refused.statusCode).toBe(409);
  const forced = await post(periodTopUpAnswer, '/budget/topup', { ...second, force_topup: true });
  expect(forced).toMatchObject({ new_balance_usd: 25.990001, force_topup: true });
  const after = await get(subscriptionAnswer, '/user/dora');
  expect(after.subscription?.next_charge_at).toBe(before.subscription?.next_charge_at);
});

test('an overdraft is a number or, said with null, unlimited; left out it is refused', async () => {
  await subscribe('eve');
  const path = '/budget/overdraft';
  const some = await post(periodOverdraftAnswer, path, {
    user_id: 'eve',
    overdraft_limit_usd: 2.5,
  });
  expect(some).toMatchObject({
    user_id: 'eve',
    overdraft_limit_usd: 2.5,
    subscription_balance: { overdraft_limit_usd: 2.5, balance_usd: 19.99 },
  });
  const all = await post(periodOverdraftAnswer, path, {
    user_id: 'eve',
    overdraft_limit_usd: null,
  });
  expect(all).toMatchObject({ overdraft_limit_usd: null });
  const silent = await world.send('POST', `/subscriptions${path}`, { user_id: 'eve' });
  expect(silent.statusCode).toBe(422);
  expect(silent.json().message).toContain('overdraft_limit_usd');
  expect((await balanceOf('eve')).overdraft_limit_usd).toBeNull();
});

test('cancel ends a subscription now or with its period', async () => {
  await subscribe('finn');
  const later = await post(subscriptionCanceledAnswer, '/cancel', {
    user_id: 'finn',
    at_period_end: true,
  });
  expect(later).toMatchObject({
    action: 'pending',
    cancel_at_period_end: true,
    stripe_status: null,
  });
  expect((await balanceOf('finn')).active).toBe(true);
  const now = await post(subscriptionCanceledAnswer, '/cancel', { user_id: 'finn' });
  expect(now).toMatchObject({ action: 'applied' });
  const again = await post(subscriptionCanceledAnswer, '/cancel', { user_id: 'finn' });
  expect(again).toMatchObject({ action: 'duplicate' });
  const { subscription } = await get(subscriptionAnswer, '/user/finn');
  expect(subscription).toMatchObject({ status: 'canceled', canceled_at: worldNow.toISOString() });
  const { periods } = await get(periodListAnswer, '/periods/finn');
  expect(periods).toMatchObject([{ status: 'closed', balance_usd: 0, rolled_over_usd: 19.99 }]);
  const unknown = await world.send('POST', '/subscriptions/cancel', { user_id: 'nobody' });
  expect(unknown.statusCode).toBe(404);
});

test('a free plan has no period, and nothing of it can be topped up', async () => {
  await subscribe('gil', 'gift');
  const { subscription, subscription_balance } = await get(subscriptionAnswer, '/user/gil');
  expect(subscription).toMatchObject({ period_key: null, current_period_end: null });
  expect(subscription_balance).toMatchObject({ active: true, period_key: null, balance_usd: 0 });
  const topUp = { user_id: 'gil', usd_amount: 1 };
  const refused = await world.send('POST', '/subscriptions/budget/topup', topUp);
  expect([404, 409, 422]).toContain(refused.statusCode);
});

test('Stripe’s subscriptions need a price id first, and then Stripe', async () => {
  const plan = { plan_id: 'stripe-pro', provider: 'stripe', stripe_price_id: 'price_1' };
  await world.send('POST', '/subscriptions/plans', { ...plan, monthly_price_cents: 1999 });
  const body = { user_id: 'hana', plan_id: 'stripe-pro', provider: 'stripe' };
  const create = await world.send('POST', '/subscriptions/create', body);
  expect(create.statusCode, create.body).toBe(503);
  expect(create.json()).toMatchObject({ error_code: 'stripe_not_configured' });
  const mismatch = await world.send('POST', '/subscriptions/create', {
    ...body,
    provider: 'internal',
  });
  expect(mismatch.statusCode, mismatch.body).toBe(422);
  const unknown = await world.send('POST', '/subscriptions/create', {
    user_id: 'hana',
    plan_id: 'unheard-of',
  });
  expect(unknown.statusCode).toBe(404);
});

test('the list filters, pages by offset and keeps canceled ones', async () => {
  await subscribe('ivan', 'basic');
  const all = await get(subscriptionListAnswer, '/list');
  expect(all.subscriptions[0]).toMatchObject({ user_id: 'ivan', plan_id: 'basic' });
  expect(all.subscriptions.map(({ status }) => status)).toContain('canceled');
  const page = await get(subscriptionListAnswer, '/list?limit=2&offset=1&provider=internal');
  expect(page.subscriptions).toEqual(all.subscriptions.slice(1, 3));
  const mine = await get(subscriptionListAnswer, '/list?user_id=ivan');
  expect(mine).toMatchObject({ count: 1, subscriptions: [{ user_id: 'ivan' }] });
  const stripe = await get(subscriptionListAnswer, '/list?provider=stripe');
  expect(stripe.count).toBe(0);
});

test('reap ends expired holds of one user, of one period or of all, and sweep closes what has ended, once', async () => {
  await subscribe('judy');
  await subscribe('kim');
  await subscribe('leo');
  await turn('judy', 'judy-1');
  await turn('leo', 'leo-1');
  await turn('kim', 'kim-1');
  const { period_key } = await balanceOf('judy');
  await world.setNow(new Date(worldNow.getTime() + 3_600_000));
  const one = await post(reapAnswer, '/reservations/reap', { user_id: 'judy', period_key });
  expect(one).toMatchObject({
    expired: 1,
    period_key,
    subscription_balance: { reserved_usd: 0, available_usd: 19.99 },
  });
  const period = await balanceOf('leo');
  const other = await post(reapAnswer, '/reservations/reap', { period_key: period.period_key });
  expect(other).toMatchObject({ expired: 1, period_key: period.period_key });
  expect(period.reserved_usd).toBeGreaterThan(0);
  expect((await balanceOf('leo')).reserved_usd).toBe(0);
  const rest = await post(reapAllAnswer, '/reservations/reap-all', { limit_periods: 10 });
  expect(rest.period_keys).toContain((await balanceOf('kim')).period_key);
  expect(rest.periods_processed).toBe(rest.period_keys.length);
  expect((await balanceOf('kim')).reserved_usd).toBe(0);

  const early = await post(sweepAnswer, '/rollover/sweep', { user_id: 'judy' });
  expect(early).toMatchObject({ action: 'not_due', moved_usd: 0 });
  await world.setNow(new Date('2026-12-22T12:00:00.000Z'));
  const swept = await post(sweepAnswer, '/rollover/sweep', { user_id: 'judy' });
  expect(swept).toMatchObject({ action: 'applied', moved_usd: 19.99, period_key });
  const again = await post(sweepAnswer, '/rollover/sweep', { user_id: 'judy' });
  expect(again).toMatchObject({ action: 'duplicate', moved_usd: 0 });
  const others = await post(sweepAnswer, '/rollover/sweep', {});
  expect(others).toMatchObject({ failed: 0 });
  const { periods } = await get(periodListAnswer, '/periods/kim');
  expect(periods).toMatchObject([{ status: 'closed', rolled_over_usd: 19.99 }]);
  await world.setNow(worldNow);
});

test.each([
  ['/wallet/refund', { user_id: 'u', payment_intent_id: 'pi_1', usd_amount: 5 }],
  ['/stripe/reconcile', {}],
  ['/checkout/topup', { user_id: 'u', usd_amount: 5, ...urls() }],
  ['/checkout/subscription', { user_id: 'u', plan_id: 'pro', ...urls() }],
  ['/checkout/portal', { user_id: 'u', return_url: 'https://app.test/back' }],
])('%s says that Stripe is not set up, and when to ask again', async (path, body) => {
  const response = await world.send('POST', path, body);
  expect(response.statusCode, response.body).toBe(503);
  expect(response.json()).toMatchObject({ error_code: 'stripe_not_configured' });
  expect(response.headers['retry-after']).toBeDefined();
});

function urls() {
  return { success_url: 'https://app.test/ok', cancel_url: 'https://app.test/no' };
}
