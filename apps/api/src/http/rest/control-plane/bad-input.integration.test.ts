import { projectTopUpBody } from '@purser/schema/contract/rest/app-budget-contract';
import { clockBody } from '@purser/schema/contract/rest/clock-contract';
import { resetWindowsBody } from '@purser/schema/contract/rest/economics-contract';
import { planBody } from '@purser/schema/contract/rest/plan-bodies';
import { budgetPolicyBody, quotaPolicyBody } from '@purser/schema/contract/rest/policy-bodies';
import {
  replenishmentTopUpBody,
  replenishmentTrialBody,
} from '@purser/schema/contract/rest/replenishment-bodies';
import { serviceKeyBody } from '@purser/schema/contract/rest/service-key-contract';
import {
  checkoutSubscriptionBody,
  checkoutTopUpBody,
  portalLinkBody,
  reconcileBody,
  walletRefundBody,
} from '@purser/schema/contract/rest/stripe-bodies';
import {
  periodOverdraftBody,
  periodTopUpBody,
  reapAllBody,
  reapBody,
  renewOnceBody,
  subscriptionCancelBody,
  subscriptionCreateBody,
  sweepBody,
} from '@purser/schema/contract/rest/subscription-bodies';
import {
  lifetimeCreditsBody,
  overrideTrialBody,
  overrideUpdateBody,
} from '@purser/schema/contract/rest/tier-balance-bodies';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ZodType } from 'zod';
import { allWrong, badBodies } from '../../../testing/bad-bodies.ts';
import {
  type ControlPlaneWorld,
  openControlPlaneWorld,
} from '../../../testing/control-plane-world.ts';
import { rowCounts } from '../../../testing/row-counts.ts';

const controlPlane = '/api/v1/admin/control-plane';

type Swept = {
  readonly url: string;
  readonly schema: ZodType;
  readonly valid: Readonly<Record<string, unknown>>;
};

const returnUrls = { success_url: 'https://app.test/ok', cancel_url: 'https://app.test/no' };

const routes: readonly Swept[] = [
  {
    url: `${controlPlane}/replenishments/grant-trial`,
    schema: replenishmentTrialBody,
    valid: { user_id: 'u' },
  },
  {
    url: `${controlPlane}/replenishments/top-up`,
    schema: replenishmentTopUpBody,
    valid: { user_id: 'u', additional_requests_per_day: 1 },
  },
  {
    url: `${controlPlane}/tier-balance/grant-trial`,
    schema: overrideTrialBody,
    valid: { user_id: 'u' },
  },
  {
    url: `${controlPlane}/plan-override/update`,
    schema: overrideUpdateBody,
    valid: { user_id: 'u', requests_per_day: 1 },
  },
  {
    url: `${controlPlane}/tier-balance/add-lifetime-credits`,
    schema: lifetimeCreditsBody,
    valid: { user_id: 'u', usd_amount: 1 },
  },
  { url: `${controlPlane}/policies/quota`, schema: quotaPolicyBody, valid: { plan_id: 'p' } },
  { url: `${controlPlane}/policies/budget`, schema: budgetPolicyBody, valid: { provider: 'p' } },
  { url: `${controlPlane}/subscriptions/plans`, schema: planBody, valid: { plan_id: 'p' } },
  {
    url: `${controlPlane}/subscriptions/create`,
    schema: subscriptionCreateBody,
    valid: { user_id: 'u', plan_id: 'p' },
  },
  {
    url: `${controlPlane}/subscriptions/internal/renew-once`,
    schema: renewOnceBody,
    valid: { user_id: 'u' },
  },
  {
    url: `${controlPlane}/subscriptions/budget/topup`,
    schema: periodTopUpBody,
    valid: { user_id: 'u', usd_amount: 1 },
  },
  {
    url: `${controlPlane}/subscriptions/budget/overdraft`,
    schema: periodOverdraftBody,
    valid: { user_id: 'u', overdraft_limit_usd: 1 },
  },
  { url: `${controlPlane}/subscriptions/rollover/sweep`, schema: sweepBody, valid: {} },
  {
    url: `${controlPlane}/subscriptions/reservations/reap`,
    schema: reapBody,
    valid: { user_id: 'u' },
  },
  { url: `${controlPlane}/subscriptions/reservations/reap-all`, schema: reapAllBody, valid: {} },
  {
    url: `${controlPlane}/subscriptions/cancel`,
    schema: subscriptionCancelBody,
    valid: { user_id: 'u' },
  },
  {
    url: `${controlPlane}/wallet/refund`,
    schema: walletRefundBody,
    valid: { user_id: 'u', payment_intent_id: 'pi_1' },
  },
  { url: `${controlPlane}/stripe/reconcile`, schema: reconcileBody, valid: {} },
  {
    url: `${controlPlane}/checkout/topup`,
    schema: checkoutTopUpBody,
    valid: { user_id: 'u', usd_amount: 1, ...returnUrls },
  },
  {
    url: `${controlPlane}/checkout/subscription`,
    schema: checkoutSubscriptionBody,
    valid: { user_id: 'u', plan_id: 'p', ...returnUrls },
  },
  {
    url: `${controlPlane}/checkout/portal`,
    schema: portalLinkBody,
    valid: { user_id: 'u', return_url: 'https://app.test/back' },
  },
  { url: `${controlPlane}/app-budget/topup`, schema: projectTopUpBody, valid: { usd_amount: 1 } },
  { url: `${controlPlane}/users/u/reset-windows`, schema: resetWindowsBody, valid: {} },
  {
    url: '/api/v1/admin/keys',
    schema: serviceKeyBody,
    valid: { name: 'app', scopes: ['turns'] },
  },
  { url: '/api/v1/admin/clock', schema: clockBody, valid: { action: 'freeze' } },
];

