import type { QuotaBook } from '@purser/domain/lease/quota-book';
import { eachLeased, type LeasedAmounts, leasedDimensions } from '@purser/domain/tenant/dimension';
import { type BatchNeeds, type LoadedBook, placeKey } from '../../../ports/quota-books.ts';
import { quotaAccountId, quotaKinds } from '../quota-accounts.ts';
import type { SqlRunner } from '../sql-runner.ts';
import { accountsSql, largestGrantsSql, leasesSql, workSql } from './book-queries.ts';
import { type LeaseRow, leaseFromDb, type PlaceRow } from './lease-row.ts';
import type { TenantLoad } from './load-tenants.ts';
import { type AccountRow, type LoadedPlace, openMissingAccounts } from './open-accounts.ts';

type WorkRow = PlaceRow & {
  readonly lastSeq: bigint;
  readonly othersAtWork: number;
  readonly othersEndAt: Date | null;
};
type MostRow = { readonly tenantId: number; readonly dimension: string; readonly most: bigint };

/** The books of all periods that are named and exist. */
export async function loadBooks(
  run: SqlRunner,
  tenants: readonly TenantLoad[],
  needs: BatchNeeds,
): Promise<ReadonlyMap<string, LoadedBook>> {
  const named = new Set(needs.places.map(placeKey));
  const places = tenants.flatMap((tenant) =>
    tenant.periods
      .filter(({ id }) => named.has(keyOf({ tenant, period: { id } })))
      .map((period) => ({ tenant, period })),
  );
  const keys = keysOf(places);
  const accounts = await accountsOf(run, places);
  const leases = Map.groupBy(
    await run<LeaseRow>(leasesSql, [...keys, needs.dataplaneId, needs.leaseIds]),
    rowKey,
  );
  const works = await worksOf(run, keys, needs);
  const most = needs.largestGrants ? await largestGrantsOf(run, tenants, needs) : null;
  return new Map(
    places.map((place) => {
      const key = rowKey({
        tenantId: place.tenant.loaded.scope.tenantId,
        periodId: place.period.id,
      });
      const book = bookOf(place, { work: works.get(key), leases: leases.get(key) ?? [], accounts });
      const largestGrants = most?.get(place.tenant.loaded.scope.tenantId) ?? null;
      const posted = eachLeased((dimension) => {
        const allowance = accounts.get(quotaAccountId('allowance', place.period.id, dimension));
        return (allowance?.debits ?? 0n) - (allowance?.credits ?? 0n);
      });
      return [keyOf(place), { book: { ...book, largestGrants }, posted }];
    }),
  );
}

function keyOf({
  tenant,
  period,
}: {
  tenant: TenantLoad;
  period: { readonly id: string };
}): string {
  return placeKey({ tenantId: tenant.loaded.scope.tenantUuid, periodId: period.id });
}

function rowKey({ tenantId, periodId }: PlaceRow): string {
  return `${tenantId} ${periodId}`;
}

/** What others are doing matters to those who ask for a lease only. */
async function worksOf(
  run: SqlRunner,
  keys: ReturnType<typeof keysOf>,
  { dataplaneId, requestIds }: BatchNeeds,
): Promise<ReadonlyMap<string, WorkRow>> {
  const rows = requestIds.length === 0 ? [] : await run<WorkRow>(workSql, [...keys, dataplaneId]);
  return new Map(rows.map((row) => [rowKey(row), row]));
}

function keysOf(places: readonly LoadedPlace[]) {
  return [
    places.map(({ tenant }) => tenant.loaded.scope.tenantId),
    places.map(({ tenant }) => tenant.loaded.scope.projectId),
    places.map(({ period }) => period.id),
    places.map(({ tenant }) => new Date(tenant.loaded.nowMs)),
  ] as const;
}

async function accountsOf(run: SqlRunner, places: readonly LoadedPlace[]) {
  const read = async () => {
    const wanted = places.flatMap(({ tenant, period }) =>
      leasedDimensions.flatMap((dimension) =>
        quotaKinds.map((kind) => ({
          ...tenant.loaded.scope,
          id: quotaAccountId(kind, period.id, dimension),
        })),
      ),
    );
    const rows = await run<AccountRow>(accountsSql, [
      wanted.map(({ tenantId }) => tenantId),
      wanted.map(({ projectId }) => projectId),
      wanted.map(({ id }) => id),
    ]);
    return new Map(rows.map((row) => [row.id, row]));
  };
  const known = await read();
  return (await openMissingAccounts(run, places, known)) ? read() : known;
}

async function largestGrantsOf(
  run: SqlRunner,
  tenants: readonly TenantLoad[],
  { dataplaneId }: BatchNeeds,
): Promise<ReadonlyMap<number, LeasedAmounts>> {
  const scopes = tenants.map(({ loaded }) => loaded.scope);
  const rows = await run<MostRow>(largestGrantsSql, [
    scopes.map(({ tenantId }) => tenantId),
    scopes.map(({ projectId }) => projectId),
    dataplaneId,
  ]);
  const most = new Map(rows.map((row) => [`${row.tenantId} ${row.dimension}`, row.most]));
  return new Map(
    scopes.map(({ tenantId }) => [
      tenantId,
      eachLeased((dimension) => most.get(`${tenantId} ${dimension}`) ?? 0n),
    ]),
  );
}

function bookOf(
  { tenant, period }: LoadedPlace,
  rows: {
    readonly work: WorkRow | undefined;
    readonly leases: readonly LeaseRow[];
    readonly accounts: ReadonlyMap<string, AccountRow>;
  },
): QuotaBook {
  return {
    nowMs: tenant.loaded.nowMs,
    status: tenant.status,
    leaseFloor: tenant.leaseFloor,
    period,
    accounts: eachLeased((dimension) => {
      const usage = rows.accounts.get(quotaAccountId('usage', period.id, dimension));
      const quota = rows.accounts.get(quotaAccountId('quota', period.id, dimension));
      return {
        limit: tenant.limits[dimension],
        used: (usage?.credits ?? 0n) - (usage?.debits ?? 0n),
        held: quota?.held ?? 0n,
      };
    }),
    leases: rows.leases.map(leaseFromDb),
    lastSeq: rows.work?.lastSeq ?? 0n,
    othersAtWork: rows.work?.othersAtWork ?? 0,
    othersEndAtMs: rows.work?.othersEndAt?.getTime() ?? null,
    largestGrants: null,
  };
}
