import type { Ids } from '../../ports/ids.ts';
import type { JobReport } from '../../ports/job-runs.ts';
import type { QuotaUpkeep } from '../../ports/quota-upkeep.ts';
import type { UnitOfWork } from '../../ports/unit-of-work.ts';
import { inEachScope } from '../job/in-each-scope.ts';
import { openPeriods } from './open-periods.ts';

export type OpenPeriodsDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly ids: Ids;
  readonly upkeep: QuotaUpkeep;
};

/** Makes the next billing periods of tenants whose data planes do not ask, a week ahead (rule D3). */
export async function openDuePeriods({
  unitOfWork,
  ids,
  upkeep,
}: OpenPeriodsDeps): Promise<JobReport> {
  return inEachScope(await upkeep.duePeriods(), (scope) =>
    unitOfWork.run(scope, async (stores) => {
      const opened = await openPeriods(stores, await stores.quotas.lock(), ids);
      return { commit: true, value: opened };
    }),
  );
}
