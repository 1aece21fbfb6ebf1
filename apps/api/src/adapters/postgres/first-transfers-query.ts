import type { TransferView } from '@purser/schema/contract/money-views';
import type { Page } from '@purser/schema/contract/request-context';
import { transfersCursor } from './account-transfers-query.ts';
import type { ScopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';
import {
  type TransferRow,
  transferColumns,
  transferFromDb,
  transferJoins,
} from './transfer-mapping.ts';

type NumberedRow = TransferRow & { readonly position: bigint; readonly version: bigint };

/**
 * The newest transfers of each of many accounts, in one statement; their pages go on where
 * `transfersOfAccounts` of the one account does. In the order of the accounts given.
 */
export async function firstTransfersOfEach(
  run: SqlRunner,
  { tenantId, projectId }: ScopeKey,
  { accountIds, limit }: { readonly accountIds: readonly string[]; readonly limit: number },
): Promise<readonly Page<TransferView>[]> {
  const rows = await run<NumberedRow>(statement, [tenantId, projectId, [...accountIds], limit + 1]);
  const byPosition = Map.groupBy(rows, ({ position }) => Number(position));
  return accountIds.map((_id, index) => {
    const found = byPosition.get(index + 1) ?? [];
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: shown.map(transferFromDb),
      nextCursor:
        found.length > limit && last !== undefined
          ? transfersCursor([Number(last.version)], 'desc')
          : null,
    };
  });
}

const statement = `
WITH mine AS (
  SELECT wanted.position, own.id, own.version
    FROM unnest($3::uuid[]) WITH ORDINALITY AS wanted(account_id, position)
   CROSS JOIN LATERAL (
     SELECT each.id, each.version FROM (
       (SELECT d.id, d.debit_version AS version FROM transfer d
         WHERE d.tenant_id = $1::int AND d.project_id = $2::int
           AND d.debit_account_id = wanted.account_id
         ORDER BY d.debit_version DESC LIMIT $4::int)
       UNION ALL
       (SELECT c.id, c.credit_version FROM transfer c
         WHERE c.tenant_id = $1::int AND c.project_id = $2::int
           AND c.credit_account_id = wanted.account_id
         ORDER BY c.credit_version DESC LIMIT $4::int)) each
      ORDER BY each.version DESC LIMIT $4::int) own)
SELECT mine.position, mine.version, ${transferColumns}
  FROM mine
  JOIN transfer t ON t.tenant_id = $1::int AND t.project_id = $2::int AND t.id = mine.id
  ${transferJoins}
 ORDER BY mine.position, mine.version DESC`;
