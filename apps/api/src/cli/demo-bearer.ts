import type { Role } from '@purser/domain/access/roles';
import type { Config } from '../config/config.ts';
import { openDataDirectory } from '../local/data-directory.ts';
import { resolveSecret } from '../local/secret-file.ts';
import { CliError } from './cli-error.ts';
import { silently } from './output.ts';

/**
 * A bearer token of a demo person of the instance here, whether or not its server runs.
 */
export async function demoBearer(config: Config, role: Role): Promise<string> {
  if (config.identity.kind !== 'built-in') {
    throw new CliError(
      `Tokens come from ${config.identity.issuer}: there are no demo people here.`,
    );
  }
  const directory = openDataDirectory(config, silently);
  const secret = resolveSecret(config, directory);
  const { makeDemoToken } = await import('../composition/make-demo-token.ts');
  return makeDemoToken({ ...config, secret }, role);
}
