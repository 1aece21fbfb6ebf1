import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';
import { deriveKey } from './derive-key.ts';
import { documentedIn, insertVariables } from './documentation.ts';
import { maskSecret } from './mask.ts';
import type { Environment } from './read-variables.ts';

const secret = 'a-secret-that-is-long-enough-for-a-root-key';

function problemsOf(env: Environment): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('readConfig', () => {
  it('needs nothing: loopback, embedded database, counters in the process, demo people', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 4000,
      loopback: true,
      databaseUrl: undefined,
      redisUrl: undefined,
      secret: undefined,
      identity: { kind: 'built-in' },
      demoExposed: false,
      graphqlIntrospection: true,
    });
  });

  it('lists every bad variable at once, one sentence each', () => {
    const problems = problemsOf({
      PORT: '99999',
      REDIS_URL: 'http://nowhere',
      CORS_ORIGINS: 'https://good.example,https://bad.example/path',
      LOG_LEVEL: 'loud',
      PURSER_DATA_DRI: '/tmp',
    });
    expect(problems).toEqual([
      'PORT must be a whole number from 1 to 65535 (it is "99999").',
      'CORS_ORIGINS must list exact origins such as https://app.example.com; "https://bad.example/path" is none (it is "https://good.example,https://bad.example/path").',
      'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent (it is "loud").',
      'REDIS_URL must start with redis://, redis+sentinel:// or redis+cluster://.',
      'PURSER_DATA_DRI is not a variable of Purser: see "purser config".',
    ]);
  });

  it('never repeats a secret in a problem', () => {
    const [problem] = problemsOf({ PURSER_SECRET: 'short-but-secret' });
    expect(problem).toContain('PURSER_SECRET must have at least 32 characters');
    expect(problem).not.toContain('short-but-secret');
  });

  it('counts an empty variable as not set', () => {
    expect(readConfig({ PORT: ' ', REDIS_URL: '' })).toMatchObject({
      port: 4000,
      redisUrl: undefined,
    });
  });

  it("reads the guides' names as aliases and refuses two that differ", () => {
    const env = {
      PURSER_SECRET: secret,
      DATABASE_CONNECTION_STRING: 'Host=db;Database=purser',
      KEYCLOAK_AUTHORITY: 'https://id.example/realms/purser/',
    };
    const config = readConfig(env);
    expect(config.databaseUrl).toBe('postgres://postgres@db:5432/purser');
    expect(config.identity).toMatchObject({ issuer: 'https://id.example/realms/purser' });
    expect(config.origins.OIDC_ISSUER).toBe('KEYCLOAK_AUTHORITY');
    expect(problemsOf({ ...env, OIDC_ISSUER: 'https://other.example' })).toEqual([
      'OIDC_ISSUER and KEYCLOAK_AUTHORITY differ: keep one of them.',
    ]);
  });

  it.each([{ HOST: '0.0.0.0' }, { HOST: '::' }, { PUBLIC_URL: 'https://purser.example' }])(
    'refuses demo people where others can reach the server: %o',
    (env) => {
      const [problem] = problemsOf({ ...env, PURSER_SECRET: secret });
      expect(problem).toContain('anybody could sign in as a demo person');
      expect(
        problemsOf({ ...env, PURSER_SECRET: secret, OIDC_ISSUER: 'https://id.example' }),
      ).toEqual([]);
      const loud = readConfig({ ...env, PURSER_SECRET: secret, PURSER_ALLOW_DEMO: '1' });
      expect(loud.demoExposed).toBe(true);
    },
  );

  it.each([
    { DATABASE_URL: 'postgres://localhost/purser' },
    { HOST: '0.0.0.0', PURSER_ALLOW_DEMO: '1' },
    { PUBLIC_URL: 'https://purser.example', OIDC_ISSUER: 'https://id.example' },
  ])('requires a secret outside local mode: %o', (env) => {
    expect(problemsOf(env)).toEqual([expect.stringContaining('PURSER_SECRET is required')]);
  });

  it.each([
    ['off', false],
    ['2', 2],
    ['10.0.0.0/8,::1', ['10.0.0.0/8', '::1']],
  ])('reads TRUST_PROXY=%s', (input, expected) => {
    expect(readConfig({ TRUST_PROXY: input }).trustProxy).toEqual(expected);
  });

  it.each(['true', '10.0.0.0/64', 'proxy'])('refuses to trust unnamed proxies: %s', (input) => {
    expect(problemsOf({ TRUST_PROXY: input })).toHaveLength(1);
  });

  it('reads role pairs', () => {
    const { identity } = readConfig({
      OIDC_ISSUER: 'https://id.example',
      OIDC_ROLE_MAP: 'economics=finance, ops=admin',
    });
    expect(identity).toMatchObject({
      roleMap: new Map([
        ['economics', 'finance'],
        ['ops', 'admin'],
      ]),
    });
  });
});

