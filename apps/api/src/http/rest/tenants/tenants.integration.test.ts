import { createHmac, randomUUID } from 'node:crypto';
import { isApiKey } from '@purser/domain/tenant/api-key';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DataPlaneWorld,
  openDataPlaneWorld,
  type TestPlane,
} from '../../../testing/data-plane-world.ts';
import { type DnsServer, startDnsServer } from '../../../testing/dns-server.ts';

let dns: DnsServer;
let world: DataPlaneWorld;
let plane: TestPlane;
const tokens = new Map<string, string>();

beforeAll(async () => {
  dns = await startDnsServer();
  world = await openDataPlaneWorld({ DNS_SERVERS: dns.address });
  plane = await world.plane('dp-1');
  for (const role of ['super-admin', 'admin', 'viewer', 'owner', 'member']) {
    tokens.set(role, await world.running.tokenOf(role));
  }
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await dns[Symbol.asyncDispose]();
});

type Answer = { status: number; body: Record<string, never>; headers: Headers };

/** As an operator of the home tenant unless told otherwise; with a tenant, in it, as super-admin. */
async function call(
  path: string,
  {
    role,
    tenant,
    method,
    body,
    key,
  }: { role?: string; tenant?: string; method?: string; body?: unknown; key?: string } = {},
): Promise<Answer> {
  const answer = await world.running.call(`/api/v1${path}`, {
    token: tokens.get(role ?? (tenant === undefined ? 'admin' : 'super-admin')) ?? '',
    ...(method === undefined ? {} : { method }),
    ...(body === undefined ? {} : { body }),
    headers: {
      ...(tenant === undefined ? {} : { 'x-purser-tenant': tenant }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
  });
  const text = await answer.text();
  return {
    status: answer.status,
    body: text === '' ? {} : JSON.parse(text),
    headers: answer.headers,
  };
}

async function makeTenant(
  plan_code = 'free',
): Promise<{ id: string; slug: string; period: string }> {
  const slug = `t-${randomUUID().slice(0, 8)}`;
  const made = await call('/admin/tenants', { body: { name: slug, slug, plan_code } });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const { tenant_id, current_period } = made.body as unknown as {
    tenant_id: string;
    current_period: { id: string };
  };
  return { id: tenant_id, slug, period: current_period.id };
}

function ask({ id, period }: { id: string; period: string }, bytes = 1_000) {
  return plane.call('/internal/budget/allocate', {
    request_id: randomUUID(),
    tenant_id: id,
    period_id: period,
    bandwidth_requested_bytes: bytes,
    transforms_requested: 0,
  });
}

async function revision(): Promise<number> {
  const { rows } = await world.pool.query('SELECT revision FROM policy_revision');
  return Number(rows[0]?.revision);
}

describe('tenants', () => {
  it('are made with a plan, a period and everything a data plane needs to lease and report', async () => {
    const before = await revision();
    const made = await call('/admin/tenants', {
      body: { name: 'Blumen Müller', plan_code: 'pro', anchor_day: 31 },
      key: 'make-blumen',
    });
    expect(made.body).toMatchObject({
      slug: 'blumen-muller',
      name: 'Blumen Müller',
      status: 'active',
      status_reason: null,
      plan_code: 'pro',
      role: 'admin',
      policy_revision: before + 1,
    });
    const { tenant_id: id, current_period } = made.body as never as Record<string, { id: string }>;
    const lease = await ask({ id: String(id), period: current_period?.id ?? '' });
    expect([lease.status, lease.body.bandwidth_granted_bytes]).toEqual([200, 1_000]);
    const reported = await plane.call('/internal/usage/report', {
      report_id: randomUUID(),
      tenant_id: id,
      period_id: current_period?.id,
      bandwidth_used_bytes: 400,
      transforms_used: 0,
      reported_at: new Date().toISOString(),
    });
    expect(reported.body).toMatchObject({ accepted: true, total_bandwidth_bytes: 400 });
    const one = await call(`/admin/tenants/${id}`);
    const [bandwidth] = one.body.quotas as never as Record<string, unknown>[];
    expect(bandwidth).toMatchObject({ used: 400, in_flight: 600, limit: 107_374_182_400 });
    const again = await call('/admin/tenants', {
      body: { name: 'Blumen Müller', plan_code: 'pro', anchor_day: 31 },
      key: 'make-blumen',
    });
    expect([again.headers.get('idempotent-replayed'), again.body.tenant_id]).toEqual(['true', id]);
    const twin = await call('/admin/tenants', { body: { name: 'Blumen Muller' } });
    expect([twin.status, twin.body.error_code]).toEqual([409, 'already_exists']);
  });

  it('are listed by pages, filtered, and changed, each change once in the audit log', async () => {
    const { id, slug } = await makeTenant();
    const list = await call('/admin/tenants?limit=1');
    expect(list.body).toMatchObject({ count: 1, tenants: [{ tenant_id: id, used_percent: 0 }] });
    const next = await call(`/admin/tenants?limit=1&cursor=${list.body.next_cursor}`);
    expect(next.body).not.toMatchObject({ tenants: [{ tenant_id: id }] });
    const found = await call(`/admin/tenants?search=${slug.toUpperCase()}`);
    expect(found.body.count).toBe(1);
    const patch = { name: 'New name', plan_code: 'business', reason: 'They asked' };
    const dry = await call(`/admin/tenants/${id}`, {
      method: 'PATCH',
      body: { ...patch, dry_run: true },
    });
    expect(dry.body).toMatchObject({ name: 'New name', plan_code: 'business' });
    expect((await call(`/admin/tenants/${id}`)).body).toMatchObject({ plan_code: 'free' });
    const before = await revision();
    await call(`/admin/tenants/${id}`, { method: 'PATCH', body: patch });
    expect((await call(`/admin/tenants/${id}`)).body).toMatchObject({ plan_code: 'business' });
    const same = await call(`/admin/tenants/${id}`, { method: 'PATCH', body: patch });
    expect(same.body.policy_revision).toBe(before + 1);
    const { rows } = await world.pool.query(
      `SELECT action, reason FROM audit_entry WHERE target_id = $1 ORDER BY id`,
      [id],
    );
    expect(rows).toEqual([
      { action: 'create-tenant', reason: 'create-tenant' },
      { action: 'update-tenant', reason: 'They asked' },
    ]);
    const unknown = await call(`/admin/tenants/${id}`, {
      method: 'PATCH',
      body: { plan_code: 'x' },
    });
    expect([unknown.status, unknown.body.details]).toMatchObject([404, [{ field: 'plan_code' }]]);
  });

  it('that are suspended get no lease, lose those they have, and lease again when resumed', async () => {
    const tenant = await makeTenant('pro');
    const lease = await ask(tenant);
    const path = `/admin/tenants/${tenant.id}`;
    expect((await call(`${path}/suspend`, { body: {} })).status).toBe(422);
    const body = { reason: 'Abuse' };
    const stopped = await call(`${path}/suspend`, { body });
    expect(stopped.body).toMatchObject({ tenant_id: tenant.id, status: 'suspended' });
    const effectiveBy = Date.parse(String(stopped.body.effective_by));
    expect(effectiveBy).toBe(Date.parse(String(lease.body.expires_at)) + 5_000);
    const refused = await ask(tenant);
    expect(refused.body).toMatchObject({
      lease_state: 'none',
      dimensions: { bandwidth: { reason: 'tenant_suspended' } },
    });
    const report = await plane.call('/internal/usage/report', {
      report_id: randomUUID(),
      tenant_id: tenant.id,
      period_id: tenant.period,
      bandwidth_used_bytes: 900,
      transforms_used: 0,
      reported_at: new Date().toISOString(),
    });
    expect(report.body).toMatchObject({ accepted: true, total_bandwidth_bytes: 900 });
    expect((await call('/tenants/me', { tenant: tenant.slug })).body).toMatchObject({
      status: 'suspended',
      status_reason: 'Abuse',
      role: 'super-admin',
    });
    const again = await call(`${path}/suspend`, { body });
    expect(again.body.policy_revision).toBe(stopped.body.policy_revision);
    const resumed = await call(`${path}/resume`, { body: { reason: 'Settled' } });
    expect(resumed.body).toMatchObject({ status: 'active' });
    const renewed = await ask(tenant);
    // What was void stays void: the next lease has a higher number.
    expect(renewed.body).toMatchObject({ lease_state: 'active', lease_seq: 2 });
    const other = await (await world.plane('dp-2')).call('/internal/budget/allocate', {
      request_id: randomUUID(),
      tenant_id: tenant.id,
      period_id: tenant.period,
      bandwidth_requested_bytes: 1,
      transforms_requested: 0,
    });
    expect(other.body.lease_seq).toBe(2);
  });

  it('that were deleted are gone for their people and data planes, and stay for operators', async () => {
    const tenant = await makeTenant();
    const path = `/admin/tenants/${tenant.id}`;
    const gone = await call(`${path}?reason=Left`, { method: 'DELETE' });
    expect(gone.body).toMatchObject({ status: 'deleted' });
    expect((await ask(tenant)).status).toBe(404);
    expect((await call('/tenants/me', { tenant: tenant.slug, role: 'super-admin' })).status).toBe(
      404,
    );
    expect((await call(`${path}/resume`, { body: { reason: 'Oops' } })).status).toBe(409);
    expect((await call(path)).body).toMatchObject({ status: 'deleted', status_reason: 'Left' });
    expect((await call('/admin/tenants?status=deleted')).body.count).toBe(1);
    const home = await call(`/admin/tenants/${world.tenantId}`, { method: 'DELETE' });
    expect([home.status, home.body.error_code]).toEqual([403, 'not_allowed']);
  });

  it('are out of reach of another tenant’s people, even of its admins', async () => {
    const tenant = await makeTenant();
    const foreign = await makeTenant();
    // An invitation makes somebody an admin of this tenant, who is none in the home tenant.
    await world.pool.query(
      `INSERT INTO member (id, issuer, subject, email, tenant_id, role, created_at)
       SELECT $1, 'invited', 'viewer@demo.test', 'viewer@demo.test', id, 'admin', purser_now(0, 0)
         FROM tenant WHERE uuid = $2`,
      [randomUUID(), tenant.id],
    );
    const token = tokens.get('viewer') ?? '';
    const as = (path: string, init: { method?: string; body?: unknown; tenant?: string } = {}) =>
      world.running.call(`/api/v1${path}`, {
        token,
        ...init,
        headers: { 'x-purser-tenant': init.tenant ?? tenant.slug },
      });
    const list = await (await as('/admin/tenants')).json();
    expect(list).toMatchObject({ count: 1, tenants: [{ tenant_id: tenant.id }] });
    expect((await as(`/admin/tenants/${tenant.id}`)).status).toBe(200);
    expect((await as(`/admin/tenants/${foreign.id}`)).status).toBe(404);
    expect((await as('/tenants/me', { tenant: foreign.slug })).status).toBe(403);
    const override = { dimension: 'bandwidth', mode: 'add', value: 1, reason: 'More' };
    for (const id of [tenant.id, foreign.id]) {
      const raised = await as(`/admin/tenants/${id}/override-quota`, { body: override });
      expect(raised.status).toBe(403);
      expect((await as(`/admin/tenants/${id}/suspend`, { body: { reason: 'x' } })).status).toBe(
        403,
      );
    }
    const made = await as('/api-keys', { body: { name: 'own' } });
    const own = (await made.json()) as { id: string };
    const theirs = await call('/api-keys', { tenant: foreign.slug });
    expect(theirs.body).toEqual({ count: 0, api_keys: [] });
    const taken = await call(`/api-keys/${own.id}`, { tenant: foreign.slug, method: 'DELETE' });
    expect(taken.status).toBe(404);
  });
});

describe('overrides of quotas', () => {
  it('are rows with an end that change what may be leased at once', async () => {
    const tenant = await makeTenant('free');
    const path = `/admin/tenants/${tenant.id}`;
    const set = await call(`${path}/override-quota`, {
      body: { quota_type: 'bandwidth', new_limit: 1_000, reason: 'A trial' },
    });
    expect(set.body).toMatchObject({
      limits_before: { bandwidth_limit_bytes: 10_737_418_240 },
      limits_after: { bandwidth_limit_bytes: 1_000 },
      override: { mode: 'set', value: 1_000, reason: 'A trial', revoked_at: null },
    });
    const { expires_at } = set.body.override as never as { expires_at: string };
    const one = await call(path);
    expect((one.body.current_period as never as { ends_at: string }).ends_at).toBe(expires_at);
    await call(`${path}/override-quota`, {
      body: {
        dimension: 'bandwidth',
        mode: 'add',
        value: '500',
        reason: 'A launch',
        reference: 'T-1',
      },
    });
    expect((await ask(tenant, 5_000)).body.bandwidth_granted_bytes).toBe(1_500);
    const list = await call(`${path}/overrides`);
    const overrides = list.body.overrides as never as { id: string; mode: string }[];
    expect(overrides.map(({ mode }) => mode)).toEqual(['add', 'set']);
    const ended = await call(`${path}/overrides/${overrides[0]?.id}?reason=Over`, {
      method: 'DELETE',
    });
    expect([ended.status, Number(ended.headers.get('x-policy-revision'))]).toEqual([
      204,
      await revision(),
    ]);
    const quotas = await call('/quotas', { tenant: tenant.slug });
    expect((quotas.body.quotas as never as unknown[])[0]).toMatchObject({
      dimension: 'bandwidth',
      unit: 'bytes',
      limit: 1_000,
      overrides: [{ mode: 'set' }],
    });
  });

  it('last to the end of the period they begin in, which may be a later one', async () => {
    const tenant = await makeTenant();
    const path = `/admin/tenants/${tenant.id}`;
    const { current_period: period } = (await call(path)).body as never as Record<
      string,
      { ends_at: string }
    >;
    const end = new Date(period?.ends_at ?? '');
    const later = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, end.getUTCDate()));
    const answer = await call(`${path}/override-quota`, {
      body: { dimension: 'bandwidth', mode: 'add', value: 1, reason: 'Next', starts_at: end },
    });
    expect(answer.body.override).toMatchObject({ expires_at: later.toISOString() });
  });

  it('below what was used, with no end, two names or no value are refused with the field that is wrong', async () => {
    const tenant = await makeTenant();
    await ask(tenant);
    await plane.call('/internal/usage/report', {
      report_id: randomUUID(),
      tenant_id: tenant.id,
      period_id: tenant.period,
      bandwidth_used_bytes: 700,
      transforms_used: 0,
      reported_at: new Date().toISOString(),
    });
    const refuse = async (body: object) => {
      const answer = await call(`/admin/tenants/${tenant.id}/override-quota`, {
        body: { reason: 'x', ...body },
      });
      const [detail] = answer.body.details as never as { field: string }[];
      return [answer.status, detail?.field];
    };
    const set = { dimension: 'bandwidth', mode: 'set', value: 699 };
    expect(await refuse(set)).toEqual([422, 'value']);
    expect(await refuse({ ...set, value: 0 })).toEqual([422, 'value']);
    expect(await refuse({ ...set, value: -1 })).toEqual([422, 'value']);
    expect(await refuse({ ...set, new_limit: 7 })).toEqual([422, 'value']);
    expect(await refuse({ value: 7 })).toEqual([422, 'dimension']);
    expect(await refuse({ ...set, expires_at: '2020-01-01T00:00:00Z' })).toEqual([
      422,
      'expires_at',
    ]);
    const forced = await call(`/admin/tenants/${tenant.id}/override-quota`, {
      body: { ...set, reason: 'x', force: true },
    });
    expect(forced.status).toBe(200);
    expect((await ask(tenant)).body.bandwidth_granted_bytes).toBe(300);
  });
});

