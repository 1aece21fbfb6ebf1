import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ControlPlaneWorld,
  openControlPlaneWorld,
} from '../../../testing/control-plane-world.ts';

let world: ControlPlaneWorld;

beforeAll(async () => {
  world = await openControlPlaneWorld();
});

afterAll(() => world.close());

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

async function send(method: Method, path: string, body?: object, headers = {}) {
  const answer = await world.server.inject({
    method,
    url: `/api/v1${path}`,
    headers: { authorization: 'test', ...headers },
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
}

const audited = async () =>
  (
    await world.pool.query(
      `SELECT action, reason FROM audit_entry WHERE action <> 'seed-project' ORDER BY id`,
    )
  ).rows;

describe('webhook endpoints over REST', () => {
  it('are made, switched off and on, given another secret, tried out, and ended, each with its reason', async () => {
    const input = { url: 'http://127.0.0.1:9/hook', kinds: ['project_budget'], reason: 'For Ann' };
    const made = await send('POST', '/webhook-endpoints', input, { 'idempotency-key': 'k' });
    expect(made).toMatchObject({
      status: 201,
      headers: { 'cache-control': 'no-store' },
      body: {
        status: 'ok',
        url: input.url,
        format: 'signed',
        kinds: ['project_budget'],
        active: true,
        previous_secret_until: null,
        secret: expect.stringMatching(/^whsec_/),
      },
    });
    const again = await send('POST', '/webhook-endpoints', input, { 'idempotency-key': 'k' });
    expect(again).toMatchObject({ body: { id: made.body.id, secret: null } });
    const path = `/webhook-endpoints/${made.body.id}`;
    expect(await send('PATCH', path, { active: false, kinds: [] })).toMatchObject({
      status: 200,
      body: { active: false, kinds: [], message: 'The endpoint is off' },
    });
    expect(await send('POST', `${path}/test`, {})).toMatchObject({ status: 409 });
    expect(await send('PATCH', path, { active: true })).toMatchObject({ body: { active: true } });
    const rotated = await send('POST', `${path}/rotate-secret`, { reason: 'It leaked' });
    expect(rotated.body.secret).not.toBe(made.body.secret);
    expect(rotated.body.previous_secret_until).toBe('2026-11-23T12:00:00.000Z');
    const test = await send('POST', `${path}/test`, {});
    expect(test).toMatchObject({ status: 202, body: { state: 'waiting', kind: 'test' } });
    const { body } = await send('GET', `/deliveries?endpoint_id=${made.body.id}&state=waiting`);
    expect(body).toMatchObject({ count: 1, next_cursor: null, deliveries: [{ id: test.body.id }] });
    expect((await send('GET', '/webhook-endpoints')).body).toMatchObject({
      count: 1,
      endpoints: [{ id: made.body.id, active: true }],
    });
    expect(await send('DELETE', path)).toMatchObject({ status: 200 });
    const dead = (await send('GET', '/deliveries?state=dead')).body.deliveries;
    expect(dead).toMatchObject([{ id: test.body.id, last_error: 'The endpoint was removed.' }]);
    const redelivered = await send('POST', `/deliveries/${test.body.id}/redeliver`, {});
    expect(redelivered).toMatchObject({ status: 202, body: { state: 'waiting', attempts: 0 } });
    expect(await audited()).toMatchObject([
      { action: 'create-webhook-endpoint', reason: 'For Ann' },
      { action: 'update-webhook-endpoint', reason: 'update-webhook-endpoint' },
      { action: 'update-webhook-endpoint' },
      { action: 'rotate-webhook-secret', reason: 'It leaked' },
      { action: 'send-test-alert' },
      { action: 'delete-webhook-endpoint' },
      { action: 'redeliver' },
    ]);
  });

  it('and who is told by mail are chosen by kind', async () => {
    expect((await send('GET', '/alert-recipients')).body).toMatchObject({
      count: 13,
      has_mail_server: false,
      default_addresses: [],
    });
    const chosen = await send('PUT', '/alert-recipients/project_budget', {
      addresses: ['ann@example.test'],
      reason: 'Money is hers',
    });
    expect(chosen).toMatchObject({ status: 200, body: { is_default: false } });
    const { recipients } = (await send('GET', '/alert-recipients')).body;
    expect(recipients).toContainEqual({
      kind: 'project_budget',
      addresses: ['ann@example.test'],
      is_default: false,
      updated_by: expect.any(String),
      updated_at: '2026-11-22T12:00:00.000Z',
    });
    const back = await send('PUT', '/alert-recipients/project_budget', { addresses: null });
    expect(back).toMatchObject({ status: 200, body: { is_default: true, addresses: [] } });
  });

  it.each([
    ['POST', '/webhook-endpoints', { url: 'ftp://x.test' }, 'url'],
    ['POST', '/webhook-endpoints', { url: 'http://127.0.0.1/', kinds: ['rain'] }, 'kinds'],
    ['POST', '/webhook-endpoints', { url: 'http://127.0.0.1/', format: 'post' }, 'format'],
    ['PATCH', '/webhook-endpoints/nothing', {}, 'id'],
    ['PUT', '/alert-recipients/rain', { addresses: [] }, 'kind'],
    ['PUT', '/alert-recipients/project_budget', { addresses: ['ann'] }, 'addresses'],
    ['GET', '/deliveries?state=lost', undefined, 'state'],
  ] as const)('%s %s refuses by name what it cannot take', async (method, path, body, field) => {
    const answer = await send(method, path, body);
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain(field);
  });
});
