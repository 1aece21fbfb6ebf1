import type { DataPlaneEndpoint } from '../ports/snapshot-pusher.ts';
import { isLoopback } from './loopback.ts';
import { type Environment, type Origins, readVariables } from './read-variables.ts';
import type { TrustProxy } from './trust-proxy.ts';
import type { VariableValues } from './variables.ts';

/** How people are known: by an issuer of your own, or by the built-in one with its demo people. */
export type IdentityConfig =
  | { readonly kind: 'built-in'; readonly audience: string; readonly clientId: string }
  | {
      readonly kind: 'issuer';
      readonly issuer: string;
      readonly audience: string;
      readonly clientId: string;
      readonly clientSecret: string | undefined;
      /** Path of the claim that lists roles, with dots between its steps. */
      readonly roleClaim: string;
      /** The issuer's role name → ours. */
      readonly roleMap: ReadonlyMap<string, string>;
      readonly tenantClaim: string | undefined;
    };

export type StripeConfig = {
  readonly secretKey: string | undefined;
  /** Where the simulator is that the start brought along; `undefined`: Stripe itself. */
  readonly apiUrl: string | undefined;
  readonly webhookSecrets: readonly string[];
  /** On this machine alone and without a key, webhooks may be signed with a secret made from PURSER_SECRET. */
  readonly isSimulated: boolean;
  readonly trustMetadata: boolean;
};

export type NotificationConfig = {
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  readonly adminEmails: readonly string[];
  /** Which addresses webhooks may be sent to. */
  readonly reach: 'public' | 'loopback' | 'any';
};

/** How long what may be forgotten is kept, in days. */
export type RetentionConfig = { readonly deliveryDays: number; readonly eventDays: number };

/** Which data planes are sent policy snapshots, and how often. */
export type PublishingConfig = {
  readonly endpoints: readonly DataPlaneEndpoint[];
  readonly everySeconds: number;
};

/** Everything that the environment decides. */
export type Config = {
  readonly host: string;
  readonly port: number;
  /** Only this machine can reach the server. */
  readonly loopback: boolean;
  /** Without a slash at its end; `undefined` when not set. */
  readonly publicUrl: string | undefined;
  readonly trustProxy: TrustProxy;
  readonly corsOrigins: readonly string[];
  readonly metricsToken: string | undefined;
  readonly graphqlIntrospection: boolean;
  readonly logLevel: NonNullable<VariableValues['LOG_LEVEL']>;
  readonly production: boolean;
  /** `undefined`: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  /** `undefined`: counters inside this process. */
  readonly redisUrl: string | undefined;
  /** `undefined`: chosen by the checkout (local/data-directory.ts). */
  readonly dataDir: string | undefined;
  readonly identity: IdentityConfig;
  readonly stripe: StripeConfig;
  readonly notifications: NotificationConfig;
  readonly retention: RetentionConfig;
  readonly publishing: PublishingConfig;
  /** `undefined`, in local mode only: kept in the data directory. */
  readonly secret: string | undefined;
  readonly previousSecret: string | undefined;
  /** Demo people may sign in although others can reach the server: every page says so. */
  readonly demoExposed: boolean;
  /** Resolvers for the proof of tenants' domains; none = the machine's. */
  readonly dnsServers: readonly string[];
  /** What tenants' API keys begin with. */
  readonly apiKeyPrefix: string;
  readonly defaultTenant: string;
  readonly defaultProject: string;
  readonly origins: Origins;
};

/** A configuration whose open ends the local side has filled: what the server is composed from. */
export type ReadyConfig = Config & {
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly secret: string;
};

/** The environment cannot be used; `problems` has one sentence for each variable at fault. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** Reads and checks the whole environment. Throws a ConfigError that lists every problem at once. */
export function readConfig(env: Environment): Config {
  const { values, origins, problems } = readVariables(env);
  const config = toConfig(values, origins);
  const found = [...problems, ...findContradictions(config, values.PURSER_ALLOW_DEMO)];
  if (found.length > 0) throw new ConfigError(found);
  return config;
}

