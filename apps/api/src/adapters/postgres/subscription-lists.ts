import type { Page, PageRequest } from '@purser/schema/contract/request-context';
import type {
  PeriodFilter,
  PeriodView,
  SubscriptionFilter,
} from '@purser/schema/contract/subscription';
import type { SubscriptionState } from '../../ports/subscription-store.ts';
import { inOrderOf, type OrdersOf, readList } from './list-query.ts';
import type { ScopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';
import { periodViewFromDb } from './subscription-mapping.ts';
import { readPeriods, readSubscriptions } from './subscription-query.ts';

/** Subscriptions that are never charged come after all that are. */
const subscriptionOrders: OrdersOf<'subscriptions'> = {
  createdAt: [{ sql: 's.id', type: 'uuid' }],
  nextChargeAt: [
    { sql: `coalesce(s.next_charge_at, 'infinity')`, type: 'instant' },
    { sql: 's.id', type: 'uuid' },
  ],
};

/** Subscriptions with their period and sums; only live ones unless more is asked for. */
export async function listSubscriptions(
  run: SqlRunner,
  scope: ScopeKey,
  { provider, userId, planId, status, includeCanceled, ...page }: SubscriptionFilter & PageRequest,
): Promise<Page<SubscriptionState>> {
  const keys = await readList<{ id: string }, string, 'subscriptions'>(
    run,
    {
      name: 'subscriptions',
      columns: 's.id::text AS id',
      from: `
  FROM subscription s
  JOIN app_user u ON u.tenant_id = s.tenant_id AND u.project_id = s.project_id AND u.id = s.user_id
 WHERE s.tenant_id = $1::int AND s.project_id = $2::int AND ($3::text IS NULL OR s.provider = $3)
   AND ($4::text IS NULL OR u.external_id = $4) AND ($5::text IS NULL OR s.plan_id = $5)
   AND ($6::text IS NULL OR s.status = $6) AND ($7::boolean OR s.status <> 'canceled')`,
      values: [
        scope.tenantId,
        scope.projectId,
        provider ?? null,
        userId ?? null,
        planId ?? null,
        status ?? null,
        includeCanceled === true || status !== undefined,
      ],
      orders: subscriptionOrders,
    },
    page,
    ({ id }) => id,
  );
  if (keys.items.length === 0) return { ...keys, items: [] };
  const found = await readSubscriptions(run, scope, 's.id = ANY ($3::uuid[])', [[...keys.items]]);
  return inOrderOf(keys, found, ({ record }) => record.id);
}

/** Periods of a user. */
export async function listPeriods(
  run: SqlRunner,
  scope: ScopeKey,
  { userId, status, ...page }: PeriodFilter & PageRequest,
): Promise<Page<PeriodView>> {
  const keys = await readList<{ key: string }, string, 'periods'>(
    run,
    {
      name: 'periods',
      columns: 'p.key',
      from: `
  FROM subscription_period p
  JOIN app_user u ON u.tenant_id = p.tenant_id AND u.project_id = p.project_id AND u.id = p.user_id
 WHERE p.tenant_id = $1::int AND p.project_id = $2::int AND u.external_id = $3::text
   AND ($4::text IS NULL OR p.status = $4)`,
      values: [scope.tenantId, scope.projectId, userId, status ?? null],
      orders: {
        endsAt: [
          { sql: 'p.ends_at', type: 'instant' },
          { sql: 'p.key', type: 'text' },
        ],
      },
    },
    page,
    ({ key }) => key,
  );
  if (keys.items.length === 0) return { ...keys, items: [] };
  const found = await readPeriods(run, scope, 'p.key = ANY ($3::text[])', [[...keys.items]]);
  return inOrderOf(keys, found.map(periodViewFromDb), ({ key }) => key);
}
