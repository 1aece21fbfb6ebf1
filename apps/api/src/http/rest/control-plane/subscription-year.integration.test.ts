import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningApp, runApp } from '../../../testing/running-app.ts';

type Body = Record<string, unknown>;

const ada = { user_id: 'ada' };
let running: RunningApp;
let token: string;

beforeAll(async () => {
  running = await runApp();
  token = await running.tokenOf('admin');
});

afterAll(() => running[Symbol.asyncDispose]());

async function send(path: string, body?: unknown): Promise<Body> {
  const answer = await running.call(path, { token, ...(body === undefined ? {} : { body }) });
  const read = (await answer.json()) as Body;
  expect(answer.status, `${path}: ${JSON.stringify(read)}`).toBeLessThan(300);
  return read;
}

const shim = (path: string, body?: unknown) => send(`/api/v1/admin/control-plane${path}`, body);

async function mutate(field: string, input: Body): Promise<Body> {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
  const query = `mutation ($input: ${type}Input!) { answer: ${field}(input: $input) { __typename ... on Error { message } } }`;
  const { data, errors } = await send('/graphql', { query, variables: { input } });
  expect(errors).toBeUndefined();
  const { answer } = data as { answer: Body };
  expect(answer.__typename, JSON.stringify(answer)).toBe(`${type}Payload`);
  return answer;
}

const runJob = (name: string) => mutate('runJob', { name });
const moveTo = (day: string) =>
  send('/api/v1/admin/clock', { action: 'move_to', to: `${day}T00:00:00Z`, reason: 'The story.' });

/** The day comes, and with it the job that renews what is due. */
async function renewOn(day: string): Promise<Body> {
  await moveTo(day);
  await runJob('renew-due');
  return balance();
}

async function balance(): Promise<Body> {
  const { subscription_balance } = await shim('/subscriptions/user/ada');
  return subscription_balance as Body;
}

async function periodEnding(day: string): Promise<Body | undefined> {
  const { periods } = await shim('/subscriptions/periods/ada?limit=100');
  return (periods as Body[]).find(({ period_end }) => String(period_end).startsWith(day));
}

const admit = (turn_id: string, estimate_tokens: number) =>
  send('/api/v1/turns', { ...ada, turn_id, estimate_tokens });
const settle = (turn_id: string, cost_usd: string) =>
  send(`/api/v1/turns/${turn_id}/settle`, { cost_usd });

it('a year of a subscription over HTTP: month ends, a leap day, plans up and down, top-up, overdraft, late settle, cancel', async () => {
  for (const [plan_id, monthly_price_cents] of Object.entries({
    pro: 1000,
    max: 3100,
    mini: 400,
  })) {
    await shim('/subscriptions/plans', { plan_id, monthly_price_cents });
    await shim('/policies/quota', { plan_id, max_concurrent: null, requests_per_day: null });
  }
  await shim('/app-budget/topup', { usd_amount: 50 });
  await send('/api/v1/admin/clock', { action: 'freeze', reason: 'The story.' });
  await moveTo('2027-08-31');
  await shim('/subscriptions/create', { ...ada, plan_id: 'pro', provider: 'internal' });
  expect(await balance()).toMatchObject({ balance_usd: 10, period_status: 'open' });
  expect((await balance()).period_end).toMatch(/^2027-09-30T/);

  // A turn of September is settled in October: what was held pays, then the project.
  expect(await admit('late', 6_000)).toMatchObject({ decision: 'admitted' });
  expect((await renewOn('2027-09-30')).period_end).toMatch(/^2027-10-31T/);
  expect(await settle('late', '0.15')).toMatchObject({
    paid_by: [
      { source: 'period', amount_usd: '0.1035' },
      { source: 'project', amount_usd: '0.0465' },
    ],
    absorbed: [],
  });
  expect(await periodEnding('2027-09-30')).toMatchObject({
    spent_usd: 0.1035,
    rolled_over_usd: 9.8965,
    balance_usd: 0,
    status: 'closed',
  });
  expect((await renewOn('2027-10-31')).period_end).toMatch(/^2027-11-30T/);
  expect((await shim('/subscriptions/internal/renew-once', ada)).action).toBe('not_due');

  // Upgraded in the middle of November: half of the difference of $21.
  await moveTo('2027-11-15');
  await mutate('changePlan', { userId: 'ada', planId: 'max' });
  expect(await balance()).toMatchObject({ plan_id: 'max', balance_usd: 20.5 });
  expect(await renewOn('2027-11-30')).toMatchObject({ balance_usd: 31 });

  // Topped up once, again only when forced; then overdrawn, and covered by the project at the end.
  await shim('/subscriptions/budget/topup', { ...ada, usd_amount: 1, force_topup: true });
  await shim('/subscriptions/budget/overdraft', { ...ada, overdraft_limit_usd: null });
  await admit('large', 2_500_000);
  expect(await settle('large', '40')).toMatchObject({ absorbed: [] });
  expect(await balance()).toMatchObject({ balance_usd: -8, spent_usd: 40, topup_usd: 32 });
  await shim('/subscriptions/budget/overdraft', { ...ada, overdraft_limit_usd: 0 });
  expect(await renewOn('2027-12-31')).toMatchObject({ balance_usd: 31 });
  expect(await periodEnding('2027-12-31')).toMatchObject({ rolled_over_usd: -8, balance_usd: 0 });

  // Downgraded: it waits for the end of the period, which is a leap day's month later.
  await mutate('changePlan', { userId: 'ada', planId: 'mini' });
  expect((await balance()).plan_id).toBe('max');
  const leap = await renewOn('2028-01-31');
  expect(leap).toMatchObject({ plan_id: 'mini', balance_usd: 4 });
  expect(leap.period_end).toMatch(/^2028-02-29T/);
  expect((await renewOn('2028-02-29')).period_end).toMatch(/^2028-03-31T/);
  for (const day of ['2028-03-31', '2028-04-30', '2028-05-31', '2028-06-30', '2028-07-31']) {
    expect(await renewOn(day)).toMatchObject({ balance_usd: 4 });
  }

  // Canceled at the period's end, a year after it began; the sweep ends it there.
  await shim('/subscriptions/cancel', { ...ada, at_period_end: true });
  await moveTo('2028-08-31');
  await runJob('sweep-periods');
  expect(await shim('/subscriptions/user/ada')).toMatchObject({
    subscription: { status: 'canceled' },
  });
  const { periods } = await shim('/subscriptions/periods/ada?limit=100');
  expect(periods).toHaveLength(12);
  for (const period of periods as Body[]) {
    const { topup_usd, spent_usd, rolled_over_usd } = period as Record<string, number>;
    expect(topup_usd).toBeCloseTo((spent_usd ?? 0) + (rolled_over_usd ?? 0), 6);
    expect(period).toMatchObject({ status: 'closed', balance_usd: 0 });
  }
  await runJob('seal-transfers');
  const checked = await running.app.useCases.ledger.verify(running.adminContext(), {});
  expect(checked).toMatchObject({ balanced: true, differences: [], waiting: 0 });
});
