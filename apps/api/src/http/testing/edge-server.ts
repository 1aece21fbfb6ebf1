import { permissions } from '@purser/domain/access/permissions';
import type { Caller, RequestContext } from '@purser/schema/contract/request-context';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import type { System } from '../../ports/system.ts';
import type { Authenticator } from '../auth/authenticator.ts';
import type { HttpOptions } from '../http-options.ts';
import { RefusalError } from '../problems/refusal-error.ts';
import { createServer, type ServerDeps } from '../server.ts';

export const testNowMs = Date.UTC(2026, 10, 22, 12);

/** A clock that stands still and ids that count. */
export function testSystem(): System {
  let last = 0;
  const next = () => String(++last);
  return {
    nowMs: () => testNowMs,
    newId: () => `request-${next()}`,
    secret: () => `secret-${next()}`,
  };
}

export const testOptions: HttpOptions = {
  baseUrl: 'http://localhost:4000',
  isPublic: false,
  ownHostsOnly: true,
  trustProxy: false,
  corsOrigins: [],
  metricsToken: undefined,
  graphqlIntrospection: true,
  dashboardDirectory: '/nonexistent',
  demoBanner: false,
};

export function testContext(requestId: string, caller: Partial<Caller> = {}): RequestContext {
  return {
    requestId,
    caller: {
      kind: 'person',
      id: 'person:alice',
      name: 'alice@demo.test',
      role: 'admin',
      permissions: new Set(permissions),
      ...caller,
    },
    scope: {
      tenantId: 1,
      projectId: 1,
      tenantUuid: '00000000-0000-4000-8000-000000000001',
      tenantSlug: 'home',
      projectSlug: 'demo',
    },
  };
}

/** Lets in whoever sends the header `authorization: test`, with every permission or with those of `caller`. */
export function testAuthenticator(caller: Partial<Caller> = {}): Authenticator {
  const allowed = (authorization: string | undefined) => authorization === 'test';
  return {
    recall: (request) =>
      allowed(request.headers.authorization) ? testContext(request.id, caller) : null,
    establish: async () => {
      throw new RefusalError('unauthenticated', 'Send a bearer token.');
    },
  };
}

/** The real server on the machine's own terms, with whatever routes a test registers on it. */
export function edgeServer(
  parts: {
    caller?: Partial<Caller>;
    options?: Partial<HttpOptions>;
    log?: string[];
    sendDashboard?: NonNullable<ServerDeps['sendDashboard']>;
  } = {},
): FastifyInstance {
  const { log } = parts;
  const logger = log
    ? pino({ level: 'info' }, { write: (line: string) => void log.push(line) })
    : pino({ level: 'silent' });
  return createServer({
    options: { ...testOptions, ...parts.options },
    system: testSystem(),
    authenticator: testAuthenticator(parts.caller),
    logger,
    ...(parts.sendDashboard ? { sendDashboard: parts.sendDashboard } : {}),
  });
}
