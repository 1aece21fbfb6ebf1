import { readConfig } from '../config/config.ts';
import { environment } from '../config/environment.ts';
import { openDataDirectory } from '../local/data-directory.ts';
import type { Finding } from '../local/doctor/check.ts';
import { checkDisk, checkNode, checkPort, checkServer } from '../local/doctor/machine-checks.ts';
import { checkRedis } from '../local/doctor/redis-check.ts';
import { checkDatabase } from '../local/doctor/storage-checks.ts';
import { checkStripe } from '../local/doctor/stripe-check.ts';
import { listServers } from '../local/running-server.ts';
import { CliError } from './cli-error.ts';
import type { Command } from './command.ts';
import { formatTable, print, printNote } from './output.ts';

export const command: Command = {
  usage: '',
  details: `
  Checks Node, port, disk, server, PostgreSQL with its schema and clock, Redis, and how Stripe
  is reached. Each fault comes with its remedy; with any, the exit code is 1.`,
  run: async () => {
    const config = readConfig(environment());
    const directory = openDataDirectory(config, printNote);
    const servers = listServers(directory);
    const findings = [
      checkNode(),
      await checkPort(config, servers),
      checkDisk(directory),
      await checkServer(servers),
      ...(await checkDatabase(config, servers)),
      await checkRedis(config),
      checkStripe(config, servers),
    ];
    print(formatTable(findings.flatMap(describe)));
    const faults = findings.filter(({ ok }) => !ok).length;
    if (faults > 0) throw new CliError(faults === 1 ? 'One fault.' : `${faults} faults.`);
  },
};

function describe({ what, ok, detail, remedy }: Finding): string[][] {
  const line = [ok ? '✓' : '✗', what, detail];
  return remedy === undefined ? [line] : [line, ['', '', `→ ${remedy}`]];
}
