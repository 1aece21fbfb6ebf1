import { amountMax } from '@purser/domain/lease/amount';
import { minBigint } from '@purser/domain/money/divide';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import type {
  BatchNeeds,
  BatchWrites,
  LoadedBatch,
  ViolationWrite,
} from '../../../ports/quota-books.ts';
import type { SqlRunner } from '../sql-runner.ts';
import {
  type ChangedLease,
  instant,
  keyOf,
  leaseRow,
  partRows,
  type Row,
  reportRow,
  violationRow,
} from './batch-rows.ts';
import { type PlacedMovements, postMovements } from './post-movements.ts';
import * as sql from './write-queries.ts';

type Batch = {
  readonly needs: BatchNeeds;
  readonly loaded: LoadedBatch;
  readonly writes: BatchWrites;
};

/** Writes what a batch changes, in a number of statements that its size does not change. */
export async function writeBatch(run: SqlRunner, batch: Batch): Promise<void> {
  await postMovements(run, movementsOf(batch));
  const leases = changedLeases(batch);
  const ended = leases.filter(({ lease }) => lease.state !== 'active');
  const active = leases.filter(({ lease }) => lease.state === 'active');
  await insert(run, sql.leasesSql, ended.map(leaseRow));
  await insert(run, sql.leasesSql, active.map(leaseRow));
  await insert(run, sql.partsSql, leases.flatMap(partRows));
  await writeCalls(run, batch);
}

async function writeCalls(run: SqlRunner, { needs, loaded, writes }: Batch): Promise<void> {
  const { dataplaneId } = needs;
  const at = (tenantId: string) => keyOf(scopeOf(loaded, tenantId));
  const requests = writes.requests.map(({ tenantId, requestId, requestHash, answer, atMs }) => ({
    ...at(tenantId),
    dataplane_id: dataplaneId,
    request_id: requestId,
    request_hash: requestHash,
    answer,
    answered_at: instant(atMs),
  }));
  await insert(run, sql.requestsSql, requests);
  const reports = writes.reports.map((report) => ({
    ...at(report.tenantId),
    ...reportRow(report),
  }));
  await insert(run, sql.reportKeysSql, reports);
  await insert(run, sql.reportsSql, reports);
  const violations = joined(writes.violations).map(({ tenantId, ...violation }) => ({
    ...at(tenantId),
    ...violationRow(violation),
    dataplane_id: dataplaneId,
  }));
  await insert(run, sql.violationsSql, violations);
  const newest = new Map(writes.storage.map((gauge) => [gauge.tenantId, gauge]));
  const gauges = [...newest.values()].map(({ tenantId, bytes, atMs }) => ({
    ...at(tenantId),
    dataplane_id: dataplaneId,
    bytes,
    reported_at: instant(atMs),
  }));
  await insert(run, sql.storageSql, gauges);
}

async function insert(run: SqlRunner, text: string, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const json = JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  await run(text, [json]);
}

function movementsOf({ needs, loaded, writes }: Batch): readonly PlacedMovements[] {
  return [...writes.drafts].flatMap(([key, { book, movements }]) => {
    const [tenantId = ''] = key.split(' ');
    const by = { ...needs.by, atMs: book.nowMs };
    const scope = scopeOf(loaded, tenantId);
    return movements.length === 0 ? [] : [{ scope, periodId: book.period.id, movements, by }];
  });
}

/** Books are values: a lease that is another one than was loaded has changed. */
function changedLeases({ loaded, writes }: Batch): readonly ChangedLease[] {
  return [...writes.drafts].flatMap(([key, { book }]) => {
    const [tenantId = ''] = key.split(' ');
    const before = new Set(loaded.books.get(key)?.book.leases);
    const place = { scope: scopeOf(loaded, tenantId), periodId: book.period.id };
    return book.leases.filter((lease) => !before.has(lease)).map((lease) => ({ ...place, lease }));
  });
}

/** One row for each that is the same: a statement may not write a row twice. */
function joined(
  violations: readonly ViolationWrite[],
): readonly (ViolationWrite & { count: number })[] {
  const byKey = Map.groupBy(violations, (each) => `${each.type} ${each.tenantId} ${each.periodId}`);
  return [...byKey.values()].flatMap((same) => {
    const newest = same.at(-1);
    if (newest === undefined) return [];
    const sum = same.reduce((total, { amount }) => total + amount, 0n);
    return [{ ...newest, count: same.length, amount: minBigint(sum, amountMax) }];
  });
}

function scopeOf({ tenants }: LoadedBatch, tenantId: string): ProjectScope {
  const tenant = tenants.get(tenantId);
  if (tenant === undefined) throw new Error('A batch wrote for a tenant that it did not load.');
  return tenant.scope;
}
