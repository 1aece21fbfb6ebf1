import type { SubscriptionFacts } from '@purser/domain/plan/subscription';
import type { ScopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';
import {
  liveSubscriptionJoins,
  type SubscriptionFactsRow,
  subscriptionFactsColumns,
  subscriptionFactsFromDb,
} from './subscription-facts.ts';

/** What choosing a plan reads of users' live subscriptions; users without one are left out. */
export async function readSubscriptionFacts(
  run: SqlRunner,
  { tenantId, projectId }: ScopeKey,
  userIds: readonly bigint[],
): Promise<ReadonlyMap<bigint, SubscriptionFacts>> {
  const rows = await run<SubscriptionFactsRow & { readonly user_id: bigint }>(
    `SELECT u.id AS user_id, ${subscriptionFactsColumns} FROM app_user u ${liveSubscriptionJoins}
      WHERE u.tenant_id = $1::int AND u.project_id = $2::int AND u.id = ANY ($3::bigint[])`,
    [tenantId, projectId, [...userIds]],
  );
  return new Map(
    rows.flatMap((row) => {
      const facts = subscriptionFactsFromDb(row);
      return facts === null ? [] : [[row.user_id, facts] as const];
    }),
  );
}