function toConfig(values: VariableValues, origins: Origins): Config {
  const loopback = isLoopback(values.HOST);
  const production = values.NODE_ENV === 'production';
  const identity = toIdentity(values);
  const alone = loopback && values.PUBLIC_URL === undefined;
  return {
    host: values.HOST,
    port: values.PORT,
    loopback,
    publicUrl: values.PUBLIC_URL,
    trustProxy: values.TRUST_PROXY,
    corsOrigins: values.CORS_ORIGINS,
    metricsToken: values.METRICS_TOKEN,
    graphqlIntrospection: values.GRAPHQL_INTROSPECTION ?? !production,
    // A person at a terminal wants to see what is wrong, a log collector everything.
    logLevel: values.LOG_LEVEL ?? (production ? 'info' : 'warn'),
    production,
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    dataDir: values.PURSER_DATA_DIR,
    identity,
    stripe: toStripe(values, alone),
    notifications: {
      smtpUrl: values.SMTP_URL,
      mailFrom: values.MAIL_FROM,
      adminEmails: values.ADMIN_EMAILS,
      reach: reachOf(values.WEBHOOK_ALLOW_PRIVATE, alone),
    },
    retention: {
      deliveryDays: values.DELIVERY_RETENTION_DAYS,
      eventDays: values.EVENT_RETENTION_DAYS,
    },
    publishing: {
      endpoints: values.DATAPLANE_ENDPOINTS,
      everySeconds: Math.ceil(values.SNAPSHOT_PUBLISH_INTERVAL / 1_000),
    },
    secret: values.PURSER_SECRET,
    previousSecret: values.PURSER_SECRET_PREVIOUS,
    demoExposed: identity.kind === 'built-in' && (!loopback || values.PUBLIC_URL !== undefined),
    dnsServers: values.DNS_SERVERS,
    apiKeyPrefix: values.API_KEY_PREFIX,
    defaultTenant: values.PURSER_DEFAULT_TENANT,
    defaultProject: values.PURSER_DEFAULT_PROJECT,
    origins,
  };
}

function toIdentity(values: VariableValues): IdentityConfig {
  const common = { audience: values.OIDC_AUDIENCE, clientId: values.OIDC_CLIENT_ID };
  if (values.OIDC_ISSUER === undefined) return { kind: 'built-in', ...common };
  return {
    kind: 'issuer',
    ...common,
    issuer: values.OIDC_ISSUER,
    clientSecret: values.OIDC_CLIENT_SECRET,
    roleClaim: values.OIDC_ROLE_CLAIM,
    roleMap: values.OIDC_ROLE_MAP,
    tenantClaim: values.OIDC_TENANT_CLAIM,
  };
}

function reachOf(allowed: boolean | undefined, alone: boolean): NotificationConfig['reach'] {
  if (allowed) return 'any';
  return alone && allowed === undefined ? 'loopback' : 'public';
}

/** A test key begins so; only its payments cost nobody anything. */
const testKey = /^[sr]k_test_/;

function toStripe(values: VariableValues, alone: boolean): StripeConfig {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_TRUST_METADATA: trust } = values;
  const isSimulated = alone && secretKey === undefined;
  const isTest = secretKey === undefined ? isSimulated : testKey.test(secretKey);
  return {
    secretKey,
    apiUrl: undefined,
    webhookSecrets: values.STRIPE_WEBHOOK_SECRET,
    isSimulated,
    trustMetadata: trust ?? isTest,
  };
}

/** What no single variable shows: demo people on an open server, and a secret that nobody set. */
function findContradictions(config: Config, allowDemo: boolean): string[] {
  const exposed = config.loopback
    ? 'PUBLIC_URL is set'
    : `HOST=${config.host} lets other machines in`;
  const found: string[] = [];
  if (config.demoExposed && !allowDemo) {
    found.push(
      `${exposed}, but anybody could sign in as a demo person: set OIDC_ISSUER, or PURSER_ALLOW_DEMO=1 to do it all the same.`,
    );
  }
  if (config.origins.PURSER_SECRET === undefined && !isLocal(config)) {
    found.push(
      'PURSER_SECRET is required with DATABASE_URL, PUBLIC_URL or a HOST that other machines reach, for example from: openssl rand -base64 32.',
    );
  }
  return found;
}

/** One machine, one process, nothing shared: then the secret may live in the data directory. */
function isLocal(config: Config): boolean {
  return config.loopback && config.publicUrl === undefined && config.databaseUrl === undefined;
}
