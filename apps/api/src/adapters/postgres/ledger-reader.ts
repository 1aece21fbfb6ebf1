import type { AccountView, TransferView } from '@purser/schema/contract/views';
import type { LedgerReader } from '../../ports/ledger-reader.ts';
import { accountId } from './account-id.ts';
import { type AccountRow, accountFromDb } from './account-row.ts';
import { transfersOfAccounts } from './account-transfers-query.ts';
import { readAccountAsOf, readAccountParts, readAccounts } from './accounts-query.ts';
import { decodeCursor, toPage } from './keyset.ts';
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
    async accounts(scope, { limit, cursor, ...filter }) {
      const after = decodeCursor(cursor, ['text', 'text']);
      const rows = await readAccounts(run, scopeKey(scope), { ...filter, after, limit: limit + 1 });
      const key = (row: AccountRow) => [row.kind, row.reference];
      return toPage<AccountRow, AccountView>(rows, limit, { item: accountFromDb, key });
    },
    async account(scope, id, at) {
      const parts = await readAccountParts(run, scopeKey(scope), id);
      if (parts.length === 0) return null;
      return readAccountAsOf(run, scopeKey(scope), parts, at);
    },
    projectTransfers: (scope, page) =>
      transfersOfAccounts(run, scopeKey(scope), [accountId('project', '')], page),
    async transfers(scope, { accountId, turnId, asOf, ...page }) {
      const key = scopeKey(scope);
      if (turnId !== undefined) {
        const all = await readTurnTransfers(run, key, turnId);
        const items = all.filter(({ recordedAt }) => asOf === undefined || recordedAt <= asOf);
        return { items, nextCursor: null };
      }
      if (accountId !== undefined) {
        const parts = await readAccountParts(run, key, accountId);
        return transfersOfAccounts(run, key, parts, { ...page, asOf });
      }
      const [beforeId] = decodeCursor(page.cursor, ['uuid']) ?? [];
      const rows = await run<TransferRow>(allStatement, [
        key.tenantId,
        key.projectId,
        beforeId ?? null,
        asOf ?? null,
        page.limit + 1,
      ]);
      return toPage<TransferRow, TransferView>(rows, page.limit, {
        item: transferFromDb,
        key: (row) => [row.id],
      });
    },
  };
}

const allStatement = `
SELECT ${transferColumns} FROM transfer t ${transferJoins}
 WHERE t.tenant_id = $1::int AND t.project_id = $2::int
   AND ($3::uuid IS NULL OR t.id < $3) AND ($4::timestamptz IS NULL OR t.recorded_at <= $4)
 ORDER BY t.id DESC LIMIT $5::int`;
