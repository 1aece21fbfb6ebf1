import {
  absorptionAnswer,
  projectBalanceAnswer,
  projectTopUpAnswer,
} from '@purser/schema/contract/rest/app-budget-contract';
import {
  budgetBreakdownAnswer,
  quotaBreakdownAnswer,
} from '@purser/schema/contract/rest/breakdown-contract';
import {
  clearCacheAnswer,
  referenceAnswer,
  requestLineageAnswer,
  resetWindowsAnswer,
} from '@purser/schema/contract/rest/economics-contract';
import { planAnswer, planListAnswer } from '@purser/schema/contract/rest/plan-answers';
import {
  budgetPolicyAnswer,
  budgetPolicyListAnswer,
  quotaPolicyAnswer,
  quotaPolicyListAnswer,
} from '@purser/schema/contract/rest/policy-answers';
import {
  replenishmentListAnswer,
  replenishmentMadeAnswer,
  revokedAnswer,
  userCreditsAnswer,
  usersWithCreditsAnswer,
} from '@purser/schema/contract/rest/replenishment-answers';
import {
  lifetimeBalanceAnswer,
  lifetimeCreditsAnswer,
  overrideMadeAnswer,
  tierBalanceAnswer,
} from '@purser/schema/contract/rest/tier-balance-answers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ZodType } from 'zod';
import {
  type ControlPlaneWorld,
  openControlPlaneWorld,
} from '../../../testing/control-plane-world.ts';

let world: ControlPlaneWorld;

