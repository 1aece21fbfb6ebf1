import type { WalletReader } from '../../ports/wallet-reader.ts';
import { transfersOfAccounts } from './account-transfers-query.ts';
import { scopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';
import { readLots, readOutflows } from './wallet-query.ts';

export function createWalletReader(run: SqlRunner): WalletReader {
  return {
    lots: (scope, userId, now) => readLots(run, scopeKey(scope), userId, now),
    outflows: (scope, userId) => readOutflows(run, scopeKey(scope), userId),
    async transfers(scope, userId, page) {
      const accounts = await run<{ id: string }>(
        `SELECT id FROM account WHERE tenant_id = $1::int AND project_id = $2::int
            AND kind = 'wallet' AND owner_id = $3::bigint ORDER BY id`,
        [scope.tenantId, scope.projectId, userId],
      );
      const ids = accounts.map(({ id }) => id);
      return transfersOfAccounts(run, scopeKey(scope), ids, page);
    },
  };
}
