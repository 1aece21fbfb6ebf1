import type { Role } from '@purser/domain/access/roles';
import { mintDemoToken } from '../adapters/oidc/demo-token.ts';
import type { Config } from '../config/config.ts';

/** A bearer token of a demo person, good for every server that has this secret. */
export function makeDemoToken(
  config: Pick<Config, 'identity'> & { readonly secret: string },
  role: Role,
): Promise<string> {
  return mintDemoToken(config, { role });
}
