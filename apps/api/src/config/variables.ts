import { databaseUrl } from './database-url.ts';
import { endpoints } from './endpoints.ts';
import { redisUrl } from './redis-url.ts';
import { trustProxy } from './trust-proxy.ts';
import {
  choice,
  flag,
  integer,
  list,
  origins,
  pairs,
  text,
  url,
  type VariableKind,
} from './variable-kind.ts';

export const groups = [
  'Server',
  'Storage',
  'Identity',
  'Payments',
  'Notifications',
  'Data planes',
  'Secrets',
  'Defaults',
] as const;

type About = {
  readonly group: (typeof groups)[number];
  /** What it does, as one or two sentences. */
  readonly about: string;
  /** Other names under which it is read. */
  readonly aliases?: readonly string[];
  /** Masked wherever values are shown. */
  readonly secret?: true;
  /** What is in force without it, where `fallback` does not say it. */
  readonly without?: string;
};

/** One environment variable; `Fallback` is `undefined` when nothing stands in for it. */
export type Variable<Value, Fallback extends Value | undefined> = About & {
  readonly kind: VariableKind<Value>;
  readonly fallback: Fallback;
};

/**
 * Every environment variable that Purser reads. Validation, `purser config` and docs/configuration.md come from here.
 */
export const variables = {
  PORT: withDefault(integer(1, 65_535), 4000, {
    group: 'Server',
    about: 'Port of the API and the dashboard.',
  }),
  HOST: withDefault(text, '127.0.0.1', {
    group: 'Server',
    about:
      'Address to listen on. Other machines reach the server only with another one, such as 0.0.0.0.',
  }),
  PUBLIC_URL: optional(url('http', 'https'), {
    group: 'Server',
    about:
      'Address under which people reach this server: used in sign-in redirects and links; with https, cookies are Secure.',
    without: 'http://localhost:PORT',
  }),
  TRUST_PROXY: withDefault(trustProxy, false, {
    group: 'Server',
    about: 'Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.',
    without: 'off',
  }),
  CORS_ORIGINS: withDefault(origins, [], {
    group: 'Server',
    about:
      'Origins whose pages may call the API with a bearer token; cookies are never accepted from them.',
    without: 'none',
  }),
  METRICS_TOKEN: optional(text, {
    group: 'Server',
    about: 'Bearer token for /metrics.',
    secret: true,
    without: 'loopback and private addresses only',
  }),
  GRAPHQL_INTROSPECTION: optional(flag, {
    group: 'Server',
    about: 'Whether GraphQL clients may read the schema.',
    without: 'on, off with NODE_ENV=production',
  }),
  LOG_LEVEL: optional(choice(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']), {
    group: 'Server',
    about: 'Least severe level that is logged.',
    without: 'warn, info with NODE_ENV=production',
  }),
  NODE_ENV: withDefault(choice(['development', 'production', 'test']), 'development', {
    group: 'Server',
    about: 'With production, logs are JSON and GraphQL introspection is off.',
  }),
  DATABASE_URL: optional(databaseUrl, {
    group: 'Storage',
    about: 'A PostgreSQL server of your own, version 15 or newer.',
    aliases: ['DATABASE_CONNECTION_STRING'],
    secret: true,
    without: 'an embedded PostgreSQL in the data directory',
  }),
  REDIS_URL: optional(redisUrl, {
    group: 'Storage',
    about: 'Redis 7 or newer for the counters; with it, any number of API processes may run.',
    secret: true,
    without: 'counters inside the one process',
  }),
  PURSER_DATA_DIR: optional(text, {
    group: 'Storage',
    about: 'Folder of the embedded database and of generated secrets.',
    without: '.purser in the checkout',
  }),
  DNS_SERVERS: withDefault(list, [], {
    group: 'Server',
    about:
      'Resolvers, as address or address:port, that are asked for the proof of tenants’ domains.',
    without: 'those of the machine',
  }),
  DATAPLANE_ENDPOINTS: withDefault(endpoints, [], {
    group: 'Data planes',
    about:
      'Data planes that policy snapshots are sent to. Each is called as its host is, unless a name stands before it.',
    without: 'none',
  }),
  SNAPSHOT_PUBLISH_INTERVAL: withDefault(integer(1_000, 3_600_000), 60_000, {
    group: 'Data planes',
    about: 'Milliseconds between two of these snapshots, in whole seconds, rounded up.',
  }),
  API_KEY_PREFIX: withDefault(keyPrefix(), 'pxl8', {
    group: 'Defaults',
    about: 'What the API keys of tenants begin with.',
  }),
  OIDC_ISSUER: optional(url('http', 'https'), {
    group: 'Identity',
    about: 'Address of the OpenID Connect issuer, for example a Keycloak realm.',
    aliases: ['KEYCLOAK_AUTHORITY'],
    without: 'a built-in issuer with demo people',
  }),
  OIDC_AUDIENCE: withDefault(text, 'purser', {
    group: 'Identity',
    about: 'Audience that access tokens must name.',
  }),
  OIDC_CLIENT_ID: withDefault(text, 'purser-dashboard', {
    group: 'Identity',
    about: 'Client with which people sign in to the dashboard.',
  }),
  OIDC_CLIENT_SECRET: optional(text, {
    group: 'Identity',
    about: 'Secret of that client.',
    secret: true,
    without: 'a public client, with PKCE alone',
  }),
  OIDC_ROLE_CLAIM: withDefault(text, 'realm_access.roles', {
    group: 'Identity',
    about: 'Path of the claim that lists roles.',
  }),
  OIDC_ROLE_MAP: withDefault(pairs, new Map(), {
    group: 'Identity',
    about: "The issuer's role names and the roles of Purser that they mean.",
    without: 'the same names',
  }),
  OIDC_TENANT_CLAIM: optional(text, {
    group: 'Identity',
    about: "Path of the claim that lists a person's tenants.",
    without: 'tenants come from invitations',
  }),
  STRIPE_SECRET_KEY: optional(text, {
    group: 'Payments',
    about: 'Key with which Stripe is called.',
    secret: true,
    without: 'on this machine alone a simulator, else Stripe is not asked',
  }),
  STRIPE_WEBHOOK_SECRET: withDefault(list, [], {
    group: 'Payments',
    about:
      'Secrets that webhooks of Stripe are signed with; several, while one replaces another. Webhooks are refused without one.',
    secret: true,
    without: 'on this machine alone and without a key: `purser stripe webhook-secret`',
  }),
  STRIPE_TRUST_METADATA: optional(flag, {
    group: 'Payments',
    about:
      "Whether a payment's metadata may state amounts of its own (`additional_*`) without a signature of Purser.",
    without: 'on with a test key, or without any on this machine alone',
  }),
  SMTP_URL: optional(url('smtp', 'smtps'), {
    group: 'Notifications',
    about: 'Mail server that alerts are sent through.',
    secret: true,
    without: 'mails are lines of the log',
  }),
  MAIL_FROM: withDefault(text, 'Purser <purser@localhost>', {
    group: 'Notifications',
    about: 'Sender of mails.',
  }),
  ADMIN_EMAILS: withDefault(list, [], {
    group: 'Notifications',
    about: 'Who is told of alerts by mail.',
    without: 'nobody',
  }),
  DELIVERY_RETENTION_DAYS: withDefault(integer(1, 3_650), 90, {
    group: 'Notifications',
    about: 'Days for which alerts and their deliveries are kept once nothing of them waits.',
  }),
  EVENT_RETENTION_DAYS: withDefault(integer(30, 3_650), 180, {
    group: 'Notifications',
    about:
      'Days for which outside events are kept that are done and moved nothing; those that name an amount or a user are kept for ever.',
  }),
  WEBHOOK_ALLOW_PRIVATE: optional(flag, {
    group: 'Notifications',
    about: 'Whether webhooks may go to addresses of private networks, and without TLS.',
    without: 'to loopback only, while only this machine reaches the server; else off',
  }),
  PURSER_SECRET: optional(secretText(), {
    group: 'Secrets',
    about:
      'Root of the keys for sessions, service keys and tokens. Required with DATABASE_URL, PUBLIC_URL or a HOST that other machines reach.',
    secret: true,
    without: 'made at the first start, in the data directory',
  }),
  PURSER_SECRET_PREVIOUS: optional(secretText(), {
    group: 'Secrets',
    about: 'The secret before a change: what it protected stays valid while both are set.',
    secret: true,
  }),
  PURSER_ALLOW_DEMO: withDefault(flag, false, {
    group: 'Defaults',
    about:
      'Lets demo people sign in on a server that others can reach; every page then says so. Never for real data.',
  }),
  PURSER_DEFAULT_TENANT: withDefault(text, 'home', {
    group: 'Defaults',
    about: 'Tenant of requests that name none.',
  }),
  PURSER_DEFAULT_PROJECT: withDefault(text, 'demo', {
    group: 'Defaults',
    about: 'Project of requests that name none.',
  }),
} as const;

