import { formatCount } from '@purser/domain/money/format-usd';
import { readConfig } from '../config/config.ts';
import { environment } from '../config/environment.ts';
import { ensureDatabaseClient } from '../local/generated-code.ts';
import { lineProgress } from '../local/progress.ts';
import { visitDatabase } from '../local/visit-database.ts';
import { CliError, UsageError } from './cli-error.ts';
import type { Command } from './command.ts';
import { print, printNote } from './output.ts';
import { visitApp } from './visit-app.ts';

export const command: Command = {
  usage: 'verify | rebuild-holds',
  details: `
  verify         Recomputes every balance from its transfers, compares, and checks that all of them sum
                 to zero; computes the seals over transfers anew and compares. The exit code is 1 when
                 anything differs, and each difference is printed. Keep the last seal's hash elsewhere:
                 while it is found among the seals, nothing up to it was made anew.
  rebuild-holds  Makes the index of open holds anew from the transfers; postings wait meanwhile.`,
  run: async ([verb, ...rest]) => {
    if (rest.length === 0 && verb === 'verify') return verify();
    if (rest.length === 0 && verb === 'rebuild-holds') return rebuildHolds();
    throw new UsageError('Say verify or rebuild-holds.');
  },
};

async function verify(): Promise<void> {
  await visitApp(async ({ useCases, ctx }) => {
    const verified = await useCases.ledger.verify(ctx, {});
    const { accounts, transfers, sealed, waiting, sealHead, balanced, differences } = verified;
    for (const { accountId, what } of differences) print(`${accountId}: ${what}`);
    const seals = `${formatCount(sealed)} sealed, ${formatCount(waiting)} not yet`;
    const size = `${formatCount(accounts)} accounts, ${formatCount(transfers)} transfers (${seals})`;
    if (!balanced) throw new CliError(`The ledger does not balance: ${size}.`);
    print(`The ledger balances: ${size}.`);
    if (sealHead !== null) print(`The last seal: ${sealHead}`);
  });
}

async function rebuildHolds(): Promise<void> {
  const config = readConfig(environment());
  await ensureDatabaseClient(lineProgress(printNote), new AbortController().signal);
  await visitDatabase(config, printNote, async ({ config: ready }) => {
    const tools = await import('../composition/operator-tools.ts');
    const { scope } = await tools.seedDefaultProject(ready);
    const { added, removed, corrected } = await tools.rebuildHolds(ready.databaseUrl, scope);
    print(`Holds added: ${added}, removed: ${removed}, corrected: ${corrected}.`);
  });
}
