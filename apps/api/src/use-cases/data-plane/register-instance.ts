import { disclaimLease, fenceLease, remainderOf } from '@purser/domain/lease/end-lease';
import type { BookDraft } from '@purser/domain/lease/quota-book';
import type {
  DataPlaneCall,
  DataPlaneOutcome,
  RegisteredInstance,
  RegisterInstance,
} from '@purser/schema/contract/data-plane';
import type { BookPlace } from '../../ports/quota-books.ts';
import { QuotaBatch } from '../lease/quota-batch.ts';
import { type DataPlaneDeps, instanceConflict } from './data-plane-deps.ts';

/**
 * A process takes its data plane's place (rule D15). Leases of the processes before it are fenced: held in doubt
 * until they were reported, except those that it disclaims, which return at once. It is told what is left.
 */
export async function registerInstance(
  deps: DataPlaneDeps,
  call: DataPlaneCall,
  input: RegisterInstance,
): Promise<DataPlaneOutcome<RegisteredInstance>> {
  const { dataplaneId } = call;
  const places = await deps.books.placesOf(dataplaneId);
  const needs = {
    dataplaneId,
    instanceId: input.instanceId,
    places,
    leaseIds: [],
    requestIds: [],
    reportIds: [],
    largestGrants: false,
    by: { actor: `dataplane:${dataplaneId}`, reason: 'register-instance' },
  };
  return deps.books.inBatch<DataPlaneOutcome<RegisteredInstance>>(needs, (loaded) => {
    const batch = new QuotaBatch(loaded, { call, ids: deps.ids });
    if (loaded.instance === 'replaced') {
      const conflict = {
        type: 'instance_conflict',
        amount: 0n,
        evidenceId: input.instanceId,
      } as const;
      for (const place of places) batch.note(place, conflict);
      return { writes: batch.writes(), value: instanceConflict };
    }
    const leases = places.flatMap((place) => takeOver(batch, place, input));
    const value = { instanceId: input.instanceId, leases };
    return { writes: batch.writes(), value: { ok: true, value, replayed: false } };
  });
}

function takeOver(
  batch: QuotaBatch,
  place: BookPlace,
  input: RegisterInstance,
): RegisteredInstance['leases'] {
  const start = batch.draft(place);
  if (start === null) return [];
  const mine = ({ book }: BookDraft) =>
    book.leases.filter(
      (lease) => lease.dataplaneId === batch.call.dataplaneId && lease.endedAtMs === null,
    );
  const after = mine(start).reduce((draft, lease) => {
    if (input.disclaims.includes(lease.id)) return disclaimLease(draft, lease);
    return lease.instanceId === input.instanceId ? draft : fenceLease(draft, lease);
  }, start);
  batch.keep(place, after, input.instanceId);
  return mine(after).map((lease) => ({
    leaseId: lease.id,
    tenantId: place.tenantId,
    periodId: place.periodId,
    leaseSeq: lease.seq,
    state: lease.state,
    remaining: remainderOf(lease),
  }));
}