let world: ControlPlaneWorld;

beforeAll(async () => {
  world = await openControlPlaneWorld();
});

afterAll(() => world.close());

describe('every field of every body, sent wrong, is refused by name and changes nothing', () => {
  test.each(routes)('$url', async ({ url, schema, valid }) => {
    const before = await rowCounts(world.pool);
    for (const { what, field, body } of badBodies(schema, valid)) {
      const response = await post(url, JSON.stringify(body));
      expect([400, 422], `${what}: ${response.body}`).toContain(response.statusCode);
      // Text that cannot be stored is refused while it is read, before anything has a name.
      const problem = response.json<{ error_code: string; message: string }>();
      if (problem.error_code !== 'malformed') expect(problem.message, what).toContain(field);
    }
    expect(await rowCounts(world.pool)).toEqual(before);
  });
});

describe('a body whose every field is wrong is refused with all of their names', () => {
  test.each(routes)('$url', async ({ url, schema }) => {
    const { body, fields } = allWrong(schema);
    const response = await post(url, JSON.stringify(body));
    expect(response.statusCode, response.body).toBe(422);
    const { details } = response.json<{ details: { field: string }[] }>();
    expect(details.map(({ field }) => field)).toEqual(expect.arrayContaining(fields));
  });
});

test.each([
  ['a wrong limit', { requests_per_day: -1 }, ['requests_per_day', 'plan_id']],
  ['a limit of a wrong type', { requests_per_day: 'many' }, ['requests_per_day', 'plan_id']],
  [
    'two plans',
    { plan_id: 'a', user_type: 'b', usd_per_day: 'much' },
    ['usd_per_day', 'user_type'],
  ],
])('%s does not hide what is wrong with the plan', async (_what, body, fields) => {
  const response = await world.send('POST', '/policies/quota', body);
  const { details } = response.json<{ details: { field: string }[] }>();
  expect(details.map(({ field }) => field).sort()).toEqual([...fields].sort());
});

