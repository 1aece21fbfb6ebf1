import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type ControlPlaneWorld,
  openControlPlaneWorld,
} from '../../../testing/control-plane-world.ts';
import { controlPlanePrefixes } from './control-plane-routes.ts';

let world: ControlPlaneWorld;

beforeAll(async () => {
  world = await openControlPlaneWorld();
});

afterAll(() => world.close());

/** What earlier answers gave, for the addresses of later requests. */
type Known = { readonly user: string; grantId: string; periodKey: string };

type Contract = {
  /** Method and pattern, as the route table has them. */
  readonly route: string;
  /** The address where it is not the pattern with the user put in. */
  readonly at?: (known: Known) => string;
  readonly body?: (known: Known) => object;
  readonly status?: number;
  /** Every field of the answer beside `status`. */
  readonly fields: string;
  readonly learn?: (answer: Answer, known: Known) => void;
};

type Answer = Readonly<Record<string, never>>;

const forUser =
  (fields: object) =>
  ({ user }: Known) => ({ user_id: user, ...fields });

const money = 'usd_per_hour usd_per_day usd_per_month';
const overrideMade =
  'message user_id requests_per_day requests_per_month tokens_per_hour tokens_per_day ' +
  `tokens_per_month ${money} max_concurrent reference_model expires_at grant_id`;
const revoked = 'user_id message deactivated grant_ids';
const refused = 'type title detail instance error_code message details trace_id timestamp';
const quotaBreakdown =
  'user_id role plan_id plan_source reference_model bundle_breakdown base_policy effective_policy ' +
  'tier_override grants current_usage reset_windows limits recent_denials remaining';
const returnUrls = { success_url: 'https://a.test/ok', cancel_url: 'https://a.test/no' };

/** The third guide's tier balances, under either of their names. */
const tierBalances = (under: string): readonly Contract[] => [
  { route: `POST ${under}/grant-trial`, body: forUser({}), status: 201, fields: overrideMade },
  {
    route: `POST ${under}/update`,
    body: forUser({ requests_per_day: 5 }),
    status: 201,
    fields: overrideMade,
  },
  {
    route: `POST ${under}/add-lifetime-credits`,
    body: forUser({ usd_amount: 5 }),
    status: 201,
    fields:
      'success user_id usd_amount tokens_added new_balance_tokens new_balance_usd reference_model message',
  },
  {
    route: `GET ${under}/lifetime-balance/:user_id`,
    fields:
      'user_id has_purchased_credits balance_tokens balance_usd minimum_required_tokens can_use_budget reference_model message',
  },
  {
    route: `GET ${under}/user/:user_id`,
    fields:
      'user_id has_tier_override has_plan_override tier_override plan_override has_lifetime_budget lifetime_budget message',
  },
  { route: `DELETE ${under}/user/:user_id`, fields: revoked },
];

/** What waits for Stripe, which is not set up here. */
const stripe = (route: string, body: (known: Known) => object): Contract => ({
  route,
  body,
  status: 503,
  fields: refused,
});

