import type { TransferView } from '@purser/schema/contract/money-views';
import type { LedgerReader } from '../../ports/ledger-reader.ts';
import { accountId } from './account-id.ts';
import { matches, transfersOfAccounts } from './account-transfers-query.ts';
import { readAccountAsOf, readAccountParts, readAccounts } from './accounts-query.ts';
import { readList } from './list-query.ts';
import { scopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';
import {
  type TransferRow,
  transferColumns,
  transferFromDb,
  transferJoins,
} from './transfer-mapping.ts';
import { readTurnTransfers } from './turn-transfers-query.ts';

export function createLedgerReader(run: SqlRunner): LedgerReader {
  return {
    accounts: (scope, filter) => readAccounts(run, scopeKey(scope), filter),
    async account(scope, id, at) {
      const parts = await readAccountParts(run, scopeKey(scope), id);
      if (parts.length === 0) return null;
      return readAccountAsOf(run, scopeKey(scope), parts, at);
    },
    projectTransfers: (scope, page) =>
      transfersOfAccounts(run, scopeKey(scope), [accountId('project', '')], page),
    async transfers(scope, { accountId, turnId, asOf, kind, phase, ...page }) {
      const key = scopeKey(scope);
      if (turnId !== undefined) {
        const all = await readTurnTransfers(run, key, turnId);
        const items = all.filter(
          (each) =>
            (asOf === undefined || each.recordedAt <= asOf) &&
            (kind === undefined || each.kind === kind) &&
            (phase === undefined || each.phase === phase),
        );
        return { items, nextCursor: null };
      }
      if (accountId !== undefined) {
        const parts = await readAccountParts(run, key, accountId);
        return transfersOfAccounts(run, key, parts, { ...page, asOf, kind, phase });
      }
      return readList<TransferRow, TransferView, 'transfers'>(
        run,
        {
          name: 'transfers',
          columns: transferColumns,
          from: allFrom,
          values: [key.tenantId, key.projectId, asOf ?? null, kind ?? null, phase ?? null],
          orders: { recordedAt: [{ sql: 't.id', type: 'uuid' }] },
        },
        page,
        transferFromDb,
      );
    },
  };
}

const allFrom = `FROM transfer t ${transferJoins}
 WHERE t.tenant_id = $1::int AND t.project_id = $2::int
   AND ($3::timestamptz IS NULL OR t.recorded_at <= $3) AND ${matches('t', 4)}`;
