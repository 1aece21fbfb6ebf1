import { serverAccount } from '@purser/local-services/postgres-account';
import { locateBinaries } from '@purser/local-services/postgres-binaries';
import { withConnection } from '@purser/local-services/postgres-connection';
import { findPending } from '@purser/prisma/migrate';
import { readMigrationFiles } from '@purser/prisma/migration-files';
import { readHistory } from '@purser/prisma/migration-history';
import type { Config } from '../../config/config.ts';
import { maskSecret } from '../../config/mask.ts';
import type { RunningServer } from '../running-server.ts';
import { type Finding, fault, fine, reasonOf } from './check.ts';

const oldestPostgres = 15;

/** A clock further off than this fails readiness: windows would begin at different instants. */
const clockSkewMaxMs = 1_000;

/** PostgreSQL, its schema and its clock; an embedded one is asked only while it runs. */
export async function checkDatabase(
  config: Config,
  servers: readonly RunningServer[],
): Promise<Finding[]> {
  const url = config.databaseUrl ?? servers[0]?.databaseUrl;
  if (url === undefined) return [checkBinaries()];
  try {
    return await withConnection(url, async (client) => {
      const sentAtMs = Date.now();
      const { rows } = await client.query<{ version: string; now: Date }>(
        "SELECT current_setting('server_version') AS version, clock_timestamp() AS now",
      );
      const answer = rows[0] ?? { version: 'unknown', now: new Date(0) };
      const machineMs = (sentAtMs + Date.now()) / 2;
      const pending = findPending(await readMigrationFiles(), await readHistory(client));
      return [
        checkVersion(answer.version),
        checkSchema(pending.length),
        checkClock(answer.now.getTime() - machineMs),
      ];
    });
  } catch (error) {
    return [
      fault(
        'PostgreSQL',
        `${maskSecret(url)} cannot be used (${reasonOf(error)})`,
        'Start it, or correct DATABASE_URL.',
      ),
    ];
  }
}

function checkBinaries(): Finding {
  try {
    locateBinaries(serverAccount(() => {}));
    return fine('PostgreSQL', 'embedded, not running: start brings it');
  } catch (error) {
    return fault('PostgreSQL', reasonOf(error), 'Set DATABASE_URL to a server of your own.');
  }
}

function checkVersion(version: string): Finding {
  return Number.parseInt(version, 10) >= oldestPostgres
    ? fine('PostgreSQL', version)
    : fault('PostgreSQL', version, `Purser needs PostgreSQL ${oldestPostgres} or newer.`);
}

function checkSchema(pending: number): Finding {
  if (pending === 0) return fine('Schema', 'up to date');
  return fault('Schema', `${pending} migrations to apply`, 'Run "purser migrate", or start.');
}

function checkClock(skewMs: number): Finding {
  const detail = `${Math.abs(Math.round(skewMs))} ms between this machine and the database`;
  return Math.abs(skewMs) <= clockSkewMaxMs
    ? fine('Clock', detail)
    : fault(
        'Clock',
        detail,
        'Synchronise both clocks, for example with chrony or systemd-timesyncd.',
      );
}