export type VariableName = keyof typeof variables;

/** The parsed values by name. */
export type VariableValues = {
  readonly [Name in VariableName]: (typeof variables)[Name] extends Variable<
    infer Value,
    infer Fallback
  >
    ? undefined extends Fallback
      ? Value | undefined
      : Value
    : never;
};

function withDefault<Value>(
  kind: VariableKind<Value>,
  fallback: Value,
  about: About,
): Variable<Value, Value> {
  return { kind, fallback, ...about };
}

function optional<Value>(kind: VariableKind<Value>, about: About): Variable<Value, undefined> {
  return { kind, fallback: undefined, ...about };
}

/** A brand in front of keys: what scanners look for. */
function keyPrefix(): VariableKind<string> {
  return {
    form: '2 to 16 of a-z and 0-9',
    parse: (input) =>
      /^[a-z0-9]{2,16}$/.test(input)
        ? { ok: true, value: input }
        : { ok: false, problem: 'must have 2 to 16 of a-z and 0-9' },
  };
}

/** Shorter secrets can be guessed from one signed cookie. */
function secretText(): VariableKind<string> {
  return {
    form: 'at least 32 characters',
    parse: (input) =>
      input.length >= 32
        ? { ok: true, value: input }
        : {
            ok: false,
            problem: 'must have at least 32 characters, for example from: openssl rand -base64 32',
          },
  };
}
