import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ControlPlaneWorld,
  openControlPlaneWorld,
} from '../../testing/control-plane-world.ts';

let world: ControlPlaneWorld;

beforeAll(async () => {
  world = await openControlPlaneWorld();
  // The guide's queries ask the machine's clock; the project's stands at the same instant.
  const { rows } = await world.pool.query<{ at: Date }>('SELECT purser_now(0, 0) AS at');
  await world.setNow(rows[0]?.at ?? new Date());
  const grants = [
    {
      user_id: 'soon',
      additional_requests_per_day: 5,
      expires_in_days: 3,
      purchase_amount_usd: 10,
    },
    { user_id: 'later', additional_tokens_per_day: 9, expires_in_days: 30, purchase_amount_usd: 5 },
    { user_id: 'vip', additional_requests_per_day: 1000, expires_in_days: null },
    { user_id: 'gone', additional_requests_per_day: 1, purchase_amount_usd: 99 },
  ];
  for (const grant of grants) {
    expect((await world.send('POST', '/replenishments/top-up', grant)).statusCode).toBe(201);
  }
  await world.send('DELETE', '/replenishments/gone/*');
});

afterAll(() => world.close());

async function ask(sql: string): Promise<Record<string, unknown>[]> {
  return (await world.pool.query(sql)).rows;
}

describe('The guide’s queries for admins run as printed', () => {
  it('and list all active credits, soonest expiry first, as the API does', async () => {
    const rows = await ask(`
SELECT * FROM kdcube_control_plane.active_replenishments
ORDER BY expires_at ASC NULLS LAST;
`);
    expect(rows.map((row) => row.user_id)).toEqual(['soon', 'later', 'vip']);
    expect(rows[0]).toMatchObject({
      tenant: 'home',
      project: 'demo',
      bundle_id: '*',
      additional_requests_per_day: 5n,
      additional_tokens_per_day: null,
      purchase_amount_usd: '10.0000000000000000',
      active: true,
    });
    const listed = await world.useCases.grant.list(world.ctx, { mode: 'add', limit: 10 });
    expect(rows.map((row) => row.id).toSorted()).toEqual(
      listed.items.map(({ id }) => id).toSorted(),
    );
  });

  it('and list all configured policies, as the API does', async () => {
    const quotas = await ask(`
-- Quota policies
SELECT * FROM kdcube_control_plane.user_quota_policies
WHERE active = TRUE
ORDER BY user_type, bundle_id;
`);
    const asked = await world.send('GET', '/policies/quota');
    for (const policy of asked.json().policies) {
      const row = quotas.find(({ user_type: plan }) => plan === policy.plan_id);
      expect(numbers(row, limitsWithUsd)).toEqual(numbers(policy, limitsWithUsd));
    }
    expect(quotas).toHaveLength(asked.json().count);

    const budgets = await ask(`
-- Budget policies
SELECT * FROM kdcube_control_plane.application_budget_policies
WHERE active = TRUE
ORDER BY bundle_id, provider;
`);
    const { policies } = (await world.send('GET', '/policies/budget')).json();
    expect(budgets.map((row) => [row.provider, numbers(row, usd)])).toEqual(
      policies.map((policy: Record<string, unknown>) => [policy.provider, numbers(policy, usd)]),
    );
  });

  it('and track revenue, as the API does', async () => {
    const [row] = await ask(`
SELECT 
    COUNT(*) as purchase_count,
    SUM(purchase_amount_usd) as total_revenue,
    AVG(purchase_amount_usd) as avg_purchase
FROM kdcube_control_plane.user_quota_replenishment
WHERE purchase_amount_usd IS NOT NULL
  AND active = TRUE;
`);
    const from = new Date(0);
    const revenue = await world.useCases.budget.revenue(world.ctx, {
      from,
      to: new Date('2100-01-01'),
    });
    const grants = revenue.bySource.find(({ source }) => source === 'grant');
    expect(row?.purchase_count).toBe(BigInt(grants?.purchaseCount ?? 0));
    expect(Number(row?.total_revenue) * 1e6).toBe(Number(grants?.totalMicroUsd));
    expect([row?.purchase_count, Number(row?.total_revenue), Number(row?.avg_purchase)]).toEqual([
      2n,
      15,
      7.5,
    ]);
  });

  it('and say what expires soon, as the API does', async () => {
    const rows = await ask(expiringSoon);
    expect(rows).toMatchObject([{ user_id: 'soon', days_remaining: '2' }]);
    const { items } = await world.useCases.grant.expiring(world.ctx, { withinDays: 7, limit: 10 });
    expect(items.map(({ userId }) => userId)).toEqual(rows.map((row) => row.user_id));
  });
});

it('The guide’s views exist, and none can be written through', async () => {
  const rows = await ask(
    `SELECT table_name, is_insertable_into FROM information_schema.tables
      WHERE table_schema = 'kdcube_control_plane' ORDER BY table_name`,
  );
  expect(rows).toEqual(
    [
      'active_replenishments',
      'application_budget_policies',
      'external_economics_events',
      'plan_quota_policies',
      'subscription_plans',
      'user_quota_policies',
      'user_quota_replenishment',
      'user_subscriptions',
    ].map((name) => ({ table_name: name, is_insertable_into: 'NO' })),
  );
  await expect(
    ask("UPDATE kdcube_control_plane.user_quota_policies SET notes = 'mine'"),
  ).rejects.toThrow('cannot update view');
});

it('The guide’s plans have the columns and amounts of the API', async () => {
  const [row] = await ask(
    "SELECT * FROM kdcube_control_plane.subscription_plans WHERE plan_id = 'free'",
  );
  const { plans } = (await world.send('GET', '/subscriptions/plans')).json();
  const free = plans.find(({ plan_id: id }: { plan_id: string }) => id === 'free');
  expect(Object.keys(free).filter((name) => !(name in (row ?? {})))).toEqual([]);
  expect(Number(row?.monthly_price_cents)).toBe(free.monthly_price_cents);
});

it('Cents are rounded half to even', async () => {
  const amounts = [5_000, 15_000, 25_000, -5_000, -15_000, 14_999, 15_001, 0];
  const rows = await ask(
    `SELECT kdcube_control_plane.cents(amount) AS cents FROM unnest(ARRAY[${amounts}]::bigint[]) amount`,
  );
  expect(rows.map(({ cents }) => Number(cents))).toEqual([0, 2, 2, 0, -2, 1, 2, 0]);
});

const usd = ['usd_per_hour', 'usd_per_day', 'usd_per_month'];
const limitsWithUsd = [
  'max_concurrent',
  'requests_per_day',
  'requests_per_month',
  'total_requests',
  'tokens_per_hour',
  'tokens_per_day',
  'tokens_per_month',
  ...usd,
];

function numbers(row: Record<string, unknown> | undefined, names: readonly string[]) {
  return names.map((name) => (row?.[name] === null ? null : Number(row?.[name])));
}

/** As the guide prints it: it asks the machine's clock, which no query of ours may. */
const expiringSoon = [
  'SELECT user_id, expires_at, ',
  '       extract(days from expires_at - now()) as days_remaining',
  'FROM kdcube_control_plane.user_quota_replenishment',
  'WHERE expires_at IS NOT NULL',
  '  AND expires_at > now()',
  "  AND expires_at < now() + interval '7 days'",
  '  AND active = TRUE',
  'ORDER BY expires_at ASC;',
].join('\n');