test.each([
  ['NaN', '{"user_id":"u","usd_amount":NaN}'],
  ['a cut-off body', '{"user_id":"u"'],
  ['a list', '[]'],
  ['a text', '"u"'],
  ['no JSON at all', 'user_id=u'],
])('%s as a body is refused and changes nothing', async (_what, payload) => {
  const before = await rowCounts(world.pool);
  const response = await post(`${controlPlane}/tier-balance/add-lifetime-credits`, payload);
  expect([400, 422]).toContain(response.statusCode);
  expect(await rowCounts(world.pool)).toEqual(before);
});

test.each([
  '/replenishments?limit=0',
  '/replenishments?limit=abc',
  '/replenishments?limit=-1',
  '/replenishments?limit=99999',
  '/replenishments?cursor=not-a-cursor',
  '/replenishments?cursor=WyJub3QtYS11dWlkIl0',
  '/replenishments?unheard_of=1',
  '/replenishments?include_expired=perhaps',
  '/replenishments/users?cursor=WzFd',
  '/replenishments/user/u?include_expired=2',
  '/policies/quota?active=maybe',
  '/policies/quota?plan_id=a&user_type=b',
  '/policies/quota?cursor=e30',
  '/policies/budget?cursor=bnVsbA',
  '/subscriptions/plans?offset=-1',
  '/subscriptions/plans?provider=paypal',
  '/subscriptions/list?provider=paypal',
  '/subscriptions/list?limit=0',
  '/subscriptions/list?offset=10000',
  '/subscriptions/periods/u?status=ended',
  '/subscriptions/ledger/u',
  '/subscriptions/ledger/u?period_key=',
  '/subscriptions/ledger/u?period_key=k&offset=-1',
  '/app-budget/absorption-report?period=century',
  '/app-budget/absorption-report?days=0',
  '/app-budget/absorption-report?format=xml',
  '/users/u/budget-breakdown?reservations_limit=x',
  '/economics/request-lineage',
])('GET %s is refused', async (path) => {
  const response = await world.send('GET', path);
  expect(response.statusCode, response.body).toBe(422);
});

test.each([
  ['POST', '/policies/quota', { plan_id: 'a', user_type: 'b' }],
  ['POST', '/policies/quota', {}],
  ['POST', '/replenishments/top-up', { user_id: 'u' }],
  ['POST', '/replenishments/top-up', { user_id: 'u', additional_requests_per_day: 0 }],
  ['POST', '/tier-balance/update', { user_id: 'u' }],
  ['POST', '/tier-balance/add-lifetime-credits', { user_id: 'u', usd_amount: 0 }],
  ['POST', '/tier-balance/add-lifetime-credits', { user_id: 'u', usd_amount: 9_000_000_001 }],
  [
    'POST',
    '/tier-balance/add-lifetime-credits',
    { user_id: 'u', usd_amount: 1, ref_model: 'no-such-model' },
  ],
  ['POST', '/subscriptions/plans', { plan_id: 'p', provider: 'stripe' }],
  ['POST', '/subscriptions/cancel', {}],
  ['POST', '/subscriptions/cancel', { user_id: null, stripe_subscription_id: null }],
  ['POST', '/subscriptions/budget/overdraft', { user_id: 'u' }],
  ['POST', '/subscriptions/internal/renew-once', { user_id: 'u', charge_at: 'yesterday' }],
  ['DELETE', '/replenishments/grants/not-a-uuid', undefined],
] as const)('%s %s %j is a value that cannot be', async (method, path, body) => {
  const before = await rowCounts(world.pool);
  const response = await world.send(method, path, body);
  expect(response.statusCode, response.body).toBe(422);
  expect(await rowCounts(world.pool)).toEqual(before);
});

test.each([
  { 'idempotency-key': '' },
  { 'idempotency-key': 'k'.repeat(256) },
  { 'if-none-match': '"etag"' },
])('a header %j that means nothing here is refused', async (headers) => {
  const response = await world.send('POST', '/policies/quota', { plan_id: 'p' }, headers);
  expect(response.statusCode, response.body).toBe(422);
});

function post(url: string, payload: string) {
  const headers = { authorization: 'test', 'content-type': 'application/json' };
  return world.server.inject({ method: 'POST', url, headers, payload });
}
