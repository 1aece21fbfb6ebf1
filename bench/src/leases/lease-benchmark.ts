import { randomUUID } from 'node:crypto';
import { createLedgerPosting } from '@purser/api/src/adapters/postgres/ledger-posting.ts';
import { openPool } from '@purser/api/src/adapters/postgres/pool.ts';
import { openPrisma } from '@purser/api/src/adapters/postgres/prisma.ts';
import { createQuotaBooks } from '@purser/api/src/adapters/postgres/quota-books/quota-books.ts';
import { createStores } from '@purser/api/src/adapters/postgres/stores.ts';
import { createUnitOfWork } from '@purser/api/src/adapters/postgres/unit-of-work.ts';
import { randomIds } from '@purser/api/src/adapters/system/random-ids.ts';
import type { DataPlaneDeps } from '@purser/api/src/use-cases/data-plane/data-plane-deps.ts';
import { allocateBudgets } from '@purser/api/src/use-cases/lease/allocate-budget.ts';
import { reportUsages } from '@purser/api/src/use-cases/usage/report-usage.ts';
import type { DataPlaneOutcome } from '@purser/schema/contract/data-plane';
import { type BenchmarkOptions, type BenchmarkResult, times } from '../benchmark.ts';
import { alternate, type Side } from '../measure/alternate.ts';
import { closedLoop } from '../measure/closed-loop.ts';
import { runSql, startBenchPostgres } from '../services/bench-postgres.ts';
import { fillTenants, type LeaseTenant } from './lease-world.ts';

const planes = 1_000;
const tenantCount = 100;
const connectionsMax = 16;
const durationMs = 4_000;

const names = { batches: 'batches of all tenants', single: 'one transaction per item' };

/** P6: each plane leases of every tenant and reports what it spent; in batches, and item by item. */
export async function runLeaseBenchmark(options: BenchmarkOptions): Promise<BenchmarkResult> {
  await using postgres = await startBenchPostgres(options.log);
  const tenants = await fillTenants(postgres.url, tenantCount);
  const pool = openPool({ url: postgres.url, connectionsMax });
  const db = openPrisma(pool);
  const deps: DataPlaneDeps = {
    unitOfWork: createUnitOfWork(db, createStores(createLedgerPosting)),
    ids: randomIds,
    books: createQuotaBooks(pool),
    onError: console.error,
  };
  try {
    const sides = [sideOf(deps, tenants, tenantCount), sideOf(deps, tenants, 1)];
    for (const { measure } of sides) await measure();
    await runSql(postgres.url, 'VACUUM ANALYZE');
    const measured = await alternate(sides, options);
    const ours = measured.median(names.batches, 'pairsPerSecond');
    const theirs = measured.median(names.single, 'pairsPerSecond');
    const line = {
      id: 'P6',
      what: `${planes} planes × ${tenantCount} tenants, lease and report`,
      measured: ours / theirs,
      must: times(5),
      aim: times(15),
      detail: `${Math.round(ours)} against ${Math.round(theirs)} pairs/s`,
    };
    return { lines: [line], raw: measured.rounds };
  } finally {
    await db.$disconnect();
    await pool.end();
  }
}

/** Planes take turns; each leases of so many tenants at once and reports what it spent of them. */
function sideOf(
  deps: DataPlaneDeps,
  tenants: readonly LeaseTenant[],
  size: number,
): Side<{ readonly pairsPerSecond: number }> {
  let turn = 0;
  return {
    name: size === 1 ? names.single : names.batches,
    measure: async () => {
      const { perSecond } = await closedLoop({
        callers: connectionsMax,
        durationMs,
        work: async () => {
          const at = turn++;
          const first = (at * size) % tenants.length;
          const plane = `plane-${Math.floor((at * size) / tenants.length) % planes}`;
          await leaseAndReport(deps, plane, tenants.slice(first, first + size));
        },
      });
      return { pairsPerSecond: perSecond * size };
    },
  };
}

async function leaseAndReport(
  deps: DataPlaneDeps,
  dataplaneId: string,
  tenants: readonly LeaseTenant[],
): Promise<void> {
  const call = { dataplaneId, requestId: 'bench' };
  const desired = { bandwidth: 1_048_576n, transforms: 10n };
  const asked = tenants.map((place) => ({ ...place, requestId: randomUUID(), desired }));
  mustBeOk(await allocateBudgets(deps, call, asked));
  const used = { bandwidth: 524_288n, transforms: 5n };
  const reportedAt = new Date();
  const reports = tenants.map((place) => ({ ...place, reportId: randomUUID(), used, reportedAt }));
  mustBeOk(await reportUsages(deps, call, reports));
}

function mustBeOk(outcomes: readonly DataPlaneOutcome<unknown>[]): void {
  const refused = outcomes.find((outcome) => !outcome.ok);
  if (refused !== undefined && !refused.ok) throw new Error(refused.rejection.message);
}
