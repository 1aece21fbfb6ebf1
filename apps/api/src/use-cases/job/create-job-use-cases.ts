import type { AuditChain } from '../../ports/audit-chain.ts';
import { verifyAudit } from '../audit/verify-audit.ts';
import { type VerifyDeps, verifyLedger } from '../ledger/verify-ledger.ts';
import type { OtherUseCases } from '../use-case-deps.ts';
import { type ListDeps, listJobs } from './list-jobs.ts';
import { type RunDeps, runJobWith } from './run-job.ts';

export type JobUseCaseDeps = ListDeps & RunDeps & VerifyDeps & { readonly chain: AuditChain };

/** Jobs as surfaces see them, and the two checkers. */
export function createJobUseCases(
  deps: JobUseCaseDeps,
): Pick<OtherUseCases, 'job' | 'verifyLedger' | 'verifyAudit'> {
  return {
    job: { list: () => listJobs(deps), run: runJobWith(deps) },
    verifyLedger: (ctx) => verifyLedger(deps, ctx.scope),
    verifyAudit: (ctx) => verifyAudit(deps.chain, ctx.scope),
  };
}
