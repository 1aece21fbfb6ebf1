import type { Config, ReadyConfig } from '../config/config.ts';
import { openDataDirectory } from './data-directory.ts';
import { migrateDatabase, openDatabase } from './database.ts';
import { silentProgress } from './progress.ts';
import { listServers, type RunningServer } from './running-server.ts';
import { resolveSecret } from './secret-file.ts';
import { withLocalStripe } from './stripe-simulator.ts';

export type Visit = {
  /** With the database's address, the secret and the simulator of a running server filled in. */
  readonly config: ReadyConfig;
  /** The server that has the database open at this moment. */
  readonly server: RunningServer | undefined;
  /** Migrations that were applied for the visit. */
  readonly applied: readonly string[];
};

export type VisitOptions = {
  /** Whether the database is brought to this version's schema first. */
  readonly migrates?: boolean;
};

/**
 * Works on the instance's database whether or not its server runs: an embedded one that is down is started for the visit
 * and stopped after it.
 */
export async function visitDatabase<Value>(
  config: Config,
  log: (line: string) => void,
  work: (visit: Visit) => Promise<Value>,
  { migrates = true }: VisitOptions = {},
): Promise<Value> {
  const directory = openDataDirectory(config, log);
  const server = listServers(directory).find(
    ({ port }, _index, all) => port === config.port || all.length === 1,
  );
  await using opened = new AsyncDisposableStack();
  let url = config.databaseUrl ?? server?.databaseUrl;
  if (url === undefined) {
    const database = await openDatabase(config, directory, silentProgress);
    opened.defer(database.stop);
    url = database.url;
  }
  const applied = migrates ? await migrateDatabase(url, silentProgress) : [];
  const secret = resolveSecret(config, directory);
  const local = { ...config, secret, databaseUrl: url, dataDir: directory.root };
  const ready = withLocalStripe(local, server?.stripeUrl ?? null);
  return await work({ config: ready, server, applied });
}
