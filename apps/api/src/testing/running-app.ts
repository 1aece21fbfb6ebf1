import { createTestDatabase } from '@purser/dev-tools/testing/test-database';
import { permissions } from '@purser/domain/access/permissions';
import { findFreePort } from '@purser/local-services/free-port';
import type { RequestContext } from '@purser/schema/contract/request-context';
import pino from 'pino';
import { machine } from '../adapters/system/machine.ts';
import { type App, createApp } from '../app.ts';
import { makeDemoToken } from '../composition/make-demo-token.ts';
import { seedDefaultProject } from '../composition/operator-tools.ts';
import { type ReadyConfig, readConfig } from '../config/config.ts';
import { seededProject } from './seeded-project.ts';

/** A whole server over a database of its own, listening on a port of this machine. */
export type RunningApp = {
  readonly app: App;
  readonly config: ReadyConfig;
  readonly url: string;
  readonly databaseUrl: string;
  /** What was logged, one JSON line each. */
  readonly log: readonly string[];
  /** Moves the machine's clock: sessions, tokens and caches get older. */
  readonly advance: (ms: number) => void;
  /** `fetch` on this server; `token` is sent as bearer, `body` as JSON. */
  readonly call: (path: string, init?: CallInit) => Promise<Response>;
  /** A bearer token of a demo person. */
  readonly tokenOf: (role: string) => Promise<string>;
  /** For use cases that a test calls without a request. */
  readonly adminContext: () => RequestContext;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export type CallInit = {
  readonly method?: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

export async function runApp(environment: Record<string, string> = {}): Promise<RunningApp> {
  const port = await findFreePort();
  const given = readConfig({ PORT: String(port), ...environment });
  const isUsual = given.defaultTenant === 'home' && given.defaultProject === 'demo';
  const database = await createTestDatabase(isUsual ? seededProject : undefined);
  const config: ReadyConfig = {
    ...given,
    databaseUrl: database.url,
    dataDir: '',
    secret: environment.PURSER_SECRET ?? 'running-app-'.repeat(4),
  };
  const { scope } = await seedDefaultProject(config);
  const log: string[] = [];
  let aheadMs = 0;
  const app = await createApp(config, {
    logger: pino({ level: 'info' }, { write: (line: string) => void log.push(line) }),
    system: { ...machine, nowMs: () => machine.nowMs() + aheadMs },
  });
  await app.server.listen({ host: '127.0.0.1', port });
  const url = `http://localhost:${port}`;
  return {
    app,
    config,
    url,
    databaseUrl: database.url,
    log,
    advance: (ms) => {
      aheadMs += ms;
    },
    call: (path, init = {}) => callServer(`${url}${path}`, init),
    tokenOf: (role) => makeDemoToken(config, role as Parameters<typeof makeDemoToken>[1]),
    adminContext: () => ({
      caller: {
        kind: 'cli',
        id: 'cli:test',
        name: 'test',
        role: 'admin',
        permissions: new Set(permissions),
      },
      scope,
      requestId: 'test',
    }),
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await database.drop();
    },
  };
}

function callServer(url: string, { method, token, body, headers = {} }: CallInit) {
  return fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    redirect: 'manual',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