/** Every route of the shim with the fields that its clients read, in an order in which each has something to answer. */
const contracts: readonly Contract[] = [
  {
    route: 'POST /policies/quota',
    body: ({ user }) => ({ plan_id: `plan-of-${user}`, requests_per_day: 9 }),
    status: 201,
    fields: 'message policy plan_id requests_per_day tokens_per_day tokens_per_day_usd',
  },
  { route: 'GET /policies/quota', fields: 'count policies next_cursor' },
  {
    route: 'POST /policies/budget',
    body: ({ user }) => ({ provider: user, usd_per_day: 9 }),
    status: 201,
    fields: 'message policy',
  },
  { route: 'GET /policies/budget', fields: 'count policies next_cursor' },
  {
    route: 'POST /subscriptions/plans',
    body: ({ user }) => ({ plan_id: `paid-by-${user}`, monthly_price_cents: 500 }),
    fields: 'message plan',
  },
  { route: 'GET /subscriptions/plans', fields: 'count plans' },
  {
    route: 'POST /replenishments/grant-trial',
    body: forUser({}),
    status: 201,
    fields: 'message replenishment',
  },
  {
    route: 'POST /replenishments/top-up',
    body: forUser({ additional_requests_per_day: 1 }),
    status: 201,
    fields: 'message replenishment',
    learn: ({ replenishment }: Readonly<Record<string, { grant_id: string }>>, known) => {
      known.grantId = replenishment?.grant_id ?? '';
    },
  },
  { route: 'GET /replenishments/user/:user_id', fields: 'user_id credit_count credits' },
  { route: 'GET /replenishments/users', fields: 'user_count users next_cursor' },
  { route: 'GET /replenishments', fields: 'count replenishments next_cursor' },
  {
    route: 'DELETE /replenishments/grants/:grant_id',
    at: ({ grantId }) => `/replenishments/grants/${grantId}`,
    fields: revoked,
  },
  {
    route: 'DELETE /replenishments/:user_id/:bundle_id',
    at: ({ user }) => `/replenishments/${user}/*`,
    fields: revoked,
  },
  ...tierBalances('/tier-balance'),
  ...tierBalances('/plan-override'),
  {
    route: 'POST /app-budget/topup',
    body: () => ({ usd_amount: 100 }),
    fields: 'new_balance_usd lifetime_added_usd message',
  },
  { route: 'GET /app-budget/balance', fields: 'balance current_month_spending by_bundle' },
  { route: 'GET /app-budget/absorption-report', fields: 'count items' },
  {
    route: 'POST /subscriptions/create',
    body: ({ user }) => ({ user_id: user, plan_id: `paid-by-${user}` }),
    status: 201,
    fields: 'action message plan_id subscription_status',
  },
  {
    route: 'GET /subscriptions/user/:user_id',
    fields: 'subscription subscription_balance',
    learn: ({ subscription }: Readonly<Record<string, { period_key: string }>>, known) => {
      known.periodKey = subscription?.period_key ?? '';
    },
  },
  { route: 'GET /subscriptions/list', fields: 'count subscriptions' },
  {
    route: 'POST /subscriptions/budget/topup',
    body: forUser({ usd_amount: 5, force_topup: true }),
    fields: 'user_id topup_usd new_balance_usd force_topup period_key',
  },
  {
    route: 'POST /subscriptions/budget/overdraft',
    body: forUser({ overdraft_limit_usd: null }),
    fields: 'user_id overdraft_limit_usd subscription_balance',
  },
  { route: 'GET /subscriptions/periods/:user_id', fields: 'count periods' },
  {
    route: 'GET /subscriptions/ledger/:user_id',
    at: ({ user, periodKey }) =>
      `/subscriptions/ledger/${user}?period_key=${encodeURIComponent(periodKey)}`,
    fields: 'count ledger',
  },
  {
    route: 'POST /subscriptions/internal/renew-once',
    body: forUser({}),
    fields: 'action message external_id period_key usd_amount charged_at next_charge_at',
  },
  {
    route: 'POST /subscriptions/rollover/sweep',
    body: forUser({}),
    fields: 'action moved_usd period_key',
  },
  {
    route: 'POST /subscriptions/reservations/reap',
    body: forUser({}),
    fields: 'expired period_key subscription_balance',
  },
  {
    route: 'POST /subscriptions/reservations/reap-all',
    body: () => ({}),
    fields: 'periods_processed expired period_keys',
  },
  {
    route: 'POST /subscriptions/cancel',
    body: forUser({}),
    fields: 'action message cancel_at_period_end stripe_status',
  },
  stripe('POST /wallet/refund', forUser({ payment_intent_id: 'pi_1' })),
  stripe('POST /stripe/reconcile', () => ({})),
  stripe('POST /checkout/topup', forUser({ usd_amount: 5, ...returnUrls })),
  stripe('POST /checkout/subscription', forUser({ plan_id: 'free', ...returnUrls })),
  stripe('POST /checkout/portal', forUser({ return_url: 'https://app.test/back' })),
  { route: 'GET /stripe/pending', fields: 'count items' },
  { route: 'GET /economics/pending', fields: 'count items' },
  {
    route: 'GET /economics/reference',
    fields: 'reference_provider reference_model usd_per_token',
  },
  {
    route: 'GET /economics/request-lineage',
    at: () => '/economics/request-lineage?request_id=turn-1',
    fields: 'request_id decision project subscription wallet',
  },
  { route: 'GET /users/:user_id/quota-breakdown', fields: quotaBreakdown },
  {
    route: 'GET /users/:user_id/budget-breakdown',
    fields: `${quotaBreakdown} project_funding lifetime_credits subscription_balance active_reservations`,
  },
  {
    route: 'POST /users/:user_id/reset-windows',
    body: () => ({ reason: 'Goodwill' }),
    fields: 'message user_id reset_at',
  },
  { route: 'GET /health', fields: 'database redis version' },
  { route: 'POST /clear-cache', body: () => ({}), fields: 'message cleared' },
];

