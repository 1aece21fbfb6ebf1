import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { RoutePermission } from './auth/request-context.ts';
import { sendRejection } from './problem.ts';
import { edgeServer } from './testing/edge-server.ts';

const servers: { close: () => Promise<unknown> }[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

function server(parts: Parameters<typeof edgeServer>[0] = {}) {
  const made = edgeServer(parts);
  servers.push(made);
  made.post(
    '/echo/:name',
    {
      config: { permission: 'public' },
      schema: {
        body: z.strictObject({
          amount: z.number(),
          lines: z.array(z.strictObject({ provider: z.string() })).optional(),
        }),
      },
    },
    async (request) => ({ body: request.body, params: request.params }),
  );
  made.get('/private', { config: { permission: 'plan:write' } }, async () => ({ ok: true }));
  made.get('/fault', { config: { permission: 'public' } }, async () => {
    throw new Error('connect to postgres://purser:hunter2@db failed');
  });
  return made;
}

const json = { 'content-type': 'application/json' };

describe('the edge', () => {
  it('answers every refusal as a problem that also carries the fields of the guides', async () => {
    const answer = await server().inject({ method: 'GET', url: '/nowhere' });
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers['x-request-id']).toBe('request-1');
    expect(answer.json()).toEqual({
      type: 'urn:purser:problem:not_found',
      title: 'Not found',
      status: 404,
      detail: 'There is no GET here.',
      instance: 'request-1',
      error_code: 'not_found',
      message: 'There is no GET here.',
      details: [],
      trace_id: 'request-1',
      timestamp: '2026-11-22T12:00:00.000Z',
    });
  });

  it('closes although a browser has opened a connection that it may never use', async () => {
    const made = server();
    await made.listen({ port: 0, host: '127.0.0.1' });
    const { port } = made.server.address() as AddressInfo;
    const unused = connect(port, '127.0.0.1');
    await once(made.server, 'connection');
    await made.close();
    unused.destroy();
  });

  it('answers what is under way before it closes', async () => {
    const made = server();
    const begun = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    made.get('/slow', { config: { permission: 'public' } }, async () => {
      begun.resolve();
      await released.promise;
      return { ok: true };
    });
    const url = await made.listen({ port: 0, host: '127.0.0.1' });
    const answered = fetch(`${url}/slow`);
    await begun.promise;
    const closed = made.close();
    released.resolve();
    expect(await (await answered).json()).toEqual({ ok: true });
    await closed;
  });

  it.each(['localhost:4000', '127.0.0.1:4000', '[::1]:4000', 'purser.localhost'])(
    'answers to %s while demo people sign in without a password',
    async (host) => {
      const answer = await server().inject({ url: '/fault', headers: { host } });
      expect(answer.statusCode).toBe(500);
    },
  );

  it.each([
    'attacker.example:4000',
    'localhost.attacker.example',
    '10.0.0.7',
    '127.0.0.1.nip.io',
    'a b',
  ])(
    'reaches no route under the name %s, which a page from elsewhere may have made resolve to this machine',
    async (host) => {
      const answer = await server().inject({ url: '/fault', headers: { host } });
      expect(answer.statusCode).toBe(421);
      expect(answer.json()).toMatchObject({ error_code: 'misdirected' });
    },
  );

  it('answers to any name once it has a public address', async () => {
    const made = server({ options: { ownHostsOnly: false } });
    const answer = await made.inject({ url: '/fault', headers: { host: 'purser.example' } });
    expect(answer.statusCode).toBe(500);
  });

  it.each([
    ['NaN', '{"amount": NaN}', 400, 'malformed'],
    ['half a body', '{"amount": ', 400, 'malformed'],
    ['a NUL character', '{"amount": 1, "x": "a\\u0000b"}', 400, 'malformed'],
    ['half of a surrogate pair', '{"amount": 1, "x": "\\ud800"}', 400, 'malformed'],
    ['a prototype', '{"amount": 1, "__proto__": {}}', 400, 'malformed'],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400, 'malformed'],
    ['a number past all numbers', '{"amount": 1e999}', 422, 'invalid_value'],
    ['an array', '[]', 422, 'invalid_value'],
    ['null', 'null', 422, 'invalid_value'],
    ['nothing', '', 422, 'invalid_value'],
    ['too much', `{"amount": 1, "x": "${'x'.repeat(300_000)}"}`, 413, 'payload_too_large'],
  ])('refuses a body of %s without a fault', async (_name, payload, status, code) => {
    const answer = await server().inject({
      method: 'POST',
      url: '/echo/x',
      headers: json,
      payload,
    });
    expect({ status: answer.statusCode, code: answer.json().error_code }).toEqual({ status, code });
  });

  it('refuses bodies that do not say they are JSON', async () => {
    const answer = await server().inject({
      method: 'POST',
      url: '/echo/x',
      headers: { 'content-type': 'text/plain' },
      payload: '{"amount": 1}',
    });
    expect(answer.statusCode).toBe(415);
    expect(answer.json().error_code).toBe('unsupported_media_type');
  });

  it('names each field at fault as the caller wrote it', async () => {
    const answer = await server().inject({
      method: 'POST',
      url: '/echo/x',
      headers: json,
      payload: { amount: '1', lines: [{ provider: 'openai' }, { vendor: 'x' }], more: 1 },
    });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().details).toEqual([
      { field: 'amount', message: 'must be a number, not string' },
      { field: 'lines[1].provider', message: 'is required' },
      { field: 'lines[1].vendor', message: 'is not a field of this request' },
      { field: 'more', message: 'is not a field of this request' },
    ]);
  });

  it.each([
    ['/echo/%', 400],
    ['/echo/%E0%A4%A', 400],
    ['/echo/a%00b', 400],
    ['/private?x=%00', 400],
    [`/echo/${'x'.repeat(4000)}`, 414],
  ])('refuses the address %s with %i', async (url, status) => {
    const answer = await server().inject({
      method: 'POST',
      url,
      headers: json,
      payload: { amount: 1 },
    });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('reads names with a slash in paths', async () => {
    const answer = await server().inject({
      method: 'POST',
      url: '/echo/org%2Fuser%201',
      headers: json,
      payload: { amount: 1 },
    });
    expect(answer.json().params).toEqual({ name: 'org/user 1' });
  });

  it('masks a fault, and logs it with the request id and without the query', async () => {
    const log: string[] = [];
    const answer = await server({ log }).inject({
      url: '/fault?code=s3cret',
      headers: { 'x-request-id': 'trace-7', authorization: 'Bearer s3cret' },
    });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('hunter2');
    expect(answer.json()).toMatchObject({ error_code: 'internal_error', trace_id: 'trace-7' });
    expect(log.join('')).toContain('"requestId":"trace-7"');
    expect(log.join('')).not.toContain('s3cret');
  });

  it('does not believe a request id that could break a log line', async () => {
    const answer = await server().inject({ url: '/nowhere', headers: { 'x-request-id': 'a"b{}' } });
    expect(answer.headers['x-request-id']).toBe('request-1');
  });

  it('tells an expected failure by its table', async () => {
    const made = server();
    made.get('/busy', { config: { permission: 'public' } }, async (_request, reply) =>
      sendRejection(reply, {
        code: 'in_progress',
        message: 'Still running.',
        retryAfterSeconds: 3,
      }),
    );
    const answer = await made.inject('/busy');
    expect(answer.statusCode).toBe(409);
    expect(answer.headers['retry-after']).toBe('3');
  });

  it('answers bytes that are not HTTP with 400', async () => {
    const made = server();
    await made.listen({ port: 0, host: '127.0.0.1' });
    const { port } = made.server.address() as AddressInfo;
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('nonsense\r\n\r\n'));
      socket.on('data', (data) => resolve(data.toString()));
    });
    expect(answer).toContain('HTTP/1.1 400 Bad Request');
    expect(answer).toContain('application/problem+json');
  });
});

describe('permissions', () => {
  it('lets nobody in without a credential, and says so with 401', async () => {
    const answer = await server().inject('/private');
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it('refuses a caller without the permission before reading its body', async () => {
    const answer = await server({ caller: { role: 'viewer', permissions: new Set() } }).inject({
      url: '/private',
      headers: { authorization: 'test' },
    });
    expect(answer.statusCode).toBe(403);
    expect(answer.json().message).toBe('The role viewer may not do this.');
  });

  it('lets a caller with the permission through', async () => {
    const answer = await server().inject({ url: '/private', headers: { authorization: 'test' } });
    expect(answer.json()).toEqual({ ok: true });
  });

  it.each([[undefined], ['plan:wirte' as RoutePermission]])(
    'fails the start on a route whose permission is %s',
    (permission) => {
      const made = edgeServer();
      expect(() =>
        made.get('/open', { config: permission ? { permission } : {} }, async () => ({})),
      ).toThrow(/permission/);
    },
  );
});
