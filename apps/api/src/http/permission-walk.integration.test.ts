import { isPermission } from '@purser/domain/access/permissions';
import { type Role, roles, rolesByPermission } from '@purser/domain/access/roles';
import {
  permissionsOfScopes,
  type ServiceScope,
  serviceScopes,
} from '@purser/domain/access/service-scopes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApp, runApp } from '../testing/running-app.ts';
import type { RouteEntry } from './auth/authorise-routes.ts';
import type { RoutePermission } from './auth/request-context.ts';

/** What anybody may see; a route that joins them must be added here on purpose. */
const publicRoutes = [
  /^(GET|HEAD) \/$/,
  /^(GET|HEAD) \/\*$/,
  /^(GET|HEAD) \/auth\/(login|callback|logout)$/,
  /^POST \/auth\/logout$/,
  /^(GET|HEAD|POST|OPTIONS) \/oidc\//,
  /^(GET|HEAD) \/health\/(live|ready)$/,
  /^(GET|HEAD) \/metrics$/,
  /^(GET|HEAD) \/openapi\.json$/,
  /^(GET|HEAD) \/docs/,
  /^(GET|HEAD) \/graphql(\/assets\/|$)/,
  // Its signature is its credential.
  /^POST \/api\/v1\/webhooks\/stripe$/,
];

const someId = '00000000-0000-7000-8000-000000000000';

let running: RunningApp;
let table: readonly RouteEntry[];
const tokens = new Map<Role, string>();

beforeAll(async () => {
  running = await runApp();
  table = running.app.server.routeTable;
  for (const role of roles) tokens.set(role, await running.tokenOf(role));
});

afterAll(() => running[Symbol.asyncDispose]());

/** Sends a request with nothing in it: whoever is let in is told what is missing. */
async function statusFor({ method, url }: RouteEntry, token?: string): Promise<number> {
  // A colon of the address itself is written twice in a route; any other begins a parameter.
  const path = url.replaceAll(/::|:[a-z_]+/g, (part) => (part === '::' ? ':' : someId));
  const answer = await running.app.server.inject({
    method: method as 'GET',
    url: path,
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(method === 'GET' || method === 'HEAD' ? {} : { payload: '{}' }),
  });
  return answer.statusCode;
}

function guarded(): readonly RouteEntry[] {
  return table.filter(({ permission }) => permission !== 'public');
}

/** What people and keys can reach; the rest asks for a data plane's signature. */
function forCallers(): readonly RouteEntry[] {
  return guarded().filter(({ permission }) => permission !== 'signed');
}

describe('every route', () => {
  it('is guarded unless it is known to be for anybody', () => {
    const open = table
      .filter(({ permission }) => permission === 'public')
      .map(({ method, url }) => `${method} ${url}`);
    expect(open.filter((route) => !publicRoutes.some((known) => known.test(route)))).toEqual([]);
    expect(guarded().length).toBeGreaterThan(8);
  });

  it('that is guarded refuses a caller without a credential', async () => {
    for (const route of guarded()) {
      expect(await statusFor(route), `${route.method} ${route.url}`).toBe(401);
    }
  });

  it.each(roles)('lets the role %s do exactly what the permission table says', async (role) => {
    for (const route of forCallers()) {
      const status = await statusFor(route, tokens.get(role));
      const where = `${route.method} ${route.url} as ${role}: ${status}`;
      expect(status === 403, where).toBe(!isFor(route.permission, role));
      expect([401, 500], where).not.toContain(status);
    }
  });

  it.each(serviceScopes)('lets a key of scope %s do exactly what the scope says', async (scope) => {
    const token = await keyOf(scope);
    const held = permissionsOfScopes([scope]);
    for (const route of forCallers()) {
      const { permission } = route;
      const allowed =
        permission === 'signed-in' || (isPermission(permission) && held.has(permission));
      const status = await statusFor(route, token);
      expect(status === 403, `${route.method} ${route.url} with ${scope}: ${status}`).toBe(
        !allowed,
      );
    }
  });
});

function isFor(permission: RoutePermission, role: Role): boolean {
  return isPermission(permission) ? rolesByPermission[permission].includes(role) : true;
}

async function keyOf(scope: ServiceScope): Promise<string> {
  const context = await running.adminContext();
  const made = await running.app.useCases.key.create(context, { name: scope, scopes: [scope] }, {});
  if (!made.ok) throw new Error(made.rejection.message);
  return made.value.secret;
}
