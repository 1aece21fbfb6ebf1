import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApp, runApp } from '../../testing/running-app.ts';

let running: RunningApp;
let client: Client;

beforeAll(async () => {
  running = await runApp();
  client = new Client({ connectionString: running.databaseUrl });
  await client.connect();
  // A second tenant with a project of the same name: what one holds, the other must not see.
  await client.query(
    `INSERT INTO tenant (id, uuid, slug, name, status, created_at) VALUES (900, $1, 'acme', 'Acme', 'active', purser_now(0, 0))`,
    [randomUUID()],
  );
  await client.query(
    `INSERT INTO project SELECT (jsonb_populate_record(p, '{"tenant_id": 900, "id": 900}')).* FROM project p LIMIT 1`,
  );
});

afterAll(async () => {
  await client.end();
  await running[Symbol.asyncDispose]();
});

async function makeKey(scopes: readonly string[]): Promise<{ id: string; key: string }> {
  const { key } = running.app.useCases;
  const made = await key.create(running.adminContext(), { name: 'test', scopes }, {});
  if (!made.ok) throw new Error(made.rejection.message);
  return { id: made.value.key.id, key: made.value.secret };
}

describe('a caller without a good credential', () => {
  it.each([
    ['none', {}],
    ['another scheme', { authorization: 'Basic YTpi' }],
    ['an empty bearer', { authorization: 'Bearer ' }],
    ['garbage', { authorization: 'Bearer x.y.z' }],
    ['an unknown service key', { authorization: `Bearer psk_${'a'.repeat(43)}` }],
    ['the mark of a service key alone', { authorization: 'Bearer psk_' }],
    ['a session nobody sealed', { cookie: 'purser_session=eyJ.x.y.z.w' }],
    ['an endless token', { authorization: `Bearer ${'a'.repeat(17_000)}` }],
  ])('is answered 401: %s', async (_name, headers) => {
    const answer = await running.call('/api/v1/turns', { headers });
    expect([401, 431]).toContain(answer.status);
    if (answer.status === 401) expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('is answered 401 once its token has ended', async () => {
    const token = await running.tokenOf('viewer');
    expect((await running.call('/api/v1/turns', { token })).status).toBe(200);
    running.advance(13 * 3_600_000);
    const answer = await running.call('/api/v1/turns', { token });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ message: 'The bearer token has expired.' });
    running.advance(-13 * 3_600_000);
  });
});

describe('a service key', () => {
  it('may do what its scopes say and nothing else', async () => {
    const { key } = await makeKey(['turns']);
    const turn = { turn_id: randomUUID(), user_id: 'u' };
    const admitted = await running.call('/api/v1/turns', { token: key, body: turn });
    expect(admitted.status).toBe(200);
    const { key: reader } = await makeKey(['read']);
    expect((await running.call('/api/v1/turns', { token: reader })).status).toBe(200);
    const refused = await running.call('/api/v1/turns', { token: reader, body: turn });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ error_code: 'forbidden' });
  });

  it('is bound to its own tenant and project, whatever the headers ask for', async () => {
    const { key } = await makeKey(['turns']);
    const ask = (headers: Record<string, string>) =>
      running.call('/api/v1/turns', { token: key, headers });
    expect((await ask({ 'x-purser-tenant': 'home', 'x-purser-project': 'demo' })).status).toBe(200);
    expect((await ask({ 'x-purser-tenant': 'acme' })).status).toBe(403);
    expect((await ask({ 'x-purser-tenant': 'nobody' })).status).toBe(403);
    expect((await ask({ 'x-purser-project': 'other' })).status).toBe(403);
  });

  it('stops within five seconds of being revoked', async () => {
    const { id, key } = await makeKey(['turns']);
    expect((await running.call('/api/v1/turns', { token: key })).status).toBe(200);
    await running.app.useCases.key.revoke(running.adminContext(), { id }, {});
    running.advance(5_000);
    expect((await running.call('/api/v1/turns', { token: key })).status).toBe(401);
  });

  it('is nowhere in the log', () => {
    expect(running.log.join('')).not.toContain('psk_');
  });
});

describe('a person', () => {
  it('is in the default tenant and project unless the headers say otherwise', async () => {
    const token = await running.tokenOf('admin');
    const me = await (await running.call('/auth/me', { token })).json();
    expect(me).toMatchObject({
      role: 'admin',
      tenant: { slug: 'home' },
      project: { slug: 'demo' },
    });
  });

  it('learns nothing of tenants it has no role in: they answer as if they did not exist', async () => {
    const token = await running.tokenOf('admin');
    const bodies = [];
    for (const tenant of ['acme', 'nobody', randomUUID()]) {
      const headers = { 'x-purser-tenant': tenant };
      const answer = await running.call('/api/v1/turns', { token, headers });
      expect(answer.status).toBe(403);
      bodies.push(((await answer.json()) as { message: string }).message);
    }
    expect(new Set(bodies).size).toBe(1);
  });

  it('reaches every tenant as super-admin, by slug or UUID', async () => {
    const token = await running.tokenOf('super-admin');
    const { rows } = await client.query<{ uuid: string }>(
      `SELECT uuid::text FROM tenant WHERE slug = 'acme'`,
    );
    for (const tenant of ['acme', rows[0]?.uuid ?? '', rows[0]?.uuid.toUpperCase() ?? '']) {
      const headers = { 'x-purser-tenant': tenant };
      const me = await (await running.call('/auth/me', { token, headers })).json();
      expect(me).toMatchObject({ tenant: { slug: 'acme' } });
    }
  });

  it('invited by address has the role of the invitation, there and nowhere else', async () => {
    const token = await running.tokenOf('viewer');
    const headers = { 'x-purser-tenant': 'acme' };
    expect((await running.call('/auth/me', { token, headers })).status).toBe(403);
    await client.query(
      `INSERT INTO member (id, issuer, subject, email, tenant_id, role, created_at)
       VALUES ($1, 'invited', 'viewer@demo.test', 'viewer@demo.test', 900, 'finance', purser_now(0, 0))`,
      [randomUUID()],
    );
    running.advance(5_000);
    const there = await (await running.call('/auth/me', { token, headers })).json();
    expect(there).toMatchObject({ role: 'finance', tenant: { slug: 'acme' } });
    expect(await (await running.call('/auth/me', { token })).json()).toMatchObject({
      role: 'viewer',
    });
  });

  it('sees nothing of what another tenant holds', async () => {
    const home = await running.tokenOf('admin');
    const turn = { turn_id: 'isolated', user_id: 'shared-name' };
    await running.call('/api/v1/turns', { token: home, body: turn });
    const token = await running.tokenOf('super-admin');
    const headers = { 'x-purser-tenant': 'acme' };
    expect((await running.call('/api/v1/turns/isolated', { token, headers })).status).toBe(404);
    const list = await running.call('/api/v1/turns', { token, headers });
    expect(await list.json()).toEqual({ count: 0, turns: [], next_cursor: null });
    const query = { query: '{ users(first: 10) { edges { node { userId } } } }' };
    const users = await running.call('/graphql', { token, headers, body: query });
    expect(await users.json()).toEqual({ data: { users: { edges: [] } } });
  });
});
