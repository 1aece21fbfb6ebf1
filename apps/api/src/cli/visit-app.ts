import { userInfo } from 'node:os';
import { permissions } from '@purser/domain/access/permissions';
import type { RequestContext } from '@purser/schema/contract/request-context';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import { readConfig } from '../config/config.ts';
import { environment } from '../config/environment.ts';
import { ensureDatabaseClient } from '../local/generated-code.ts';
import { lineProgress } from '../local/progress.ts';
import { visitDatabase } from '../local/visit-database.ts';
import { printNote, silently } from './output.ts';

export type AppVisit = { readonly useCases: UseCases; readonly ctx: RequestContext };

/**
 * Calls use cases on the instance's database, as its operator, in the default project. Whoever can run this can read the
 * database's password, so everything is allowed; the audit log names the user of this machine.
 */
export async function visitApp<Value>(work: (visit: AppVisit) => Promise<Value>): Promise<Value> {
  const config = readConfig(environment());
  await ensureDatabaseClient(lineProgress(printNote), new AbortController().signal);
  return visitDatabase(config, silently, async ({ config: ready }) => {
    const tools = await import('../composition/operator-tools.ts');
    const { scope } = await tools.seedDefaultProject(ready);
    const { useCases, close } = await tools.openUseCasesAlone(ready);
    try {
      const ctx = { caller: operator(), scope, requestId: `cli-${crypto.randomUUID()}` };
      return await work({ useCases, ctx });
    } finally {
      await close();
    }
  });
}

function operator(): RequestContext['caller'] {
  const { username } = userInfo();
  return {
    kind: 'cli',
    id: `cli:${username}`,
    name: username,
    role: 'super-admin',
    permissions: new Set(permissions),
  };
}
