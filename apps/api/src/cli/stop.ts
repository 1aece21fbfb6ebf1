import { stopEmbeddedPostgres } from '@purser/local-services/embedded-postgres';
import { readConfig } from '../config/config.ts';
import { environment } from '../config/environment.ts';
import { openDataDirectory } from '../local/data-directory.ts';
import { stopServers } from '../local/stop-servers.ts';
import type { Command } from './command.ts';
import { print, silently } from './output.ts';

export const command: Command = {
  usage: '',
  details: `
  Stops the server in order and waits until it is gone, with its database. A database that a killed
  server left running is stopped too.`,
  run: async () => {
    const config = readConfig(environment());
    const directory = openDataDirectory(config, silently);
    const stopped = await stopServers(directory);
    for (const pid of stopped) print(`Stopped Purser (process ${pid}).`);
    const hadOrphan =
      config.databaseUrl === undefined && (await stopEmbeddedPostgres(directory.postgres));
    if (hadOrphan) print('Stopped the PostgreSQL that a killed Purser had left running.');
    if (stopped.length === 0 && !hadOrphan) print('Purser does not run here.');
  },
};