describe('the portal', () => {
  it('shows plans and moves a tenant to a larger one for the rest of its period', async () => {
    const tenant = await makeTenant('free');
    const at = { tenant: tenant.slug };
    const plans = await call('/plans', at);
    expect(plans.body.plans).toMatchObject([
      { plan_code: 'free', current: true, monthly_price_cents: 0 },
      {
        plan_code: 'pro',
        current: false,
        monthly_price_cents: 4_900,
        quotas: { bandwidth_limit_bytes: 107_374_182_400, domains_limit: 10, api_keys_limit: 20 },
      },
      { plan_code: 'business' },
    ]);
    const dry = await call('/plans/upgrade', { ...at, body: { plan_code: 'pro', dry_run: true } });
    expect(dry.status).toBe(200);
    const upgraded = await call('/plans/upgrade', { ...at, body: { plan_code: 'pro' } });
    expect(upgraded.body).toMatchObject({ plan_code: 'pro', policy_revision: await revision() });
    // It began within this day, of a month of 28 to 31.
    const cents = Number(upgraded.body.proration_cents);
    expect(cents).toBeGreaterThan(4_700);
    expect(cents).toBeLessThanOrEqual(4_900);
    const down = await call('/plans/upgrade', { ...at, body: { plan_code: 'free' } });
    expect([down.status, down.body.error_code]).toEqual([403, 'not_allowed']);
    expect((await call('/plans/upgrade', { ...at, body: { plan_code: 'none' } })).status).toBe(404);
  });

  it('lets members read and owners manage', async () => {
    expect((await call('/tenants/me', { role: 'member' })).body).toMatchObject({
      slug: 'home',
      role: 'member',
      current_period: { id: world.periodId },
    });
    expect((await call('/api-keys', { role: 'member', body: { name: 'x' } })).status).toBe(403);
    expect((await call('/api-keys', { role: 'owner', body: { name: 'x' } })).status).toBe(201);
    expect((await call('/admin/tenants', { role: 'owner' })).status).toBe(403);
  });
});

