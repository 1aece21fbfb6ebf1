import { parseArgs } from 'node:util';
import { removeEmbeddedPostgres } from '@purser/local-services/embedded-postgres';
import { readConfig } from '../config/config.ts';
import { environment } from '../config/environment.ts';
import { deleteDataDirectory, openDataDirectory } from '../local/data-directory.ts';
import { runningPids } from '../local/stop-servers.ts';
import { CliError } from './cli-error.ts';
import type { Command } from './command.ts';
import { confirm } from './confirm.ts';
import { print, printNote } from './output.ts';

const options = { yes: { type: 'boolean', short: 'y', default: false } } as const;

export const command: Command = {
  usage: '[--yes]',
  details: `
  --yes   do not ask

Deletes the embedded database with everything in it, and the instance's secret: its sessions and
service keys end. A database of your own (DATABASE_URL) is never deleted.`,
  run: async (args) => {
    const { values } = parseArgs({ args: [...args], options });
    const config = readConfig(environment());
    if (config.databaseUrl !== undefined) {
      throw new CliError(
        'DATABASE_URL names a database of your own, which reset does not touch: drop it yourself.',
      );
    }
    const directory = openDataDirectory(config, printNote);
    const [pid] = runningPids(directory);
    if (pid !== undefined) {
      throw new CliError(`Purser is running (process ${pid}): stop it first with "purser stop".`);
    }
    if (!values.yes && !(await confirm(`Delete all data in ${directory.root}?`))) {
      throw new CliError('Nothing was deleted.');
    }
    await removeEmbeddedPostgres(directory.postgres);
    deleteDataDirectory(directory);
    print(`Deleted ${directory.root}.`);
  },
};
