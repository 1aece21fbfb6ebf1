import { createConfig, lintFromString } from '@redocly/openapi-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApp, runApp } from '../testing/running-app.ts';

type Media = { readonly example?: unknown; readonly schema?: { readonly type?: unknown } };
type Described = {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly operationId: string;
            readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
            readonly responses: Readonly<
              Record<string, { readonly content?: Readonly<Record<string, Media>> }>
            >;
          }
        >
      >
    >
  >;
};

const origin = 'https://app.example.test';
let running: RunningApp;

beforeAll(async () => {
  running = await runApp({ CORS_ORIGINS: origin });
});

afterAll(() => running[Symbol.asyncDispose]());

describe('health', () => {
  it('is live as long as the process answers, and ready when its parts are', async () => {
    expect(await (await running.call('/health/live')).json()).toEqual({ status: 'ok' });
    expect(await (await running.call('/health/ready')).json()).toEqual({
      status: 'ok',
      reasons: [],
      checks: { PostgreSQL: 'ok', Counters: 'ok', 'Policy snapshot': 'ok' },
    });
  });

  it('says in words why a second process is not ready, and refuses turns there', async () => {
    const { createApp } = await import('../app.ts');
    const second = await createApp({ ...running.config, logLevel: 'silent' });
    try {
      const ready = await second.server.inject('/health/ready');
      expect(ready.statusCode).toBe(503);
      expect(ready.headers['retry-after']).toBe('1');
      expect(ready.json().reasons[0]).toContain('Another process decides');
      const admitted = await second.server.inject({
        method: 'POST',
        url: '/api/v1/turns',
        headers: { authorization: `Bearer ${await running.tokenOf('admin')}` },
        payload: { turn_id: 'second', user_id: 'u' },
      });
      expect(admitted.statusCode).toBe(503);
      expect(admitted.json().error_code).toBe('not_ready');
    } finally {
      await second.close();
    }
  });
});

describe('metrics', () => {
  it('count requests by the pattern of their route, never by their address', async () => {
    const token = await running.tokenOf('admin');
    await running.call('/api/v1/turns/secret-name', { token });
    await running.call('/no/such/place', { method: 'POST' });
    const text = await (await running.call('/metrics')).text();
    expect(text).toContain(
      'purser_http_requests_total{route="/api/v1/turns/:turn_id",method="GET",status="404"} 1',
    );
    expect(text).toContain(
      'purser_http_requests_total{route="(unknown)",method="(any)",status="404"}',
    );
    expect(text).toContain('purser_http_request_duration_seconds_bucket');
    expect(text).toContain('purser_process_cpu_seconds_total');
    expect(text).not.toContain('secret-name');
  });

  it.each([
    ['127.0.0.1', 200],
    ['::1', 200],
    ['10.1.2.3', 200],
    ['::ffff:192.168.1.9', 200],
    ['172.32.0.1', 403],
    ['203.0.113.7', 403],
    ['2001:db8::1', 403],
  ])('are for nearby addresses: %s is answered %i', async (remoteAddress, status) => {
    const answer = await running.app.server.inject({ url: '/metrics', remoteAddress });
    expect(answer.statusCode).toBe(status);
  });
});

