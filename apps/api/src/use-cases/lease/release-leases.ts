import type { JobReport } from '../../ports/job-runs.ts';
import type { QuotaUpkeep } from '../../ports/quota-upkeep.ts';
import type { UnitOfWork } from '../../ports/unit-of-work.ts';
import { inEachScope } from '../job/in-each-scope.ts';
import { loadQuotaState } from './quota-state.ts';

export type ReleaseDeps = { readonly unitOfWork: UnitOfWork; readonly upkeep: QuotaUpkeep };

/**
 * Gives back what is left of leases whose time to report has passed, where no data plane asks (rule D8).
 * What is due is looked at again under the tenant's lock, so that several workers release each lease once.
 */
export async function releaseLeases({ unitOfWork, upkeep }: ReleaseDeps): Promise<JobReport> {
  const due = await upkeep.dueLeases();
  const periodsOf = new Map(due.map(({ scope, periodIds }) => [scope, periodIds]));
  return inEachScope(
    due.map(({ scope }) => scope),
    (scope) =>
      unitOfWork.run(scope, async (stores) => {
        const tenant = await stores.quotas.lock();
        let released = 0;
        for (const periodId of periodsOf.get(scope) ?? []) {
          const period = await stores.quotas.period(periodId);
          if (period === null) continue;
          const state = await loadQuotaState(stores, tenant, period);
          const by = { actor: 'job:release-leases', reason: 'release-leases', atMs: tenant.nowMs };
          await stores.quotas.post(period.id, state.movements, by);
          released += state.released;
        }
        return { commit: true, value: released };
      }),
  );
}
