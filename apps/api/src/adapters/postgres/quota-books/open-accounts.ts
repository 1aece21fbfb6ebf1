import type { BillingPeriod } from '@purser/domain/tenant/billing-period';
import { leasedDimensions } from '@purser/domain/tenant/dimension';
import { accountId } from '../account-id.ts';
import { quotaAccount, quotaKinds } from '../quota-accounts.ts';
import type { SqlRunner } from '../sql-runner.ts';
import type { TenantLoad } from './load-tenants.ts';

export type AccountRow = {
  readonly id: string;
  readonly credits: bigint;
  readonly debits: bigint;
  readonly held: bigint;
  readonly unlimited: boolean;
};

/** A tenant's period that the call names. */
export type LoadedPlace = { readonly tenant: TenantLoad; readonly period: BillingPeriod };

const openSql = `
  SELECT purser_open_accounts(k.tenant_id, k.project_id, k.accounts::jsonb)
    FROM unnest($1::int[], $2::int[], $3::text[]) AS k (tenant_id, project_id, accounts)`;

const unlimitedSql = `
  UPDATE account a SET overdraft = CASE WHEN k.unlimited THEN NULL ELSE 0 END
    FROM unnest($1::int[], $2::int[], $3::uuid[], $4::boolean[]) AS k (tenant_id, project_id, id, unlimited)
   WHERE a.tenant_id = k.tenant_id AND a.project_id = k.project_id AND a.id = k.id`;

/** Opens periods' accounts in their units, and gives quotas the floor that their limit asks for; false when all was so. */
export async function openMissingAccounts(
  run: SqlRunner,
  places: readonly LoadedPlace[],
  known: ReadonlyMap<string, AccountRow>,
): Promise<boolean> {
  const missing = places.filter((place) => accountsOf(place).some(({ id }) => !known.has(id)));
  if (missing.length > 0) {
    await run(openSql, [
      missing.map(({ tenant }) => tenant.loaded.scope.tenantId),
      missing.map(({ tenant }) => tenant.loaded.scope.projectId),
      missing.map((place) => JSON.stringify(accountsOf(place))),
    ]);
  }
  const floors = places.flatMap((place) => changedFloors(place, known));
  if (floors.length > 0) {
    await run(unlimitedSql, [
      floors.map(({ scope }) => scope.tenantId),
      floors.map(({ scope }) => scope.projectId),
      floors.map(({ id }) => id),
      floors.map(({ unlimited }) => unlimited),
    ]);
  }
  return missing.length + floors.length > 0;
}

function accountsOf({ period }: LoadedPlace) {
  return leasedDimensions.flatMap((dimension) =>
    quotaKinds.map((kind) => {
      const { reference, unit, overdraftMicroUsd } = quotaAccount(kind, period.id, dimension);
      const id = accountId(kind, reference);
      return { id, kind, unit, reference, unlimited: overdraftMicroUsd === null };
    }),
  );
}

function changedFloors({ tenant, period }: LoadedPlace, known: ReadonlyMap<string, AccountRow>) {
  return leasedDimensions.flatMap((dimension) => {
    const unlimited = tenant.limits[dimension] === null;
    const { reference } = quotaAccount('quota', period.id, dimension);
    const id = accountId('quota', reference);
    const isSo = (known.get(id)?.unlimited ?? false) === unlimited;
    return isSo ? [] : [{ scope: tenant.loaded.scope, id, unlimited }];
  });
}
