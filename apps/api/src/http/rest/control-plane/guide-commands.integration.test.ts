import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningApp, runApp } from '../../../testing/running-app.ts';

const dayMs = 86_400_000;

let running: RunningApp;
let token: string;

beforeAll(async () => {
  running = await runApp();
  token = await running.tokenOf('admin');
});

afterAll(() => running[Symbol.asyncDispose]());

/** The guide's curl: the same headers and the same JSON text, with only the port and the token changed. */
async function curl(path: string, json?: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${running.url}/api/v1/admin/control-plane${path}`, {
    method: json === undefined ? 'GET' : 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    ...(json === undefined ? {} : { body: json }),
  });
  return { status: response.status, body: await response.json() };
}

test('the seven admin commands of the first guide run as printed, in their order', async () => {
  const trial = await curl(
    '/replenishments/grant-trial',
    `{
    "user_id": "user123",
    "days": 7,
    "additional_requests_per_day": 100,
    "additional_tokens_per_day": 1000000,
    "bundle_id": "*",
    "notes": "Welcome trial"
  }`,
  );
  expect(trial).toMatchObject({
    status: 201,
    body: {
      status: 'ok',
      replenishment: {
        user_id: 'user123',
        bundle_id: '*',
        additional_requests_per_day: 100,
        additional_tokens_per_day: 1_000_000,
        additional_tokens_per_hour: null,
        notes: 'Welcome trial',
      },
    },
  });

  expect(daysUntil((trial.body as Made).replenishment.expires_at)).toBeCloseTo(7, 2);

  const topUp = await curl(
    '/replenishments/top-up',
    `{
    "user_id": "user456",
    "bundle_id": "*",
    "additional_requests_per_day": 50,
    "additional_tokens_per_day": 5000000,
    "expires_in_days": 30,
    "purchase_amount_usd": 10.00,
    "notes": "Manual purchase"
  }`,
  );
  expect(topUp).toMatchObject({
    status: 201,
    body: { status: 'ok', replenishment: { user_id: 'user456', purchase_amount_usd: 10 } },
  });

  expect(await curl('/replenishments/user/user123')).toMatchObject({
    status: 200,
    body: {
      status: 'ok',
      user_id: 'user123',
      credit_count: 1,
      credits: [
        {
          bundle_id: '*',
          additional_requests_per_day: 100,
          additional_tokens_per_day: 1_000_000,
          is_expired: false,
          is_active: true,
          purchase_notes: 'Welcome trial',
        },
      ],
    },
  });

  expect(await curl('/replenishments/users')).toMatchObject({
    status: 200,
    body: {
      status: 'ok',
      user_count: 2,
      users: [
        { user_id: 'user123', credit_count: 1, total_additional_requests_per_day: 100 },
        { user_id: 'user456', credit_count: 1, total_additional_tokens_per_day: 5_000_000 },
      ],
    },
  });

  const vip = await curl(
    '/replenishments/top-up',
    `{
    "user_id": "vip_user",
    "bundle_id": "*",
    "additional_requests_per_day": 1000,
    "additional_tokens_per_day": 100000000,
    "expires_in_days": null,
    "notes": "Permanent VIP credits"
  }`,
  );
  expect(vip).toMatchObject({ status: 201, body: { replenishment: { expires_at: null } } });

  const quota = await curl(
    '/policies/quota',
    `{
    "user_type": "free",
    "bundle_id": "*",
    "max_concurrent": 1,
    "requests_per_day": 10,
    "tokens_per_day": 100000,
    "notes": "Free tier limits"
  }`,
  );
  expect(quota).toMatchObject({
    status: 201,
    body: {
      status: 'ok',
      plan_id: 'free',
      requests_per_day: 10,
      tokens_per_day: 100_000,
      tokens_per_day_usd: 1.5,
      policy: {
        tenant: 'home',
        project: 'demo',
        user_type: 'free',
        max_concurrent: 1,
        requests_per_month: 30_000,
        usd_per_day: 1.5,
        notes: 'Free tier limits',
      },
    },
  });

  const budget = await curl(
    '/policies/budget',
    `{
    "bundle_id": "kdcube.codegen.orchestrator",
    "provider": "anthropic",
    "usd_per_day": 200.00,
    "notes": "Anthropic daily budget"
  }`,
  );
  expect(budget).toMatchObject({
    status: 201,
    body: {
      status: 'ok',
      policy: {
        bundle_id: 'kdcube.codegen.orchestrator',
        provider: 'anthropic',
        usd_per_hour: null,
        usd_per_day: 200,
        usd_per_month: null,
      },
    },
  });
});

test('the guide’s health check answers under both prefixes', async () => {
  for (const prefix of ['/api/v1/admin/control-plane', '/api/admin/control-plane']) {
    const response = await running.call(`${prefix}/health`, { token });
    expect(await response.json()).toEqual({
      status: 'ok',
      database: 'ok',
      redis: 'not_configured',
      version: expect.any(String),
    });
  }
});

test('what a command notes is its reason in the audit log', async () => {
  await curl('/app-budget/topup', '{"usd_amount": 25, "notes": "November budget"}');
  await curl('/app-budget/topup', '{"usd_amount": 5}');
  const { audit } = running.app.useCases;
  const { items } = await audit.list(running.adminContext(), {
    action: 'top-up-project',
    limit: 2,
  });
  expect(items.map(({ reason }) => reason)).toEqual(['top-up-project', 'November budget']);
  expect(items[0]?.actor).toMatch(/^person:/);
});

type Made = { readonly replenishment: { readonly expires_at: string } };

function daysUntil(instant: string): number {
  return (Date.parse(instant) - Date.now()) / dayMs;
}