test('every route of the shim has a contract, and every contract a route', () => {
  for (const prefix of controlPlanePrefixes) {
    const routes = world.server.routeTable
      .filter(({ method, url }) => method !== 'HEAD' && url.startsWith(`${prefix}/`))
      .map(({ method, url }) => `${method} ${url.slice(prefix.length)}`);
    expect(routes.toSorted()).toEqual(contracts.map(({ route }) => route).toSorted());
  }
});

test.each(controlPlanePrefixes)(
  'every route under %s answers exactly the fields of its contract',
  async (prefix) => {
    const known: Known = { user: `user-of-${prefix.length}`, grantId: '', periodKey: '' };
    for (const { route, at, body, status = 200, fields, learn } of contracts) {
      const [method, pattern = ''] = route.split(' ');
      const address = at?.(known) ?? pattern.replace(':user_id', known.user);
      const answer = await world.server.inject({
        method: method as 'GET',
        url: `${prefix}${address}`,
        headers: { authorization: 'test' },
        ...(body === undefined ? {} : { payload: body(known) }),
      });
      expect(answer.statusCode, `${route}: ${answer.body}`).toBe(status);
      const found = answer.json();
      expect(Object.keys(found).toSorted(), route).toEqual(
        ['status', ...fields.split(' ')].toSorted(),
      );
      if (status === 503) expect(found.error_code, route).toBe('stripe_not_configured');
      learn?.(found, known);
    }
  },
);

test.each(controlPlanePrefixes)(
  'what is Stripe’s under %s is said to be without Stripe',
  async (prefix) => {
    const plan = { plan_id: 'card', provider: 'stripe', stripe_price_id: 'price_1' };
    await world.send('POST', '/subscriptions/plans', plan);
    const create = { user_id: 'payer', plan_id: 'card', provider: 'stripe' };
    const answer = await world.server.inject({
      method: 'POST',
      url: `${prefix}/subscriptions/create`,
      headers: { authorization: 'test' },
      payload: create,
    });
    expect(answer.statusCode).toBe(503);
    expect(answer.json().error_code).toBe('stripe_not_configured');
  },
);

test.each(['/api/v1/payments/intents', '/api/create-payment-intent'])(
  '%s is said to be without Stripe, and refuses what cannot be paid',
  async (url) => {
    const pay = (payload: object) =>
      world.server.inject({ method: 'POST', url, headers: { authorization: 'test' }, payload });
    const answer = await pay({ amount: 3_000, package: 'pro', user_id: 'ada' });
    expect([answer.statusCode, answer.json().error_code]).toEqual([503, 'stripe_not_configured']);
    const refused = await pay({ amount: 0.5, package: 'pro', user_id: 'ada' });
    expect([refused.statusCode, refused.json().details[0].field]).toEqual([422, 'amount']);
  },
);