beforeAll(async () => {
  world = await openControlPlaneWorld();
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

/** A user id with everything that a path could trip over. */
const oddUser = 'team/α β?#%2F"*';
const odd = encodeURIComponent(oddUser);

test('an override replaces just the limits it sends, in dollars at the reference price', async () => {
  const made = await ask(overrideMadeAnswer, 'POST', '/tier-balance/update', {
    user_id: oddUser,
    requests_per_day: 5,
    tokens_per_day: 1,
    usd_per_day: '3',
    max_concurrent: null,
  });
  expect(made).toMatchObject({
    user_id: oddUser,
    requests_per_day: 5,
    tokens_per_day: 200_000,
    usd_per_day: 3,
    tokens_per_hour: null,
    expires_at: '2026-12-22T12:00:00.000Z',
  });
  const breakdown = await ask(budgetBreakdownAnswer, 'GET', `/users/${odd}/budget-breakdown`);
  expect(breakdown.effective_policy).toMatchObject({
    requests_per_day: 5,
    tokens_per_day: 200_000,
    max_concurrent: null,
    tokens_per_hour: 133_333,
  });
  expect(breakdown.base_policy).toMatchObject({ requests_per_day: 100, max_concurrent: 2 });
  expect(breakdown.tier_override).toMatchObject({ active: true, grant: { id: made.grant_id } });
  const balance = await ask(tierBalanceAnswer, 'GET', `/plan-override/user/${odd}`);
  expect(balance).toMatchObject({
    user_id: oddUser,
    has_tier_override: true,
    has_plan_override: true,
    tier_override: { requests_per_day: 5, is_expired: false },
    has_lifetime_budget: false,
    lifetime_budget: null,
  });
  const revoked = await ask(revokedAnswer, 'DELETE', `/tier-balance/user/${odd}`);
  expect(revoked).toMatchObject({ user_id: oddUser, deactivated: 1, grant_ids: [made.grant_id] });
  const again = await ask(revokedAnswer, 'DELETE', `/tier-balance/user/${odd}`);
  expect(again).toMatchObject({ deactivated: 0, grant_ids: [] });
  expect(await ask(tierBalanceAnswer, 'GET', `/tier-balance/user/${odd}`)).toMatchObject({
    has_tier_override: false,
    tier_override: null,
  });
});

test('an override trial takes the guide’s defaults', async () => {
  const made = await ask(overrideMadeAnswer, 'POST', '/plan-override/grant-trial', {
    user_id: 'trial',
  });
  expect(made).toMatchObject({ requests_per_day: 100, expires_at: '2026-11-29T12:00:00.000Z' });
});

test('credits are listed, summed, paged and ended, one by one or by pair', async () => {
  for (const [user_id, bundle_id, amount] of [
    ['ada', '*', 10],
    ['ada', '__project__', 20],
    ['ada', 'chat', 5],
    ['bob', '*', 7],
  ]) {
    const body = { user_id, bundle_id, additional_requests_per_day: amount };
    await ask(replenishmentMadeAnswer, 'POST', '/replenishments/top-up', body);
  }
  const credits = await ask(userCreditsAnswer, 'GET', '/replenishments/user/ada');
  expect(credits.credits.map((one) => [one.bundle_id, one.additional_requests_per_day])).toEqual([
    ['chat', 5],
    ['*', 20],
    ['*', 10],
  ]);
  const first = await ask(usersWithCreditsAnswer, 'GET', '/replenishments/users?limit=1');
  expect(first.users).toMatchObject([
    { user_id: 'ada', credit_count: 3, total_additional_requests_per_day: 35 },
  ]);
  const second = await ask(
    usersWithCreditsAnswer,
    'GET',
    `/replenishments/users?limit=1&cursor=${first.next_cursor}`,
  );
  expect(second.users).toMatchObject([
    { user_id: 'bob', latest_purchase: '2026-11-22T12:00:00.000Z' },
  ]);
  const seen: string[] = [];
  let cursor = '';
  do {
    const page = await ask(replenishmentListAnswer, 'GET', `/replenishments?limit=2${cursor}`);
    seen.push(...page.replenishments.map((one) => `${one.user_id} ${one.bundle_id}`));
    cursor = page.next_cursor === null ? '' : `&cursor=${page.next_cursor}`;
  } while (cursor !== '');
  expect(seen).toEqual(['bob *', 'ada chat', 'ada *', 'ada *']);

  const [chat] = credits.credits;
  const one = await ask(revokedAnswer, 'DELETE', `/replenishments/grants/${chat?.grant_id}`);
  expect(one).toMatchObject({ user_id: 'ada', deactivated: 1 });
  const pair = await ask(revokedAnswer, 'DELETE', '/replenishments/ada/*');
  expect(pair).toMatchObject({ user_id: 'ada', deactivated: 2 });
  const left = await ask(userCreditsAnswer, 'GET', '/replenishments/user/ada');
  expect(left.credit_count).toBe(0);
  const all = await ask(userCreditsAnswer, 'GET', '/replenishments/user/ada?include_expired=true');
  expect(all.credits.every((credit) => !credit.is_active)).toBe(true);
  const unknown = '01990000-0000-7000-8000-000000000000';
  const response = await world.send('DELETE', `/replenishments/grants/${unknown}`);
  expect(response.statusCode).toBe(404);
});

test('a partial policy write keeps what it does not send, and null clears', async () => {
  const body = { plan_id: 'team', bundle_id: 'chat', requests_per_day: 9, tokens_per_hour: 50 };
  await ask(quotaPolicyAnswer, 'POST', '/policies/quota', body);
  const changed = await ask(quotaPolicyAnswer, 'POST', '/policies/quota', {
    plan_id: 'team',
    user_type: 'team',
    bundle_id: 'chat',
    tokens_per_hour: null,
    active: false,
  });
  expect(changed.policy).toMatchObject({
    plan_id: 'team',
    requests_per_day: 9,
    tokens_per_hour: null,
    usd_per_hour: null,
    active: false,
    created_by: 'person:alice',
  });
  const listed = await ask(quotaPolicyListAnswer, 'GET', '/policies/quota?user_type=team');
  expect(listed).toMatchObject({ count: 1, policies: [{ bundle_id: 'chat', active: false }] });
  const active = await ask(quotaPolicyListAnswer, 'GET', '/policies/quota?active=true&limit=2');
  expect(active.policies).toHaveLength(2);
  expect(active.next_cursor).not.toBeNull();
  const plans = await ask(planListAnswer, 'GET', '/subscriptions/plans');
  expect(plans.plans.find(({ plan_id }) => plan_id === 'team')).toMatchObject({
    provider: 'internal',
    monthly_price_cents: 0,
    project_funded: true,
  });
});

test('If-None-Match: * writes only what is missing', async () => {
  const only = { 'if-none-match': '*' };
  const free = { plan_id: 'free', requests_per_day: 1 };
  const kept = await world.send('POST', '/policies/quota', free, only);
  expect(kept.statusCode).toBe(200);
  expect(quotaPolicyAnswer.parse(kept.json()).policy.requests_per_day).toBe(100);
  const fresh = await world.send('POST', '/policies/quota', { ...free, plan_id: 'fresh' }, only);
  expect(fresh.statusCode).toBe(201);
  const plan = await ask(
    planAnswer,
    'POST',
    '/subscriptions/plans',
    { plan_id: 'free', notes: 'x' },
    only,
  );
  expect(plan.plan.notes).toBeNull();
  const caps = { provider: 'openai', usd_per_day: 1 };
  const budget = await ask(budgetPolicyAnswer, 'POST', '/policies/budget', caps, only);
  expect(budget.policy.usd_per_day).toBe(100);
});

test('plans carry their price in cents and who pays', async () => {
  const made = await ask(planAnswer, 'POST', '/subscriptions/plans', {
    plan_id: 'pro',
    monthly_price_cents: 1999,
    reservation_floor_usd: 0.05,
    metadata: { tier: 2 },
    notes: 'For teams',
  });
  expect(made.plan).toMatchObject({
    tenant: 'home',
    project: 'demo',
    monthly_price_cents: 1999,
    project_funded: false,
    wallet_beyond_limits: true,
    reservation_floor_usd: 0.05,
    metadata: { tier: 2 },
  });
  const off = await ask(planAnswer, 'POST', '/subscriptions/plans', {
    plan_id: 'pro',
    active: false,
  });
  expect(off.plan).toMatchObject({ active: false, monthly_price_cents: 1999, notes: 'For teams' });
  const ids = async (query: string) => {
    const { plans } = await ask(planListAnswer, 'GET', `/subscriptions/plans${query}`);
    return plans.map(({ plan_id }) => plan_id);
  };
  expect(await ids('')).not.toContain('pro');
  expect(await ids('?active_only=false')).toContain('pro');
  expect(await ids('?limit=1&offset=1')).toEqual(['anonymous']);
});

test('lifetime credits are kept in money and stated in tokens of the model that was named', async () => {
  const none = await ask(lifetimeBalanceAnswer, 'GET', '/tier-balance/lifetime-balance/carl');
  expect(none).toMatchObject({
    has_purchased_credits: false,
    balance_tokens: 0,
    minimum_required_tokens: 2_000,
    can_use_budget: false,
  });
  const added = await ask(lifetimeCreditsAnswer, 'POST', '/tier-balance/add-lifetime-credits', {
    user_id: 'carl',
    usd_amount: 5,
    ref_provider: 'anthropic',
    ref_model: 'claude-haiku-4-5',
    notes: 'Thanks',
  });
  expect(added).toMatchObject({
    success: true,
    usd_amount: 5,
    tokens_added: 1_000_000,
    new_balance_tokens: 333_333,
    new_balance_usd: 5,
    reference_model: 'claude-haiku-4-5',
  });
  expect(
    await ask(lifetimeBalanceAnswer, 'GET', '/plan-override/lifetime-balance/carl'),
  ).toMatchObject({
    balance_usd: 5,
    can_use_budget: true,
    message: null,
  });
  const balance = await ask(tierBalanceAnswer, 'GET', '/tier-balance/user/carl');
  expect(balance.lifetime_budget).toMatchObject({
    tokens_purchased: 333_333,
    available_usd: 5,
    purchase_amount_usd: 5,
  });
});

test('one purchase credits once, whoever repeats it', async () => {
  const purchase = { user_id: 'dora', usd_amount: '2.50', purchase_id: 'pi_1' };
  const path = '/tier-balance/add-lifetime-credits';
  await ask(lifetimeCreditsAnswer, 'POST', path, purchase);
  const again = await ask(lifetimeCreditsAnswer, 'POST', path, { ...purchase, notes: 'again' });
  expect(again).toMatchObject({ tokens_added: 166_666, new_balance_usd: 2.5 });
  const other = await world.send('POST', path, { ...purchase, usd_amount: 3 });
  expect(other.statusCode).toBe(409);
  expect(other.json()).toMatchObject({ error_code: 'key_conflict' });
});

test('the project budget shows what was put in', async () => {
  const topped = await ask(projectTopUpAnswer, 'POST', '/app-budget/topup', { usd_amount: 100.5 });
  expect(topped).toMatchObject({ new_balance_usd: 100.5, lifetime_added_usd: 100.5 });
  const { balance, by_bundle } = await ask(projectBalanceAnswer, 'GET', '/app-budget/balance');
  expect(balance).toEqual({
    balance_usd: 100.5,
    reserved_usd: 0,
    available_usd: 100.5,
    overdraft_limit_usd: 0,
    overdraft_used_usd: 0,
    lifetime_added_usd: 100.5,
    lifetime_spent_usd: 0,
  });
  expect(by_bundle).toEqual({});
  const report = await ask(absorptionAnswer, 'GET', '/app-budget/absorption-report?group_by=user');
  expect(report).toEqual({ status: 'ok', count: 0, items: [] });
  const csv = await world.send('GET', '/app-budget/absorption-report?format=csv');
  expect(csv.headers['content-type']).toContain('text/csv');
  expect(csv.body).toMatch(/^period_start,group_key,total_usd,.*events\r\n$/);
});

test('a breakdown of a user never seen is empty, not unknown', async () => {
  const view = await ask(budgetBreakdownAnswer, 'GET', '/users/nobody/budget-breakdown');
  expect(view).toMatchObject({
    user_id: 'nobody',
    plan_id: 'free',
    plan_source: 'default',
    current_usage: { requests_today: 0, concurrent: 0 },
    remaining: { requests_total: null },
    grants: [],
    lifetime_credits: null,
    project_funding: { applies: true },
  });
  expect(view.limits).toHaveLength(7);
  const asked = '/users/nobody/quota-breakdown?plan_id=admin&bundle_id=chat';
  const asAdmin = await ask(quotaBreakdownAnswer, 'GET', asked);
  expect(asAdmin).toMatchObject({ plan_id: 'admin', plan_source: 'asked' });
  const unknown = await world.send('GET', '/users/nobody/quota-breakdown?plan_id=unheard-of');
  expect(unknown.statusCode).toBe(404);
});

test('economics: the reference price, a lineage, a cleared cache, reset windows', async () => {
  expect(await ask(referenceAnswer, 'GET', '/economics/reference')).toEqual({
    status: 'ok',
    reference_provider: 'anthropic',
    reference_model: 'claude-sonnet-4-5',
    usd_per_token: 0.000015,
  });
  const path = '/economics/request-lineage?request_id=unknown';
  expect(await ask(requestLineageAnswer, 'GET', path)).toMatchObject({
    request_id: 'unknown',
    decision: null,
    project: { reservations: [], ledger: [] },
  });
  await ask(clearCacheAnswer, 'POST', '/clear-cache');
  const reset = await ask(resetWindowsAnswer, 'POST', `/users/${odd}/reset-windows`, {
    reason: 'Goodwill',
  });
  expect(reset).toMatchObject({ user_id: oddUser, reset_at: '2026-11-22T12:00:00.000Z' });
});

test('a trial without anything but its user adds 100 requests and 1,000,000 tokens a day for seven days, everywhere', async () => {
  const made = await ask(replenishmentMadeAnswer, 'POST', '/replenishments/grant-trial', {
    user_id: 'trial by default',
  });
  expect(made.replenishment).toEqual({
    grant_id: expect.any(String),
    user_id: 'trial by default',
    bundle_id: '*',
    additional_max_concurrent: null,
    additional_requests_per_day: 100,
    additional_requests_per_month: null,
    additional_total_requests: null,
    additional_tokens_per_hour: null,
    additional_tokens_per_day: 1_000_000,
    additional_tokens_per_month: null,
    expires_at: '2026-11-29T12:00:00.000Z',
    purchase_id: null,
    purchase_amount_usd: null,
    notes: null,
  });
});

test('a list of provider budgets pages by provider and bundle', async () => {
  const first = await ask(budgetPolicyListAnswer, 'GET', '/policies/budget?limit=3');
  expect(first.policies.map(({ provider }) => provider)).toEqual([
    'anthropic',
    'brave',
    'duckduckgo',
  ]);
  const rest = `/policies/budget?limit=3&cursor=${first.next_cursor}`;
  const second = await ask(budgetPolicyListAnswer, 'GET', rest);
  expect(second.policies.map(({ provider }) => provider)).toEqual(['openai']);
  expect(second.next_cursor).toBeNull();
});
