import type { ProjectStore } from '../../ports/project-store.ts';
import { lockName } from './advisory-lock.ts';
import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';

type ClockRow = {
  readonly kind: string;
  readonly offset_ms: bigint;
  readonly frozen_at: Date | null;
  readonly real_now: Date;
};

export function createProjectStore(tx: Tx, scope: ScopeKey): ProjectStore {
  const { tenantId, projectId } = scope;
  const where = { tenantId_id: { tenantId, id: projectId } };
  return {
    async lockReference() {
      await lockName(tx, scope, 'reference');
      const row = await tx.project.findUniqueOrThrow({ where });
      return {
        provider: row.referenceProvider,
        model: row.referenceModel,
        pricePicoUsd: row.referencePricePicoUsd,
      };
    },
    async setReference({ provider, model, pricePicoUsd }) {
      const data = {
        referenceProvider: provider,
        referenceModel: model,
        referencePricePicoUsd: pricePicoUsd,
      };
      await tx.project.update({ where, data });
    },
    async lockBundleFloor(bundleId) {
      await lockName(tx, scope, 'bundle', bundleId);
      const row = await tx.bundle.findUnique({
        where: { tenantId_projectId_id: { ...scope, id: bundleId } },
      });
      return row?.reservationFloorMicroUsd ?? null;
    },
    async setBundleFloor(bundleId, reservationFloorMicroUsd) {
      await tx.bundle.upsert({
        where: { tenantId_projectId_id: { ...scope, id: bundleId } },
        create: { ...scope, id: bundleId, reservationFloorMicroUsd },
        update: { reservationFloorMicroUsd },
      });
    },
    async lockClock() {
      await lockName(tx, scope, 'clock');
      // Nobody has the project 0, so its clock is real time.
      const [row] = await tx.$queryRaw<ClockRow[]>`
        SELECT p.kind, coalesce(c.offset_ms, 0) AS offset_ms, c.frozen_at, purser_now(0, 0) AS real_now
          FROM project p LEFT JOIN project_clock c ON c.tenant_id = p.tenant_id AND c.project_id = p.id
         WHERE p.tenant_id = ${tenantId} AND p.id = ${projectId}`;
      if (row === undefined) throw new Error('The project of this transaction is gone.');
      return {
        kind: row.kind,
        clock: {
          offsetMs: Number(row.offset_ms),
          frozenAtMs: row.frozen_at?.getTime() ?? null,
        },
        realNowMs: row.real_now.getTime(),
      };
    },
    async setClock({ offsetMs, frozenAtMs }) {
      const state = {
        offsetMs: BigInt(Math.round(offsetMs)),
        frozenAt: frozenAtMs === null ? null : new Date(frozenAtMs),
      };
      await tx.projectClock.upsert({
        where: { tenantId_projectId: scope },
        create: { ...scope, ...state },
        update: state,
      });
    },
  };
}
