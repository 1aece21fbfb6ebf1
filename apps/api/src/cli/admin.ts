import { parseArgs } from 'node:util';
import { readConfig } from '../config/config.ts';
import { environment } from '../config/environment.ts';
import { visitDatabase } from '../local/visit-database.ts';
import { CliError, UsageError } from './cli-error.ts';
import type { Command } from './command.ts';
import { print, silently } from './output.ts';

const options = { email: { type: 'string' } } as const;

export const command: Command = {
  usage: 'grant --email person@example.com',
  details: `
  --email   an address that the identity provider says is verified

The person is super-admin in every tenant from the next sign-in on. It is how the first one comes to be.`,
  run: async (args) => {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const { email } = values;
    if (positionals[0] !== 'grant' || email === undefined) {
      throw new UsageError('Say whom: admin grant --email person@example.com');
    }
    if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new UsageError(`"${email}" is no e-mail address.`);
    const config = readConfig(environment());
    if (config.identity.kind === 'built-in') {
      throw new CliError(
        'The built-in issuer knows demo people only: set OIDC_ISSUER, or sign in as super-admin@demo.test.',
      );
    }
    await visitDatabase(config, silently, async ({ config: ready }) => {
      const { makeSuperAdmin } = await import('../composition/operator-tools.ts');
      const isNew = await makeSuperAdmin(ready.databaseUrl, email);
      print(isNew ? `${email} is super-admin.` : `${email} already is super-admin.`);
    });
  },
};
