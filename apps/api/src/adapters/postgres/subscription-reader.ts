import type { SubscriptionReader } from '../../ports/subscription-reader.ts';
import { accountId } from './account-id.ts';
import { transfersOfAccounts } from './account-transfers-query.ts';
import { firstTransfersOfEach } from './first-transfers-query.ts';
import { scopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';
import { readSubscriptionFacts } from './subscription-facts-query.ts';
import { listPeriods, listSubscriptions } from './subscription-lists.ts';
import { readLatestSubscription, readPeriods } from './subscription-query.ts';

export function createSubscriptionReader(run: SqlRunner): SubscriptionReader {
  return {
    list: (scope, filter) => listSubscriptions(run, scopeKey(scope), filter),
    latest: (scope, userId) => readLatestSubscription(run, scopeKey(scope), userId),
    periods: (scope, filter) => listPeriods(run, scopeKey(scope), filter),
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
