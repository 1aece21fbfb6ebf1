import { amountMax } from '@purser/domain/lease/amount';
import type { QuarantineReason } from '@purser/schema/contract/data-plane';
import type { UsageStore } from '../../ports/usage-store.ts';
import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';

export function createUsageStore(tx: Tx, scope: ScopeKey): UsageStore {
  const { tenantId, projectId } = scope;
  return {
    async claim(dataplaneId, reportId, { requestHash, atMs }) {
      const receivedAt = new Date(atMs);
      const { count } = await tx.usageReportKey.createMany({
        data: { dataplaneId, reportId, requestHash, receivedAt },
        skipDuplicates: true,
      });
      if (count === 1) return { status: 'new' };
      const known = await tx.usageReportKey.findUniqueOrThrow({
        where: { dataplaneId_reportId: { dataplaneId, reportId } },
      });
      const quarantined = known.reason as QuarantineReason | null;
      return { status: 'known', requestHash: known.requestHash, quarantined };
    },
    async insert({ used, receivedAtMs, ...report }) {
      await tx.usageReport.create({
        data: {
          ...scope,
          ...report,
          bandwidthBytes: used.bandwidth,
          transforms: used.transforms,
          receivedAt: new Date(receivedAtMs),
        },
      });
      if (report.reason === null) return;
      const { dataplaneId, reportId, reason } = report;
      await tx.usageReportKey.update({
        where: { dataplaneId_reportId: { dataplaneId, reportId } },
        data: { reason },
      });
    },
    async setStorage(dataplaneId, bytes, reportedAt) {
      await tx.storageGauge.upsert({
        where: { tenantId_projectId_dataplaneId: { ...scope, dataplaneId } },
        create: { ...scope, dataplaneId, bytes, reportedAt },
        update: { bytes, reportedAt },
      });
    },
    async totalStorage() {
      const { _sum } = await tx.storageGauge.aggregate({ where: scope, _sum: { bytes: true } });
      return _sum.bytes ?? 0n;
    },
    async noteViolation({ id, type, periodId, dataplaneId, amount, evidenceId, atMs }) {
      await tx.$executeRaw`
        INSERT INTO usage_violation AS v (tenant_id, project_id, id, type, period_id, dataplane_id, count, amount,
                                          evidence_id, state, first_seen_at, last_seen_at)
        VALUES (${tenantId}::int, ${projectId}::int, ${id}::uuid, ${type}, ${periodId}::uuid, ${dataplaneId}, 1,
                ${amount}::bigint, ${evidenceId}::uuid, 'open', ${new Date(atMs)}::timestamptz, ${new Date(atMs)}::timestamptz)
        ON CONFLICT (tenant_id, project_id, type, period_id, dataplane_id) DO UPDATE
           SET count = v.count + 1, amount = least(v.amount::numeric + excluded.amount, ${amountMax}::bigint)::bigint, evidence_id = excluded.evidence_id,
               state = 'open', last_seen_at = excluded.last_seen_at`;
    },
  };
}
