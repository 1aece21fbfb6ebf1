import type { AuditChain } from '../../ports/audit-chain.ts';
import type { JobReport } from '../../ports/job-runs.ts';
import { inEachScope } from '../job/in-each-scope.ts';
import { linkEntries } from './chain.ts';

/** So many entries are sealed by one transaction: a few milliseconds of work. */
const entriesMax = 500;

/**
 * Gives committed entries their place in the chain, within a second and without any command waiting
 * for it (rule A2). Only one process seals a project at a time; the others find nothing to do.
 */
export async function sealAudit(chain: AuditChain): Promise<JobReport> {
  return inEachScope(await chain.waiting(), async (scope) => {
    let sealed = 0;
    for (;;) {
      const count = await chain.seal(scope, entriesMax, linkEntries);
      sealed += count;
      if (count < entriesMax) return sealed;
    }
  });
}
