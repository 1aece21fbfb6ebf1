import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Registry } from 'prom-client';
import packageJson from '../package.json' with { type: 'json' };
import { openPool } from './adapters/postgres/pool.ts';
import { openPrisma } from './adapters/postgres/prisma.ts';
import { createQuotaFigures } from './adapters/postgres/quota-figures.ts';
import { stripeWebhookVerifier } from './adapters/stripe/stripe-webhook-verifier.ts';
import { machine } from './adapters/system/machine.ts';
import { createAuth } from './composition/create-auth.ts';
import { createIdentity } from './composition/create-identity.ts';
import { createLogger } from './composition/create-logger.ts';
import { databaseCheck, openCounters } from './composition/open-counters.ts';
import { openUseCases } from './composition/open-use-cases.ts';
import { stripeWebhookSecrets } from './composition/stripe-secrets.ts';
import type { ReadyConfig } from './config/config.ts';
import { fetchOwn } from './http/fetch-own.ts';
import { snapshotCheck } from './http/health/snapshot-check.ts';
import type { HttpOptions } from './http/http-options.ts';
import { measureDataPlanes } from './http/metrics/data-plane-metrics.ts';
import { type MeasuredJobs, measureJobs } from './http/metrics/job-metrics.ts';
import { measurePolicyReads } from './http/metrics/policy-read-metrics.ts';
import { measureStripe } from './http/metrics/stripe-metrics.ts';
import { dashboardPage } from './http/pages/dashboard.ts';
import { createServer } from './http/server.ts';
import { registerSurfaces } from './http/surfaces.ts';
import { createJobs, type Jobs } from './jobs/create-jobs.ts';
import { dashboardFolder } from './local/checkout.ts';
import type { DemoProject } from './ports/demo-project.ts';
import type { QuotaFiguresReader } from './ports/quota-figures.ts';
import type { SeedingProgress } from './ports/seeding-progress.ts';
import type { StripeQueue } from './ports/stripe-queue.ts';
import type { System } from './ports/system.ts';
import type { WebhookVerifier } from './ports/webhook-verifier.ts';
import type { RulesReads } from './use-cases/rules/rules-reads.ts';
import type { PolicySnapshots } from './use-cases/snapshot/policy-snapshots.ts';

export type App = {
  /** Ready to listen; `inject` works without a socket. */
  readonly server: FastifyInstance;
  readonly useCases: UseCases;
  /** Jobs come only after `start`; `close` stops them. */
  readonly jobs: Pick<Jobs, 'start'>;
  /** The demo's side of a project. */
  readonly demoProject: (scope: ProjectScope) => DemoProject;
  /** Answers what was begun, then lets go of everything that was opened. */
  readonly close: () => Promise<void>;
};

export type AppOverrides = {
  readonly logger?: FastifyBaseLogger;
  readonly seeding?: SeedingProgress;
  /** The machine's clock for sessions, tokens and caches; tests move it. */
  readonly system?: System;
};

const nothingSeeding: SeedingProgress = { current: () => null };

/** Composes the server: here ports meet their adapters. It opens connections, but no socket of its own. */
export async function createApp(config: ReadyConfig, overrides: AppOverrides = {}): Promise<App> {
  await using opened = new AsyncDisposableStack();
  const { system = machine, seeding = nothingSeeding, logger = createLogger(config) } = overrides;
  const onError = (error: unknown) => logger.error({ err: error }, 'background work failed');

  const pool = openPool({ url: config.databaseUrl, onConnectionLost: onError });
  opened.defer(() => pool.end());
  const prisma = openPrisma(pool);
  opened.defer(() => prisma.$disconnect());
  const counting = await openCounters(config, (line) => logger.warn(line));
  opened.defer(counting.close);
  const opening = openUseCases({
    config,
    pool,
    prisma,
    counting,
    onError,
    log: (line) => logger.info(line),
    seeding,
    system,
  });
  const { useCases, demoProject } = opening;
  opened.defer(opening.close);
  const jobs = createJobs({ ...opening.jobs, databaseUrl: config.databaseUrl, system, onError });
  opened.defer(jobs.stop);

  const options = httpOptions(config);
  const { baseUrl } = options;
  const own = fetchOwn(() => server);
  const identity = createIdentity(config, { baseUrl, system, fetchOwn: own });
  const auth = createAuth(config, { pool, identity, baseUrl, system, onFailure: onError });
  const { authenticator, login, signedCalls } = auth;
  const server = createServer({
    options,
    system,
    authenticator,
    logger,
    sendDashboard: dashboardPage(options.dashboardDirectory),
  });
  opened.defer(() => server.close());
  await registerSurfaces(server, {
    options,
    version: packageJson.version,
    useCases,
    prisma,
    authenticator,
    login,
    stripe: { verifier: stripeVerifier(config, system), receive: opening.stripeDoor.receive },
    signedCalls,
    demoProvider: identity.demoProvider,
    registry: processRegistry({ ...opening, figures: createQuotaFigures(pool) }),
    checks: [databaseCheck(pool), counting.check, snapshotCheck(opening.snapshots)],
  });
  await server.ready();

  const running = opened.move();
  return { server, useCases, jobs, demoProject, close: () => running.disposeAsync() };
}

function httpOptions(config: ReadyConfig): HttpOptions {
  return {
    baseUrl: config.publicUrl ?? `http://localhost:${config.port}`,
    isPublic: config.publicUrl !== undefined,
    ownHostsOnly:
      config.identity.kind === 'built-in' && config.loopback && config.publicUrl === undefined,
    trustProxy: config.trustProxy,
    corsOrigins: config.corsOrigins,
    metricsToken: config.metricsToken,
    graphqlIntrospection: config.graphqlIntrospection,
    dashboardDirectory: dashboardFolder,
    demoBanner: config.demoExposed,
  };
}

/** Null while there is no secret to verify with. */
function stripeVerifier(config: ReadyConfig, system: System): WebhookVerifier | null {
  const secrets = stripeWebhookSecrets(config);
  return secrets.length === 0 ? null : stripeWebhookVerifier(secrets, system);
}

/** One registry for each app, so that tests can make several in a process. */
function processRegistry({
  jobs,
  policyReads,
  ...dataPlanes
}: {
  readonly jobs: MeasuredJobs & { readonly stripeQueue: StripeQueue };
  readonly policyReads: RulesReads;
  readonly figures: QuotaFiguresReader;
  readonly snapshots: PolicySnapshots;
}): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'purser_' });
  measureJobs(registry, jobs);
  measureStripe(registry, jobs.stripeQueue);
  measurePolicyReads(registry, policyReads);
  measureDataPlanes(registry, dataPlanes);
  return registry;
}
