import type { DataPlaneFilter, LeaseView } from '@purser/schema/contract/data-plane';
import type { DataPlaneReader } from '../../ports/data-plane-reader.ts';
import { readList } from './list-query.ts';
import type { SqlRunner } from './sql-runner.ts';

type LeaseRow = Omit<LeaseView, 'granted' | 'settled'> & {
  readonly grantedBandwidth: bigint;
  readonly settledBandwidth: bigint;
  readonly grantedTransforms: bigint;
  readonly settledTransforms: bigint;
};

/** The conditions that all lists share, on parameters $1 to $5. */
function shared(at: string): string {
  return `($1::uuid IS NULL OR t.uuid = $1) AND ($2::uuid IS NULL OR x.period_id = $2)
     AND ($3::text IS NULL OR x.dataplane_id = $3)
     AND ($4::timestamptz IS NULL OR ${at} >= $4) AND ($5::timestamptz IS NULL OR ${at} < $5)`;
}

const placed = `x.id::text AS id, t.uuid::text AS "tenantId", x.period_id::text AS "periodId", x.dataplane_id AS "dataplaneId"`;

/** Ids rise with the time at which their row was made. */
const byId = [{ sql: 'x.id', type: 'uuid' }] as const;

const leaseColumns = `${placed}, x.seq, x.state, x.granted_at AS "grantedAt", x.expires_at AS "expiresAt",
  x.ended_at AS "endedAt", x.successor_id::text AS "successorId",
  coalesce(b.granted, 0) AS "grantedBandwidth", coalesce(b.settled, 0) AS "settledBandwidth",
  coalesce(f.granted, 0) AS "grantedTransforms", coalesce(f.settled, 0) AS "settledTransforms"`;

const leasesFrom = `
  FROM lease x JOIN tenant t ON t.id = x.tenant_id
  LEFT JOIN lease_part b ON b.tenant_id = x.tenant_id AND b.project_id = x.project_id AND b.lease_id = x.id
       AND b.dimension = 'bandwidth'
  LEFT JOIN lease_part f ON f.tenant_id = x.tenant_id AND f.project_id = x.project_id AND f.lease_id = x.id
       AND f.dimension = 'transforms'
 WHERE ${shared('x.granted_at')} AND ($6::text IS NULL OR x.state = $6)`;

const reportColumns = `${placed}, x.report_id::text AS "reportId", x.bandwidth_bytes AS "bandwidthBytes", x.transforms,
  x.storage_bytes AS "storageBytes", x.booked_as AS "bookedAs", x.reason, x.reported_at AS "reportedAt",
  x.received_at AS "receivedAt"`;

const reportsFrom = `
  FROM usage_report x JOIN tenant t ON t.id = x.tenant_id
 WHERE ${shared('x.received_at')} AND ($6::text IS NULL OR x.booked_as = $6)`;

const violationColumns = `${placed}, x.type, x.state, x.count, x.amount, x.evidence_id::text AS "evidenceId",
  x.first_seen_at AS "firstSeenAt", x.last_seen_at AS "lastSeenAt"`;

const violationsFrom = `
  FROM usage_violation x JOIN tenant t ON t.id = x.tenant_id
 WHERE ${shared('x.last_seen_at')} AND ($6::text IS NULL OR x.type = $6) AND ($7::text IS NULL OR x.state = $7)`;

const summarySql = `
  SELECT x.type, sum(x.count)::float8 AS count ${violationsFrom} GROUP BY x.type ORDER BY x.type`;

type Edged = DataPlaneFilter & { readonly onlyTenantId: string | undefined };

function sharedValues({ onlyTenantId, tenantId, periodId, dataplaneId, from, to }: Edged) {
  return [
    onlyTenantId ?? tenantId ?? null,
    periodId ?? null,
    dataplaneId ?? null,
    from ?? null,
    to ?? null,
  ];
}

/** Somebody else's tenant has nothing to show. */
function isBeyond({ onlyTenantId, tenantId }: Edged): boolean {
  return onlyTenantId !== undefined && tenantId !== undefined && tenantId !== onlyTenantId;
}

/** Leases, reports and violations of all tenants or of one. */
export function createDataPlaneReader(run: SqlRunner): DataPlaneReader {
  return {
    async leases(filter) {
      if (isBeyond(filter)) return nothing;
      const values = [...sharedValues(filter), filter.state ?? null];
      const orders = { grantedAt: byId };
      const list = {
        name: 'leases',
        columns: leaseColumns,
        from: leasesFrom,
        values,
        orders,
      } as const;
      return readList(run, list, filter, leaseFromDb);
    },
    async reports(filter) {
      if (isBeyond(filter)) return nothing;
      const values = [...sharedValues(filter), filter.bookedAs ?? null];
      const orders = { receivedAt: byId };
      const list = {
        name: 'usageReports',
        columns: reportColumns,
        from: reportsFrom,
        values,
        orders,
      } as const;
      return readList(run, list, filter, (row: ReportRow) => row);
    },
    async violations(filter) {
      if (isBeyond(filter)) return { ...nothing, summary: {} };
      const values = [...sharedValues(filter), filter.type ?? null, filter.state ?? null];
      const orders = { firstSeenAt: byId };
      const list = {
        name: 'usageViolations',
        columns: violationColumns,
        from: violationsFrom,
        values,
        orders,
      } as const;
      const page = await readList(run, list, filter, (row: ViolationRow) => row);
      const seen = await run<{ readonly type: string; readonly count: number }>(summarySql, values);
      return { ...page, summary: Object.fromEntries(seen.map(({ type, count }) => [type, count])) };
    },
  };
}

const nothing = { items: [], nextCursor: null };

type ReportRow = Awaited<ReturnType<DataPlaneReader['reports']>>['items'][number];
type ViolationRow = Awaited<ReturnType<DataPlaneReader['violations']>>['items'][number];

function leaseFromDb(row: LeaseRow): LeaseView {
  const { grantedBandwidth, settledBandwidth, grantedTransforms, settledTransforms, ...lease } =
    row;
  return {
    ...lease,
    granted: { bandwidth: grantedBandwidth, transforms: grantedTransforms },
    settled: { bandwidth: settledBandwidth, transforms: settledTransforms },
  };
}
