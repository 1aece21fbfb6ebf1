import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatCount } from '@purser/domain/money/format-usd';
import { withConnection } from '@purser/local-services/postgres-connection';
import { type Config, readConfig } from '../config/config.ts';
import { environment } from '../config/environment.ts';
import { dropEverything, keepWritersAway } from '../local/cleanup/drop-everything.ts';
import { dumpDatabase } from '../local/cleanup/dump-database.ts';
import { type Inventory, takeInventory } from '../local/cleanup/inventory.ts';
import { type Visit, visitDatabase } from '../local/visit-database.ts';
import { CliError, UsageError } from './cli-error.ts';
import type { Command } from './command.ts';
import { askFor } from './confirm.ts';
import { formatTable, print, printNote, silently } from './output.ts';

const options = {
  execute: { type: 'boolean', default: false },
  confirm: { type: 'string' },
  'dump-to': { type: 'string' },
  'in-production': { type: 'boolean', default: false },
} as const;

export const command: Command = {
  usage: 'drop [--execute] [--confirm <database>] [--dump-to <folder>] [--in-production]',
  details: `
  --execute        drop; without it nothing is changed, and what would be dropped is listed
  --confirm        the name of the database, for whoever has no terminal to type it at
  --dump-to        where the dump goes; the data directory's "dumps" unless given
  --in-production  go ahead although NODE_ENV is production

Drops every table, view and function that Purser made, in one transaction, after everything has been
dumped (by pg_dump, or by COPY where there is no fitting one). What others keep in the same database
stays.`,
  run: async ([verb, ...rest]) => {
    if (verb !== 'drop') throw new UsageError('Say drop.');
    const { values } = parseArgs({ args: rest, options });
    const config = readConfig(environment());
    await visitDatabase(config, silently, (visit) => drop(config, visit, values), {
      migrates: false,
    });
  },
};

type Options = {
  readonly execute: boolean;
  readonly confirm?: string;
  readonly 'dump-to'?: string;
  readonly 'in-production': boolean;
};

async function drop(config: Config, visit: Visit, chosen: Options): Promise<void> {
  const url = visit.config.databaseUrl;
  await withConnection(url, async (client) => {
    const inventory = await takeInventory(client);
    list(inventory);
    if (inventory.tables.length === 0) return;
    if (!chosen.execute) {
      print('Nothing was changed. To dump and drop all of this: purser db drop --execute');
      return;
    }
    refuseInProduction(config, chosen);
    refuseWhileInUse(visit, inventory);
    await confirmByName(inventory.database, chosen.confirm);
    const path = dumpPath(chosen['dump-to'] ?? join(visit.config.dataDir, 'dumps'), inventory);
    await keepWritersAway(client, inventory);
    const request = { url, inventory, path, environment: environment(), note: printNote };
    const by = await dumpDatabase(client, request);
    print(`Dumped to ${path} (${by === 'copy' ? 'the rows, by COPY' : 'by pg_dump'}).`);
    await dropEverything(client, inventory);
    await client.query('COMMIT');
    print(`Dropped everything of Purser's in "${inventory.database}".`);
  });
}

function list({ database, tables, schemas }: Inventory): void {
  if (tables.length === 0) {
    print(`The database "${database}" holds nothing of Purser's.`);
    return;
  }
  const size = (bytes: bigint) => `${formatCount(bytes / 1024n)} KiB`;
  print(`In the database "${database}":`);
  print(
    formatTable(
      tables.map(({ name, rows, bytes }) => [name, `${formatCount(rows)} rows`, size(bytes)]),
    ),
  );
  if (schemas.length > 0) print(`and the schemas ${schemas.join(', ')}.`);
}

function refuseInProduction({ production }: Config, chosen: Options): void {
  if (production && !chosen['in-production']) {
    throw new CliError('NODE_ENV is production: add --in-production if you mean it.');
  }
}

function refuseWhileInUse({ server }: Visit, { otherConnections }: Inventory): void {
  if (server !== undefined) {
    throw new CliError(
      `Purser is running (process ${server.pid}): stop it first with "purser stop".`,
    );
  }
  if (otherConnections > 0) {
    throw new CliError(
      `Others are connected to this database (${otherConnections} connections): stop them first.`,
    );
  }
}

async function confirmByName(database: string, given: string | undefined): Promise<void> {
  const typed = given ?? (await askFor(`Type the database's name (${database}) to drop it: `));
  if (typed !== database) {
    throw new CliError(`"${typed}" is not the database's name: nothing was dropped.`);
  }
}

/** Named after the machine's second, so that a second dump does not meet the first. */
function dumpPath(folder: string, { database }: Inventory): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const second = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return join(folder, `${database}-${second}.sql`);
}
