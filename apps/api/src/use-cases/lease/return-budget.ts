import { disclaimLease, remainderOf } from '@purser/domain/lease/end-lease';
import { leaseOf } from '@purser/domain/lease/quota-book';
import { periodState } from '@purser/domain/tenant/billing-period';
import { leasedDimensions } from '@purser/domain/tenant/dimension';
import { settleTotal } from '@purser/domain/usage/settle-used';
import type {
  DataPlaneCall,
  DataPlaneOutcome,
  ReturnBudget,
  ReturnedBudget,
} from '@purser/schema/contract/data-plane';
import type { BookPlace } from '../../ports/quota-books.ts';
import { type DataPlaneDeps, refuse } from '../data-plane/data-plane-deps.ts';
import type { QuotaBatch } from './quota-batch.ts';
import { runBatch } from './run-batch.ts';
import { standingsOf } from './standings.ts';

const unknownLease = refuse('unknown_lease', 'This data plane has no such lease.', {
  field: 'lease_id',
});

type Returned = ReturnBudget & BookPlace;

/**
 * Gives back what is left of a lease that its plane needs no more, after what was spent of it was booked (rule
 * D16). Repeated, it gives back nothing more.
 */
export async function returnBudget(
  deps: DataPlaneDeps,
  call: DataPlaneCall,
  input: ReturnBudget,
): Promise<DataPlaneOutcome<ReturnedBudget>> {
  const place = await deps.books.placeOf(call.dataplaneId, input.leaseId);
  if (place === null) return unknownLease;
  const [outcome = unknownLease] = await runBatch(deps, {
    call,
    items: [{ ...input, ...place }],
    needsOf: (items) => ({
      instanceId: null,
      places: items,
      leaseIds: items.map(({ leaseId }) => leaseId),
      requestIds: [],
      reportIds: [],
      largestGrants: false,
      by: { actor: `dataplane:${call.dataplaneId}`, reason: 'return-budget' },
    }),
    decide: returnOne,
  });
  return outcome;
}

function returnOne(batch: QuotaBatch, input: Returned): DataPlaneOutcome<ReturnedBudget> {
  const { leaseId, usedTotal } = input;
  const start = batch.draft(input);
  if (start === null) return unknownLease;
  const { nowMs, period } = start.book;
  const sink = periodState(period, nowMs) === 'closed' ? 'adjustment' : 'usage';
  const settled = leasedDimensions.reduce(
    (draft, dimension) =>
      settleTotal(draft, leaseId, { dimension, total: usedTotal[dimension], sink }),
    start,
  );
  const lease = leaseOf(settled, leaseId);
  if (lease === null) return unknownLease;
  const returned = disclaimLease(settled, lease);
  batch.keep(input, returned, leaseId);
  const value: ReturnedBudget = {
    leaseId,
    leaseState: leaseOf(returned, leaseId)?.state ?? lease.state,
    released: remainderOf(lease),
    account: standingsOf(returned.book),
  };
  return { ok: true, value, replayed: lease.endedAtMs !== null };
}
