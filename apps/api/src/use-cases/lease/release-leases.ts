import type { Ids } from '../../ports/ids.ts';
import type { JobReport } from '../../ports/job-runs.ts';
import type { QuotaBooks } from '../../ports/quota-books.ts';
import { placeKey } from '../../ports/quota-books.ts';
import type { QuotaUpkeep } from '../../ports/quota-upkeep.ts';
import { inEachScope } from '../job/in-each-scope.ts';
import { QuotaBatch } from './quota-batch.ts';

export type ReleaseDeps = {
  readonly books: QuotaBooks;
  readonly ids: Ids;
  readonly upkeep: QuotaUpkeep;
};

/**
 * Gives back what is left of leases whose time to report has passed, where no data plane asks (rule D8).
 * What is due is looked at again under the tenant's lock, so that several workers release each lease once.
 */
export async function releaseLeases({ books, ids, upkeep }: ReleaseDeps): Promise<JobReport> {
  const due = await upkeep.dueLeases();
  const periodsOf = new Map(due.map(({ scope, periodIds }) => [scope, periodIds]));
  return inEachScope(
    due.map(({ scope }) => scope),
    (scope) => {
      const tenantId = scope.tenantUuid;
      const places = (periodsOf.get(scope) ?? []).map((periodId) => ({ tenantId, periodId }));
      const by = { actor: 'job:release-leases', reason: 'release-leases' };
      const nothing = { leaseIds: [], requestIds: [], reportIds: [], largestGrants: false };
      const needs = { ...nothing, dataplaneId: null, instanceId: null, places, by };
      return books.inBatch(needs, (loaded) => {
        const call = { dataplaneId: '', requestId: '' };
        const batch = new QuotaBatch(loaded, { call, ids });
        const released = places.reduce((sum, place) => {
          const before = loaded.books.get(placeKey(place))?.book.leases ?? [];
          const after = batch.draft(place)?.book.leases ?? [];
          return sum + after.filter((lease) => !before.includes(lease)).length;
        }, 0);
        return { writes: batch.writes(), value: released };
      });
    },
  );
}
