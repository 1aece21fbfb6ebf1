import { parseArgs } from 'node:util';
import { isRole, roles } from '@purser/domain/access/roles';
import { readConfig } from '../config/config.ts';
import { environment } from '../config/environment.ts';
import { UsageError } from './cli-error.ts';
import type { Command } from './command.ts';
import { demoBearer } from './demo-bearer.ts';
import { print } from './output.ts';

const options = { role: { type: 'string', default: 'admin' } } as const;

export const command: Command = {
  usage: '[--role admin]',
  details: `
  --role   ${roles.join(', ')}

Prints nothing but the token, so that it can be used at once:
  curl -H "Authorization: Bearer $(pnpm --silent purser token --role admin)" http://localhost:4000/…`,
  run: async (args) => {
    const { values } = parseArgs({ args: [...args], options });
    if (!isRole(values.role)) {
      throw new UsageError(`"${values.role}" is no role: choose among ${roles.join(', ')}.`);
    }
    print(await demoBearer(readConfig(environment()), values.role));
  },
};
