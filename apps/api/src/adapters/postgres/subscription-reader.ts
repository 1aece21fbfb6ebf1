import type { PageRequest } from '@purser/schema/contract/request-context';
import type { PeriodFilter, SubscriptionFilter } from '@purser/schema/contract/subscription';
import type { SubscriptionReader } from '../../ports/subscription-reader.ts';
import type { SubscriptionState } from '../../ports/subscription-store.ts';
import { accountId } from './account-id.ts';
import { transfersOfAccounts } from './account-transfers-query.ts';
import { firstTransfersOfEach } from './first-transfers-query.ts';
import { decodeCursor, toPage } from './keyset.ts';
import { type ScopeKey, scopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';
import { readSubscriptionFacts } from './subscription-facts-query.ts';
import { type PeriodRow, periodViewFromDb } from './subscription-mapping.ts';
import { readLatestSubscription, readPeriods, readSubscriptions } from './subscription-query.ts';

export function createSubscriptionReader(run: SqlRunner): SubscriptionReader {
  return {
    async list(scope, filter) {
      const rows = await listed(run, scopeKey(scope), filter);
      return toPage<SubscriptionState, SubscriptionState>(rows, filter.limit, {
        item: (state) => state,
        key: ({ record }) => [record.id],
      });
    },
    latest: (scope, userId) => readLatestSubscription(run, scopeKey(scope), userId),
    async periods(scope, filter) {
      const rows = await listedPeriods(run, scopeKey(scope), filter);
      return toPage(rows, filter.limit, {
        item: periodViewFromDb,
        key: (row: PeriodRow) => [row.ends_at.toISOString(), row.key],
      });
    },
    async periodTransfers(scope, { userId, periodKey, ...page }) {
      const where = 'p.key = $3::text AND u.external_id = $4::text';
      const [period] = await readPeriods(run, scopeKey(scope), where, [periodKey, userId]);
      if (period === undefined) return null;
      return transfersOfAccounts(run, scopeKey(scope), [accountId('period', periodKey)], page);
    },
    firstPeriodTransfers: (scope, { periodKeys, limit }) =>
      firstTransfersOfEach(run, scopeKey(scope), {
        accountIds: periodKeys.map((key) => accountId('period', key)),
        limit,
      }),
    facts: (scope, userIds) => readSubscriptionFacts(run, scopeKey(scope), userIds),
  };
}

function listed(
  run: SqlRunner,
  scope: ScopeKey,
  { limit, cursor, ...filter }: SubscriptionFilter & PageRequest,
): Promise<readonly SubscriptionState[]> {
  const [before] = decodeCursor(cursor, ['uuid']) ?? [];
  return readSubscriptions(run, scope, listCondition, [
    before ?? null,
    filter.provider ?? null,
    filter.userId ?? null,
    filter.planId ?? null,
    filter.status ?? null,
    filter.includeCanceled === true || filter.status !== undefined,
    limit + 1,
  ]);
}

const listCondition = `($3::uuid IS NULL OR s.id < $3) AND ($4::text IS NULL OR s.provider = $4)
   AND ($5::text IS NULL OR u.external_id = $5) AND ($6::text IS NULL OR s.plan_id = $6)
   AND ($7::text IS NULL OR s.status = $7) AND ($8::boolean OR s.status <> 'canceled')
 ORDER BY s.id DESC LIMIT $9::int`;

function listedPeriods(
  run: SqlRunner,
  scope: ScopeKey,
  { limit, cursor, userId, status }: PeriodFilter & PageRequest,
): Promise<readonly PeriodRow[]> {
  const [endsAt, key] = decodeCursor(cursor, ['instant', 'text']) ?? [];
  return readPeriods(run, scope, periodsCondition, [
    userId,
    status ?? null,
    endsAt ?? null,
    key ?? null,
    limit + 1,
  ]);
}

const periodsCondition = `u.external_id = $3::text AND ($4::text IS NULL OR p.status = $4)
   AND ($5::timestamptz IS NULL OR (p.ends_at, p.key) < ($5::timestamptz, $6::text))
 ORDER BY p.ends_at DESC, p.key DESC LIMIT $7::int`;
