import { formatCount } from '@purser/domain/money/format-usd';
import { CliError, UsageError } from './cli-error.ts';
import type { Command } from './command.ts';
import { print } from './output.ts';
import { visitApp } from './visit-app.ts';

export const command: Command = {
  usage: 'verify',
  details: `
  Computes the hash chain over the audit log anew and compares. The exit code is 1 when it breaks.
  Entries of the last second may not be in the chain yet.`,
  run: async ([verb, ...rest]) => {
    if (verb !== 'verify' || rest.length > 0) throw new UsageError('Say verify.');
    await visitApp(async ({ useCases, ctx }) => {
      const { sealed, unsealed, brokenAtSeq } = await useCases.audit.verify(ctx, {});
      const size = `${formatCount(sealed)} entries sealed, ${formatCount(unsealed)} not yet`;
      if (brokenAtSeq !== null) throw new CliError(`The chain breaks at ${brokenAtSeq}: ${size}.`);
      print(`The chain is whole: ${size}.`);
    });
  },
};
