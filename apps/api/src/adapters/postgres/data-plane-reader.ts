import type { DataPlaneFilter, LeaseView } from '@purser/schema/contract/data-plane';
import type { DataPlaneReader } from '../../ports/data-plane-reader.ts';
import { decodeCursor, toPage } from './keyset.ts';
import type { SqlRunner } from './sql-runner.ts';

type LeaseRow = Omit<LeaseView, 'granted' | 'settled'> & {
  readonly grantedBandwidth: bigint;
  readonly settledBandwidth: bigint;
  readonly grantedTransforms: bigint;
  readonly settledTransforms: bigint;
};

const key = (row: { readonly id: string }) => [row.id];

/** The conditions that all lists share, on parameters $1 to $6; ids rise with time. */
function shared(at: string): string {
  return `($1::uuid IS NULL OR t.uuid = $1) AND ($2::uuid IS NULL OR x.period_id = $2)
     AND ($3::text IS NULL OR x.dataplane_id = $3)
     AND ($4::timestamptz IS NULL OR ${at} >= $4) AND ($5::timestamptz IS NULL OR ${at} < $5)`;
}

const placed = `x.id::text AS id, t.uuid::text AS "tenantId", x.period_id::text AS "periodId", x.dataplane_id AS "dataplaneId"`;
const newestFirst = `AND ($6::uuid IS NULL OR x.id < $6) ORDER BY x.id DESC LIMIT $7::int`;

const leasesSql = `
  SELECT ${placed}, x.seq, x.state, x.granted_at AS "grantedAt", x.expires_at AS "expiresAt", x.ended_at AS "endedAt",
         x.successor_id::text AS "successorId",
         coalesce(b.granted, 0) AS "grantedBandwidth", coalesce(b.settled, 0) AS "settledBandwidth",
         coalesce(f.granted, 0) AS "grantedTransforms", coalesce(f.settled, 0) AS "settledTransforms"
    FROM lease x JOIN tenant t ON t.id = x.tenant_id
    LEFT JOIN lease_part b ON b.tenant_id = x.tenant_id AND b.project_id = x.project_id AND b.lease_id = x.id
         AND b.dimension = 'bandwidth'
    LEFT JOIN lease_part f ON f.tenant_id = x.tenant_id AND f.project_id = x.project_id AND f.lease_id = x.id
         AND f.dimension = 'transforms'
   WHERE ${shared('x.granted_at')} AND ($8::text IS NULL OR x.state = $8) ${newestFirst}`;

const reportsSql = `
  SELECT ${placed}, x.report_id::text AS "reportId", x.bandwidth_bytes AS "bandwidthBytes", x.transforms,
         x.storage_bytes AS "storageBytes", x.booked_as AS "bookedAs", x.reason, x.reported_at AS "reportedAt",
         x.received_at AS "receivedAt"
    FROM usage_report x JOIN tenant t ON t.id = x.tenant_id
   WHERE ${shared('x.received_at')} AND ($8::text IS NULL OR x.booked_as = $8) ${newestFirst}`;

const violationFilter = `${shared('x.last_seen_at')} AND ($6::text IS NULL OR x.type = $6) AND ($7::text IS NULL OR x.state = $7)`;

const violationsSql = `
  SELECT ${placed}, x.type, x.state, x.count, x.amount, x.evidence_id::text AS "evidenceId",
         x.first_seen_at AS "firstSeenAt", x.last_seen_at AS "lastSeenAt"
    FROM usage_violation x JOIN tenant t ON t.id = x.tenant_id
   WHERE ${violationFilter} AND ($8::uuid IS NULL OR x.id < $8) ORDER BY x.id DESC LIMIT $9::int`;

const summarySql = `
  SELECT x.type, sum(x.count)::float8 AS count FROM usage_violation x JOIN tenant t ON t.id = x.tenant_id
   WHERE ${violationFilter} GROUP BY x.type ORDER BY x.type`;

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
  const page = async <Row extends { readonly id: string }>(
    sql: string,
    filter: Edged,
    word: string | undefined,
  ): Promise<readonly Row[]> => {
    const [before] = decodeCursor(filter.cursor, ['uuid']) ?? [];
    if (isBeyond(filter)) return [];
    return run<Row>(sql, [...sharedValues(filter), before ?? null, filter.limit + 1, word ?? null]);
  };
  return {
    async leases(filter) {
      const rows = await page<LeaseRow>(leasesSql, filter, filter.state);
      return toPage(rows, filter.limit, { item: leaseFromDb, key });
    },
    async reports(filter) {
      const rows = await page<ReportRow>(reportsSql, filter, filter.bookedAs);
      return toPage(rows, filter.limit, { item: (row) => row, key });
    },
    async violations(filter) {
      const [before] = decodeCursor(filter.cursor, ['uuid']) ?? [];
      if (isBeyond(filter)) return { items: [], nextCursor: null, summary: {} };
      const values = [...sharedValues(filter), filter.type ?? null, filter.state ?? null];
      const rows = await run<ViolationRow>(violationsSql, [
        ...values,
        before ?? null,
        filter.limit + 1,
      ]);
      const seen = await run<{ readonly type: string; readonly count: number }>(summarySql, values);
      return {
        ...toPage(rows, filter.limit, { item: (row: ViolationRow) => row, key }),
        summary: Object.fromEntries(seen.map(({ type, count }) => [type, count])),
      };
    },
  };
}

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