describe('pages of other origins', () => {
  it('may call the API with a bearer token when they are named, and never with a cookie', async () => {
    const preflight = await running.call('/api/v1/turns', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('may not when they are not named', async () => {
    const headers = { origin: 'https://evil.test', 'access-control-request-method': 'POST' };
    const preflight = await running.call('/api/v1/turns', { method: 'OPTIONS', headers });
    expect(preflight.headers.get('access-control-allow-origin')).not.toBe('https://evil.test');
    expect(preflight.headers.get('access-control-allow-origin')).not.toBe('*');
  });

  it('reach neither the sign-in nor the metrics', async () => {
    for (const path of ['/auth/me', '/metrics', '/']) {
      const answer = await running.call(path, { headers: { origin } });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});

describe('the OpenAPI document', () => {
  it('describes every route of the API under its own name, with problems and permissions', async () => {
    const document = (await running.app.server.inject('/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    const paths = Object.keys(document.paths);
    expect(paths).toContain('/api/v1/turns:check');
    expect(paths).toContain('/api/v1/turns/{turn_id}/settle');
    expect(paths).toContain('/api/v1/admin/control-plane/replenishments/grant-trial');
    const operations = Object.values<Record<string, { operationId: string }>>(document.paths)
      .flatMap((path) => Object.values(path))
      .map(({ operationId }) => operationId);
    expect(operations).not.toContain(undefined);
    expect(new Set(operations).size).toBe(operations.length);
    const admit = document.paths['/api/v1/turns'].post;
    expect(admit.description).toContain('turn:operate');
    expect(admit.requestBody.content['application/json'].schema.required).toEqual([
      'turn_id',
      'user_id',
    ]);
    const answer = admit.responses['200'].content['application/json'].schema;
    expect(answer.properties.holds.anyOf ?? answer.properties.holds.type).toBeDefined();
    expect(JSON.stringify(document)).not.toContain('"nullable"');
  });

  it('is clean to a linter, which holds every example to its schema', async () => {
    const source = (await running.app.server.inject('/openapi.json')).body;
    const config = await createConfig({
      extends: ['recommended'],
      rules: {
        'no-invalid-media-type-examples': 'error',
        'operation-4xx-response': 'error',
        // The document names the server it was asked from: here, this machine.
        'no-server-example.com': 'off',
        // Routes that wait for Stripe only refuse.
        'operation-2xx-response': 'off',
      },
    });
    const problems = await lintFromString({ source, config });
    const found = problems.map(
      ({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`,
    );
    expect(found).toEqual([]);
  });

  it('has an example of each request and answer, and no route refuses its own as malformed', async () => {
    const { paths } = (await running.app.server.inject('/openapi.json')).json<Described>();
    const token = await running.tokenOf('admin');
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, { requestBody, responses, operationId }] of Object.entries(operations)) {
        for (const [status, { content = {} }] of Object.entries(responses)) {
          for (const media of Object.values(content)) {
            if (media.schema?.type !== 'string') {
              expect(media.example, `${operationId} ${status}`).toBeDefined();
            }
          }
        }
        const media = requestBody?.content['application/json'];
        if (media === undefined) continue;
        expect(media.example, operationId).toBeDefined();
        if (path.startsWith('/internal/')) continue;
        const answer = await running.app.server.inject({
          method: method.toUpperCase() as 'POST',
          url: path.replaceAll(/\{\w+\}/g, '019cb8b8-1e00-7000-8000-000000000001'),
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          payload: JSON.stringify(media.example),
        });
        expect([400, 500], `${operationId}: ${answer.body}`).not.toContain(answer.statusCode);
        if (answer.statusCode !== 422) continue;
        const { details } = answer.json<{ details: { field: string }[] }>();
        // The id in the address is made up.
        const refused = details.filter(({ field }) => !path.includes(`{${field}}`));
        expect(refused, operationId).toEqual([]);
      }
    }
  });

  it('is shown by pages of this server alone', async () => {
    const page = await running.call('/docs/');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).not.toContain('https:');
    expect(await page.text()).not.toMatch(/src="https?:/);
  });
});

describe('the dashboard', () => {
  it('answers every address of its own with its page, and machine addresses with a problem', async () => {
    for (const path of ['/', '/users/ada', '/budgets?tab=providers']) {
      const answer = await running.call(path, { headers: { accept: 'text/html' } });
      expect(answer.headers.get('content-type')).toContain('text/html');
    }
    for (const path of ['/api/v2/nothing', '/internal/x', '/assets/gone.js']) {
      const answer = await running.call(path, { headers: { accept: 'text/html' } });
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    }
  });

  it('does not answer programs with a page', async () => {
    const answer = await running.call('/users/ada', { headers: { accept: 'application/json' } });
    expect(answer.status).toBe(404);
  });

  it.each(['/..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/package.json', '/.env', '//etc/passwd'])(
    'gives no file from outside: %s',
    async (url) => {
      const answer = await running.app.server.inject({ url, headers: { accept: '*/*' } });
      expect([400, 403, 404]).toContain(answer.statusCode);
    },
  );
});
