import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { JobReport } from '../../ports/job-runs.ts';
import type { ProjectDirectory } from '../../ports/project-directory.ts';
import type { TransferSeals } from '../../ports/transfer-seals.ts';
import { inEachScope } from '../job/in-each-scope.ts';
import { nextSeal } from './transfer-chain.ts';

export type SealDeps = { readonly seals: TransferSeals; readonly projects: ProjectDirectory };

/** So many transfers make one seal at most: some milliseconds of hashing. */
const transfersMax = 4_000;
/** Every so many runs of a process all accounts are looked at: about once an hour, and at its start. */
const runsBetweenThorough = 720;

/**
 * The job that seals transfers (rule A8). It looks at the accounts that moved lately; one whose posting
 * was held up for long is found when it moves again, or by the look at all of them.
 */
export function transferSealing({ seals, projects }: SealDeps): () => Promise<JobReport> {
  let runs = 0;
  return async () => {
    const thorough = runs % runsBetweenThorough === 0;
    runs += 1;
    return inEachScope(await projects.all(), (scope) => sealTransfers(seals, scope, thorough));
  };
}

/** Seals what waits in a project, and answers how many transfers that were; what comes meanwhile waits for the next run. */
export async function sealTransfers(
  seals: TransferSeals,
  scope: ProjectScope,
  thorough: boolean,
): Promise<number> {
  let sealed = 0;
  for (;;) {
    const report = await seals.seal(scope, { limit: transfersMax, thorough }, nextSeal);
    sealed += report.sealed;
    if (!report.isFull) return sealed;
  }
}
