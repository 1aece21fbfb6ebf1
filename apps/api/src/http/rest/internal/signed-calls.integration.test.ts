import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DataPlaneWorld,
  openDataPlaneWorld,
  type TestPlane,
} from '../../../testing/data-plane-world.ts';

let world: DataPlaneWorld;
let plane: TestPlane;
let other: TestPlane;

beforeAll(async () => {
  world = await openDataPlaneWorld();
  plane = await world.plane('dp-1');
  other = await world.plane('dp-2');
});

afterAll(() => world[Symbol.asyncDispose]());

type Route = { readonly method: string; readonly url: string };

function signedRoutes(): readonly Route[] {
  return world.running.app.server.routeTable.filter(({ url }) => url.startsWith('/internal'));
}

async function send(route: Route, headers: Record<string, string>, body?: string) {
  const answer = await world.running.app.server.inject({
    method: route.method as 'GET',
    url: route.url,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { payload: body }),
  });
  return answer.statusCode;
}

describe('every route under /internal (rule D1)', () => {
  it('asks for a signature, and there are some under both prefixes', () => {
    const routes = world.running.app.server.routeTable.filter(({ url }) =>
      url.startsWith('/internal'),
    );
    expect(routes.every(({ permission }) => permission === 'signed')).toBe(true);
    expect(routes.map(({ url }) => url)).toEqual(
      expect.arrayContaining(['/internal/budget/allocate', '/internal/v1/usage/report']),
    );
  });

  it('refuses calls that are unsigned, altered, old, foreign or sent twice, before it reads them', async () => {
    for (const route of signedRoutes()) {
      const { method, url } = route;
      const body = method === 'GET' || method === 'HEAD' ? undefined : { any: 'thing' };
      const text = body && JSON.stringify(body);
      const where = `${method} ${url}`;
      const signed = (options = {}) => plane.headers(method, url, { body, ...options });
      expect(await send(route, {}, text), `${where} unsigned`).toBe(401);
      const old = String(Math.floor(Date.now() / 1_000) - 301);
      const cases = {
        'with another secret': signed({ secret: other.secret }),
        'of another path': signed({ signedPath: `${url}?a=1` }),
        'five minutes old': signed({ timestamp: old }),
        'with a short nonce': signed({ nonce: 'short' }),
        "with another plane's key": { ...signed(), 'x-purser-key-id': other.keyId },
        'with an unknown key': { ...signed(), 'x-purser-key-id': `dpk_${'0'.repeat(32)}` },
      };
      for (const [name, headers] of Object.entries(cases)) {
        expect(await send(route, headers, text), `${where} ${name}`).toBe(401);
      }
      if (body !== undefined) {
        expect(await send(route, signed(), '{"other": "body"}'), `${where} altered`).toBe(401);
      }
      const headers = signed();
      expect(await send(route, headers, text), `${where} signed`).not.toBe(401);
      expect(await send(route, headers, text), `${where} sent twice`).toBe(401);
    }
  });

  it('accepts a call once when it reaches the server many times at once', async () => {
    const path = '/internal/budget/allocate';
    const body = { any: 'thing' };
    const headers = plane.headers('POST', path, { body });
    const statuses = await Promise.all(
      Array.from({ length: 10 }, () =>
        send({ method: 'POST', url: path }, headers, JSON.stringify(body)),
      ),
    );
    expect(statuses.filter((status) => status !== 401)).toHaveLength(1);
  });

  it('takes the data plane from the key: a body that names another is refused', async () => {
    const answer = await plane.call('/internal/budget/allocate', {
      request_id: '11111111-1111-4111-8111-111111111111',
      dataplane_id: other.dataplaneId,
      tenant_id: world.tenantId,
      period_id: world.periodId,
      bandwidth_requested_bytes: 1,
      transforms_requested: 1,
    });
    expect([answer.status, answer.body.error_code]).toEqual([403, 'dataplane_mismatch']);
  });
});
