import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { Config, ReadyConfig } from '../config/config.ts';
import type { SeedingProgress } from '../ports/seeding-progress.ts';
import { type DataDirectory, openDataDirectory } from './data-directory.ts';
import { type Database, migrateDatabase, openDatabase } from './database.ts';
import { ensureDashboard, ensureDatabaseClient } from './generated-code.ts';
import { lockInstance } from './instance-lock.ts';
import { ensurePortIsFree, explainListenError } from './port.ts';
import type { Progress } from './progress.ts';
import { announceServer } from './running-server.ts';
import { resolveSecret } from './secret-file.ts';
import { findStarters, isAbandoned, watchStarters } from './starters.ts';
import { startLocalStripe, withLocalStripe } from './stripe-simulator.ts';

type App = Awaited<ReturnType<typeof import('../app.ts').createApp>>;

export type Instance = {
  readonly config: ReadyConfig;
  readonly directory: DataDirectory;
  readonly database: Database;
  readonly app: App;
  /** The project of requests that name none. */
  readonly scope: ProjectScope;
  /** Where this machine reaches it. */
  readonly url: string;
  /** The page of the simulator that stands in for Stripe; null without one. */
  readonly stripeUrl: string | null;
  /** Stops the server first, then the database. */
  readonly stop: () => Promise<void>;
};

export type StartOptions = {
  readonly progress: Progress;
  /** Told to Overview while the demo is written. */
  readonly seeding: SeedingProgress;
  /** Whether a dashboard whose sources have changed is built again. */
  readonly build: boolean;
  /** Aborted to give up while starting. */
  readonly signal: AbortSignal;
  /** The package manager that ran this process is gone. */
  readonly onAbandoned: () => void;
};

/**
 * Brings up everything that the configuration asks for, and this checkout still lacks, until the server answers. What was
 * opened is closed again when a step fails or the start is given up.
 */
export async function startInstance(config: Config, options: StartOptions): Promise<Instance> {
  const { progress, signal } = options;
  await using opened = new AsyncDisposableStack();
  const starters = findStarters();
  const directory = openDataDirectory(config, progress.note);
  if (config.databaseUrl === undefined) opened.defer(await lockInstance(directory, starters));
  await ensurePortIsFree(config);
  const secret = resolveSecret(config, directory);

  const [database, { createApp }] = await allSettled([
    bringDatabase(config, directory, { progress, opened }),
    loadServer({ progress, signal }),
    options.build ? bringDashboard({ progress, signal }) : undefined,
    warnAboutRedis(config, progress),
  ]);
  signal.throwIfAborted();

  const local = { ...config, secret, databaseUrl: database.url, dataDir: directory.root };
  const stripe = await startLocalStripe(local, directory);
  if (stripe !== null) opened.defer(stripe.stop);
  const ready = withLocalStripe(local, stripe?.url ?? null);
  const scope = await seed(ready);
  const app = await createApp(ready, { seeding: options.seeding });
  opened.defer(() => app.close());
  await listen(app, config);
  app.jobs.start();
  const url = `http://${urlHost(config)}:${config.port}`;
  const stripeUrl = stripe?.url ?? null;
  const note = { url, port: config.port, databaseUrl: database.url, stripeUrl };
  opened.defer(announceServer(directory, note));
  opened.defer(watchStarters(starters, options.onAbandoned));
  if (isAbandoned(starters)) options.onAbandoned();
  const running = opened.move();
  const stop = () => running.disposeAsync();
  return { config: ready, directory, database, app, scope, url, stripeUrl, stop };
}

type Bringing = { readonly progress: Progress; readonly signal: AbortSignal };

async function bringDatabase(
  config: Config,
  directory: DataDirectory,
  { progress, opened }: { readonly progress: Progress; readonly opened: AsyncDisposableStack },
): Promise<Database> {
  const database = await openDatabase(config, directory, progress);
  opened.defer(database.stop);
  await migrateDatabase(database.url, progress);
  return database;
}

/** The server's code imports the generated client, so it can be loaded only once that is there. */
async function loadServer({ progress, signal }: Bringing): Promise<typeof import('../app.ts')> {
  await ensureDatabaseClient(progress, signal);
  return import('../app.ts');
}

async function seed(config: ReadyConfig): Promise<ProjectScope> {
  const { seedDefaultProject } = await import('../composition/operator-tools.ts');
  return (await seedDefaultProject(config)).scope;
}

/** A server without its Redis still settles what was admitted, so it starts, and is ready once Redis is there. */
async function warnAboutRedis(config: Config, progress: Progress): Promise<void> {
  if (config.redisUrl === undefined) return;
  const { checkRedis } = await import('./doctor/redis-check.ts');
  const { ok, detail, remedy } = await checkRedis(config);
  if (!ok) progress.note(`WARNING: Redis ${detail}. ${remedy} Until then no turn is admitted.`);
}

/** The API is useful without its pages, so a failed build is told and does not end the start. */
async function bringDashboard({ progress, signal }: Bringing): Promise<void> {
  try {
    await ensureDashboard(progress, signal);
  } catch (error) {
    if (!signal.aborted) progress.note(`${String(error)}\n  The API starts without it.`);
  }
}

async function listen(app: App, { host, port }: Config): Promise<void> {
  try {
    await app.server.listen({ host, port });
  } catch (error) {
    throw explainListenError(error, { host, port });
  }
}

/** Browsers treat `localhost` as a secure place whatever its address; a wildcard is reached by it too. */
function urlHost({ host, loopback }: Config): string {
  if (loopback || host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

/** Waits for all, also when one fails, so that nothing is still being opened while the rest is closed. */
async function allSettled<const Work extends readonly unknown[]>(
  work: Work,
): Promise<{ [Index in keyof Work]: Awaited<Work[Index]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
