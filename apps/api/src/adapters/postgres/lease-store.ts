import type { LeaseState } from '@purser/domain/lease/lease';
import { eachLeased, leasedDimensions } from '@purser/domain/tenant/dimension';
import type { LeaseStore } from '../../ports/lease-store.ts';
import { toDbJson } from './json.ts';
import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';

export function createLeaseStore(tx: Tx, scope: ScopeKey): LeaseStore {
  const byId = (id: string) => ({ tenantId_projectId_id: { ...scope, id } });
  return {
    async lastSeq(periodId, dataplaneId) {
      const newest = await tx.lease.findFirst({
        where: { ...scope, periodId, dataplaneId },
        orderBy: { seq: 'desc' },
        select: { seq: true },
      });
      return newest?.seq ?? 0n;
    },
    async insert({ id, periodId, dataplaneId, seq, grantedAtMs, expiresAtMs, parts }) {
      const times = { grantedAt: new Date(grantedAtMs), expiresAt: new Date(expiresAtMs) };
      await tx.lease.create({
        data: { ...scope, id, periodId, dataplaneId, seq, state: 'active', ...times },
      });
      await tx.leasePart.createMany({
        data: leasedDimensions
          .filter((dimension) => parts[dimension].granted > 0n)
          .map((dimension) => ({ ...scope, leaseId: id, dimension, ...parts[dimension] })),
      });
    },
    async largestGrants(dataplaneId) {
      const rows = await tx.$queryRaw<{ readonly dimension: string; readonly most: bigint }[]>`
        SELECT lp.dimension, max(lp.granted) AS most FROM lease l
          JOIN lease_part lp ON lp.tenant_id = l.tenant_id AND lp.project_id = l.project_id AND lp.lease_id = l.id
         WHERE l.tenant_id = ${scope.tenantId}::int AND l.project_id = ${scope.projectId}::int
           AND l.dataplane_id = ${dataplaneId} GROUP BY lp.dimension`;
      const most = new Map(rows.map((row) => [row.dimension, row.most]));
      return eachLeased((dimension) => most.get(dimension) ?? 0n);
    },
    async end(id, { state, atMs, successorId }) {
      await tx.lease.update({
        where: byId(id),
        data: { state, endedAt: new Date(atMs), successorId },
      });
    },
    async addSettled(leaseId, dimension, amount) {
      await tx.leasePart.update({
        where: {
          tenantId_projectId_leaseId_dimension: { ...scope, leaseId, dimension },
        },
        data: { settled: { increment: amount } },
      });
    },
    async stateOf(id) {
      const row = await tx.lease.findUnique({ where: byId(id) });
      return row === null
        ? null
        : { state: row.state as LeaseState, expiresAtMs: row.expiresAt.getTime() };
    },
    async answered(dataplaneId, requestId) {
      const row = await tx.leaseRequest.findUnique({
        where: { dataplaneId_requestId: { dataplaneId, requestId } },
      });
      return row === null ? null : { requestHash: row.requestHash, answer: row.answer };
    },
    async keepAnswer(dataplaneId, requestId, { requestHash, answer, atMs }) {
      const { count } = await tx.leaseRequest.createMany({
        data: {
          ...scope,
          dataplaneId,
          requestId,
          requestHash,
          answer: toDbJson(answer) as object,
          answeredAt: new Date(atMs),
        },
        skipDuplicates: true,
      });
      return count === 1;
    },
  };
}