describe('domains', () => {
  it('are verified by their TXT record, and told plainly when it is not there', async () => {
    const { slug: tenant } = await makeTenant();
    const added = await call('/domains', { tenant, body: { domain: 'Bücher.Example.' } });
    expect(added.body).toMatchObject({
      domain: 'xn--bcher-kva.example',
      state: 'pending',
      verified: false,
      last_check: null,
      challenge: { dns: { name: '_pxl8-challenge.xn--bcher-kva.example', type: 'TXT' } },
    });
    const { value, name } = (added.body.challenge as never as { dns: Record<string, string> }).dns;
    const path = `/domains/${added.body.id}/verify`;
    const before = await revision();
    const missing = await call(path, { tenant, method: 'POST' });
    expect(missing.body).toMatchObject({
      state: 'pending',
      last_check: { result: 'not_found', found: [] },
    });
    expect(String((missing.body.last_check as never as { advice: string }).advice)).toContain(
      value,
    );
    dns.zone.set(String(name), [['v=spf1 -all']]);
    const asked = dns.asked();
    const tooSoon = await call(path, { tenant, method: 'POST' });
    expect(tooSoon.body).toMatchObject({ last_check: { result: 'not_found' } });
    expect(dns.asked()).toBe(asked);
    await forgetChecks();
    const wrong = await call(path, { tenant, method: 'POST' });
    expect(wrong.body).toMatchObject({
      last_check: { result: 'wrong_value', found: ['v=spf1 -all'] },
    });
    await forgetChecks();
    dns.zone.set(String(name), 'servfail');
    const failed = await call(path, { tenant, method: 'POST' });
    expect(failed.body).toMatchObject({ state: 'pending', last_check: { result: 'unavailable' } });
    expect(await revision()).toBe(before);
    await forgetChecks();
    // A record may come as several strings, beside others.
    dns.zone.set(String(name), [['other'], [String(value).slice(0, 9), String(value).slice(9)]]);
    const proven = await call(path, { tenant, method: 'POST' });
    expect(proven.body).toMatchObject({
      state: 'verified',
      verified: true,
      last_check: { result: 'verified' },
    });
    expect(await revision()).toBe(before + 1);
    await forgetChecks();
    dns.zone.set(String(name), 'servfail');
    const later = await call(path, { tenant, method: 'POST' });
    expect(later.body).toMatchObject({ state: 'verified', last_check: { result: 'unavailable' } });
  });

  it('belong to the tenant that proves them first, and to anybody again once given up', async () => {
    const [first, second] = [await makeTenant(), await makeTenant()];
    const claim = async ({ slug: tenant }: { slug: string }) => {
      const added = await call('/domains', { tenant, body: { domain: 'both.example' } });
      return added.body as never as {
        id: string;
        challenge: { dns: { name: string; value: string } };
      };
    };
    const [one, other] = [await claim(first), await claim(second)];
    const { name } = one.challenge.dns;
    dns.zone.set(name, [[one.challenge.dns.value], [other.challenge.dns.value]]);
    const verify = ({ slug: tenant }: { slug: string }, { id }: { id: string }) =>
      call(`/domains/${id}/verify`, { tenant, method: 'POST' });
    const both = await Promise.all([verify(first, one), verify(second, other)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [winner, loser, lost] =
      both[0]?.status === 200 ? [first, second, other] : [second, first, one];
    const won = winner === first ? one : other;
    const removed = await call(`/domains/${won.id}`, { tenant: winner.slug, method: 'DELETE' });
    expect(removed.status).toBe(204);
    expect((await verify(loser, lost)).body).toMatchObject({ state: 'verified' });
    const again = await call(`/domains/${won.id}`, { tenant: winner.slug, method: 'DELETE' });
    expect(again.status).toBe(404);
  });

  it('are refused when they are none, when they are there already, and beyond the plan', async () => {
    const { slug: tenant } = await makeTenant('free');
    for (const domain of [
      'localhost',
      '127.0.0.1',
      '[::1]',
      'a..b',
      'http://a.b',
      '-a.example',
      'a'.repeat(260),
    ]) {
      const refused = await call('/domains', { tenant, body: { domain } });
      expect([refused.status, domain], JSON.stringify(refused.body)).toEqual([422, domain]);
    }
    const add = (domain: string) => call('/domains', { tenant, body: { domain } });
    const statuses = await Promise.all(['a.example', 'b.example', 'c.example'].map(add));
    // One domain in the plan, so two may wait for their proof, however they come.
    expect(statuses.map(({ status }) => status).sort()).toEqual([201, 201, 403]);
    const { domains } = (await call('/domains', { tenant })).body as never as {
      domains: { domain: string }[];
    };
    expect((await add(domains[0]?.domain.toUpperCase() ?? '')).status).toBe(409);
  });

  async function forgetChecks(): Promise<void> {
    await world.pool.query('UPDATE tenant_domain SET last_check = NULL');
  }
});

describe('API keys', () => {
  it('are shown once, stored as an HMAC under the plane’s pepper alone, and end for ever', async () => {
    const { slug: tenant } = await makeTenant();
    const body = { name: 'cdn', scopes: ['images:read'] };
    const made = await call('/api-keys', { tenant, body, key: 'first' });
    expect([made.status, made.headers.get('cache-control')]).toEqual([201, 'no-store']);
    const { key, id, key_prefix } = made.body as never as Record<string, string>;
    expect(isApiKey(String(key))).toBe(true);
    expect(key).toMatch(/^pxl8_live_/);
    expect(String(key).startsWith(String(key_prefix))).toBe(true);
    const again = await call('/api-keys', { tenant, body, key: 'first' });
    expect(again.body).toMatchObject({ id, key: null, secret_unavailable: true });
    const planeKey = await world.running.app.useCases.dataPlane.createKey(
      world.running.adminContext(),
      { dataplaneId: 'dp-pepper' },
      {},
    );
    const pepper = planeKey.ok ? Buffer.from(planeKey.value.planePepper, 'base64url') : '';
    const hmac = createHmac('sha256', pepper).update(String(key)).digest();
    const { rows } = await world.pool.query('SELECT * FROM tenant_api_key WHERE id = $1', [id]);
    expect(rows[0]?.hmac).toEqual(hmac);
    const stored = await world.pool.query(
      `SELECT 1 FROM tenant_api_key k, audit_entry a, idempotency_record i
        WHERE position($1 IN k::text || a::text || i::text) > 0`,
      [String(key).slice(23, 50)],
    );
    expect(stored.rowCount).toBe(0);
    const before = await revision();
    const revoke = () => call(`/api-keys/${id}`, { tenant, method: 'DELETE' });
    const ended = await revoke();
    expect([ended.status, Number(ended.headers.get('x-policy-revision'))]).toEqual([
      204,
      before + 1,
    ]);
    expect((await revoke()).status).toBe(204);
    expect(await revision()).toBe(before + 1);
    const list = await call('/api-keys', { tenant });
    expect(list.body).toMatchObject({ count: 1, api_keys: [{ id, status: 'revoked' }] });
  });

  it('are rotated once: the successor is shown once, and the one before ends after the overlap', async () => {
    const { slug: tenant } = await makeTenant();
    const made = await call('/api-keys', { tenant, body: { name: 'cdn', environment: 'test' } });
    const path = `/api-keys/${made.body.id}/rotate`;
    const [before, tooLong] = [await revision(), { overlap: 31 * 86_400 }];
    expect((await call(path, { tenant, body: tooLong })).status).toBe(422);
    const rotated = await call(path, { tenant, body: { overlap: 0 }, key: 'once' });
    expect([rotated.status, rotated.headers.get('cache-control')]).toEqual([201, 'no-store']);
    expect(rotated.body).toMatchObject({ name: 'cdn', status: 'active', not_after: null });
    expect(rotated.body.key).toMatch(/^pxl8_test_/);
    expect(await revision()).toBe(before + 1);
    const again = await call(path, { tenant, body: { overlap: 0 }, key: 'once' });
    expect(again.body).toMatchObject({ id: rotated.body.id, key: null, secret_unavailable: true });
    expect((await call(path, { tenant, body: {} })).status).toBe(409);
    const list = await call('/api-keys', { tenant });
    expect(list.body.api_keys).toMatchObject([
      { id: rotated.body.id, successor_id: null },
      { id: made.body.id, successor_id: rotated.body.id, status: 'expired' },
    ]);
  });

  it('are at most as many as the plan allows, however they come, and a revoked one makes room', async () => {
    const { slug: tenant } = await makeTenant('free');
    const make = (name: string) => call('/api-keys', { tenant, body: { name } });
    const made = await Promise.all(['a', 'b', 'c', 'd'].map(make));
    expect(made.map(({ status }) => status).sort()).toEqual([201, 201, 403, 403]);
    const some = made.find(({ status }) => status === 201);
    await call(`/api-keys/${some?.body.id}`, { tenant, method: 'DELETE' });
    const past = await call('/api-keys', {
      tenant,
      body: { name: 'f', expires_at: '2020-01-01T00:00:00Z' },
    });
    expect([past.status, past.body.details]).toMatchObject([422, [{ field: 'expires_at' }]]);
    expect((await make('e')).status).toBe(201);
  });
});