describe('DATABASE_URL', () => {
  it.each([
    [
      'Host=db.example;Port=6432;Database=purser;Username=app;Password=p@ss;SSL Mode=VerifyFull',
      'postgres://app:p%40ss@db.example:6432/purser?sslmode=verify-full',
    ],
    [
      `Server=db; User Id=app; Password="semi;colon ""quoted"""; DB=a b; Maximum Pool Size=20`,
      'postgres://app:semi%3Bcolon%20%22quoted%22@db:5432/a%20b',
    ],
  ])('understands what Npgsql understands: %s', (input, expected) => {
    const env = { DATABASE_CONNECTION_STRING: input, PURSER_SECRET: secret };
    expect(readConfig(env).databaseUrl).toBe(expected);
  });

  it.each([
    'mysql://db/purser',
    'Host=db',
    'Host=db;Database=x;Port=many',
    'postgres://db:port/purser',
  ])('refuses %s in one sentence', (input) => {
    expect(problemsOf({ DATABASE_URL: input, PURSER_SECRET: secret })).toHaveLength(1);
  });
});

describe('REDIS_URL', () => {
  it.each([
    'redis://cache',
    'rediss://:secret@cache:6380/2',
    'redis+sentinel://a:26379,b/primary',
    'redis+cluster://user:secret@a:6379,b:6379',
  ])('reads %s', (REDIS_URL) => {
    expect(readConfig({ REDIS_URL }).redisUrl).toBe(REDIS_URL);
  });

  it.each(['http://cache', 'redis+sentinel://a,b', 'redis+cluster://a:b'])(
    'refuses %s in one sentence',
    (REDIS_URL) => {
      expect(problemsOf({ REDIS_URL })).toEqual([expect.stringMatching(/^REDIS_URL .+\.$/)]);
    },
  );
});

describe('keys and masks', () => {
  it('derives an own key for each purpose, always the same', () => {
    const session = deriveKey(secret, 'session');
    expect(session).toHaveLength(32);
    expect(deriveKey(secret, 'session')).toEqual(session);
    expect(deriveKey(secret, 'service-key')).not.toEqual(session);
  });

  it.each([
    ['postgres://app:hunter2@db:5432/purser', 'postgres://app:••••@db:5432/purser'],
    ['redis://:hunter2@cache:6379', 'redis://••••@cache:6379'],
    ['redis+cluster://app:hunter2@a:1,b:2', 'redis+cluster://app:••••@a:1,b:2'],
    ['postgres://db/purser?password=hunter2', 'postgres://db/purser'],
    ['hunter2hunter2', '••••••••'],
    ['hunter2://', '••••••••'],
  ])('shows what is useful of %s and no password', (value, shown) => {
    expect(maskSecret(value)).toBe(shown);
  });
});

it.each(documentedIn)('keeps %s equal to the table of variables', (name) => {
  const file = resolve(import.meta.dirname, '../../../..', name);
  const document = readFileSync(file, 'utf8');
  expect(insertVariables(document)).toBe(document);
});

describe('data planes that snapshots are sent to', () => {
  it('are called as their host, or by the name before it, every so many milliseconds', () => {
    const { publishing } = readConfig({
      DATAPLANE_ENDPOINTS: 'https://data1.example.com/, dp-2=http://10.0.0.2:8080/edge',
      SNAPSHOT_PUBLISH_INTERVAL: '60000',
    });
    expect(publishing).toEqual({
      everySeconds: 60,
      endpoints: [
        { dataplaneId: 'data1.example.com', url: 'https://data1.example.com' },
        { dataplaneId: 'dp-2', url: 'http://10.0.0.2:8080/edge' },
      ],
    });
    expect(readConfig({}).publishing).toEqual({ endpoints: [], everySeconds: 60 });
  });

  it.each(['data1', 'DP=https://x', 'https://a@b', 'https://x,https://x:2', 'dp-1=ftp://x'])(
    'are refused as %s',
    (text) => {
      expect(() => readConfig({ DATAPLANE_ENDPOINTS: text })).toThrow(/DATAPLANE_ENDPOINTS/);
    },
  );
});
