import type { WalletReader } from '../../ports/wallet-reader.ts';
import { transfersOfAccounts } from './account-transfers-query.ts';
import { scopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';
import { readWalletOwners, readWalletTotals } from './wallet-list-query.ts';
import { noOutflows, readLots, readOutflows } from './wallet-query.ts';

export function createWalletReader(run: SqlRunner): WalletReader {
  return {
    lots: async (scope, userId, now) =>
      (await readLots(run, scopeKey(scope), [userId], now)).get(userId) ?? [],
    outflows: async (scope, userId) =>
      (await readOutflows(run, scopeKey(scope), [userId])).get(userId) ?? noOutflows,
    async list(scope, request) {
      const key = scopeKey(scope);
      const owners = await readWalletOwners(run, key, request);
      const ids = owners.items.map(({ id }) => id);
      const [lots, outflows] =
        ids.length === 0
          ? [new Map(), new Map()]
          : await Promise.all([readLots(run, key, ids, request.now), readOutflows(run, key, ids)]);
      const items = owners.items.map(({ id, external_id }) => ({
        userId: external_id,
        lots: lots.get(id) ?? [],
        outflows: outflows.get(id) ?? noOutflows,
      }));
      return { ...owners, items };
    },
    totals: (scope, now) => readWalletTotals(run, scopeKey(scope), now),
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
