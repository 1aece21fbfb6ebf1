import type { SnapshotDomain, SnapshotKey } from '@purser/domain/snapshot/tenant-policy';
import type { BillingPeriod } from '@purser/domain/tenant/billing-period';
import { type Dimension, dimensions } from '@purser/domain/tenant/dimension';
import type { QuotaOverride } from '@purser/domain/tenant/effective-limit';
import type { Pool, PoolClient } from 'pg';
import type {
  PlacedTenant,
  SnapshotPosition,
  SnapshotSource,
} from '../../ports/policy-snapshot.ts';
import {
  domainsSql,
  keysSql,
  overridesSql,
  periodsSql,
  planLimitsSql,
  positionSql,
  renewSql,
  tenantsSql,
} from './snapshot-queries.ts';

type TenantRow = Omit<
  PlacedTenant['facts'],
  'planLimits' | 'overrides' | 'domains' | 'keys' | 'periods'
> &
  Omit<PlacedTenant, 'facts'>;

type Of<Value> = Value & { readonly tenantId: string };
type LimitRow = {
  readonly planId: string;
  readonly dimension: Dimension;
  readonly limit: bigint | null;
};

const noQuota = Object.fromEntries(dimensions.map((dimension) => [dimension, 0n])) as Record<
  Dimension,
  bigint
>;

/** What policy snapshots are made of, over PostgreSQL. */
export function createSnapshotSource(pool: Pool): SnapshotSource {
  return {
    position: () => positionOf(pool),
    async read() {
      const client = await pool.connect();
      try {
        await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
        const read = { ...(await positionOf(client)), tenants: await tenantsOf(client) };
        await client.query('COMMIT');
        client.release();
        return read;
      } catch (error) {
        // The connection is given up with its transaction.
        client.release(true);
        throw error;
      }
    },
    async renew({ epoch, revision }) {
      await pool.query(renewSql, [epoch, revision]);
    },
  };
}

async function positionOf(db: Pool | PoolClient): Promise<SnapshotPosition> {
  const { rows } = await db.query<SnapshotPosition>(positionSql);
  const [row] = rows;
  if (row === undefined) throw new Error('The policy snapshot has no revision.');
  return row;
}

async function tenantsOf(client: PoolClient): Promise<readonly PlacedTenant[]> {
  const read = async <Row extends object>(sql: string) => (await client.query<Row>(sql)).rows;
  const tenants = await read<TenantRow>(tenantsSql);
  const limits = limitsByPlan(await read<LimitRow>(planLimitsSql));
  const overrides = byTenant(await read<Of<QuotaOverride>>(overridesSql));
  const domains = byTenant(await read<Of<SnapshotDomain>>(domainsSql));
  const keys = byTenant(await read<Of<SnapshotKey>>(keysSql));
  const periods = byTenant(await read<Of<BillingPeriod>>(periodsSql));
  return tenants.map(({ frozenAtMs, offsetMs, ...tenant }) => ({
    frozenAtMs,
    offsetMs,
    facts: {
      ...tenant,
      planLimits: limits.get(tenant.planCode ?? '') ?? noQuota,
      overrides: overrides.get(tenant.tenantId) ?? [],
      domains: domains.get(tenant.tenantId) ?? [],
      keys: keys.get(tenant.tenantId) ?? [],
      periods: periods.get(tenant.tenantId) ?? [],
    },
  }));
}

function byTenant<Value extends object>(
  rows: readonly Of<Value>[],
): ReadonlyMap<string, readonly Value[]> {
  return Map.groupBy(rows, ({ tenantId }) => tenantId);
}

/** A dimension that a plan does not name is none of it, as for leases. */
function limitsByPlan(
  rows: readonly LimitRow[],
): ReadonlyMap<string, Readonly<Record<Dimension, bigint | null>>> {
  const plans = new Map<string, Record<Dimension, bigint | null>>();
  for (const { planId, dimension, limit } of rows) {
    plans.set(planId, { ...(plans.get(planId) ?? noQuota), [dimension]: limit });
  }
  return plans;
}
