import type { Page, PageRequest } from '@purser/schema/contract/request-context';
import type { TransferView } from '@purser/schema/contract/views';
import { CursorError } from '../../ports/cursor-error.ts';
import { encodeCursor } from './keyset.ts';
import type { ScopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';
import {
  type TransferRow,
  transferColumns,
  transferFromDb,
  transferJoins,
} from './transfer-mapping.ts';

type VersionedRow = TransferRow & { readonly position: bigint; readonly version: bigint };

/** Above every version: the first page starts here. */
const top = Number.MAX_SAFE_INTEGER;

/**
 * Transfers of one account, or of the parts of one, or of a user's lots, newest first. A cursor keeps
 * the version reached in each account, so that every page is found through the accounts' own indexes
 * however long their histories are.
 */
export async function transfersOfAccounts(
  run: SqlRunner,
  { tenantId, projectId }: ScopeKey,
  accountIds: readonly string[],
  { limit, cursor, asOf }: PageRequest & { readonly asOf?: Date | undefined },
): Promise<Page<TransferView>> {
  const reached = cursor === undefined ? accountIds.map(() => top) : versionsOf(cursor, accountIds);
  const rows = await run<VersionedRow>(statement, [
    tenantId,
    projectId,
    [...accountIds],
    reached,
    asOf ?? null,
    limit + 1,
  ]);
  const shown = rows.slice(0, limit);
  const next = [...reached];
  for (const { position, version } of shown) {
    const index = Number(position) - 1;
    next[index] = Math.min(next[index] ?? top, Number(version));
  }
  return {
    items: shown.map(transferFromDb),
    nextCursor: rows.length > limit ? encodeCursor(next) : null,
  };
}

function versionsOf(cursor: string, accountIds: readonly string[]): readonly number[] {
  let versions: unknown;
  try {
    versions = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new CursorError();
  }
  // An account opened since the first page sorts anywhere: the whole list starts again then.
  if (!Array.isArray(versions) || versions.length !== accountIds.length) throw new CursorError();
  if (!versions.every(Number.isSafeInteger)) throw new CursorError();
  return versions;
}

const statement = `
WITH mine AS (
  SELECT wanted.position, own.id, own.version, own.recorded_at
    FROM unnest($3::uuid[], $4::bigint[]) WITH ORDINALITY AS wanted(account_id, below, position)
   CROSS JOIN LATERAL (
     (SELECT d.id, d.debit_version AS version, d.recorded_at FROM transfer d
       WHERE d.tenant_id = $1::int AND d.project_id = $2::int
         AND d.debit_account_id = wanted.account_id AND d.debit_version < wanted.below
         AND ($5::timestamptz IS NULL OR d.recorded_at <= $5)
       ORDER BY d.debit_version DESC LIMIT $6::int)
     UNION ALL
     (SELECT c.id, c.credit_version, c.recorded_at FROM transfer c
       WHERE c.tenant_id = $1::int AND c.project_id = $2::int
         AND c.credit_account_id = wanted.account_id AND c.credit_version < wanted.below
         AND ($5::timestamptz IS NULL OR c.recorded_at <= $5)
       ORDER BY c.credit_version DESC LIMIT $6::int)) own
   ORDER BY own.recorded_at DESC, wanted.position, own.version DESC LIMIT $6::int)
SELECT mine.position, mine.version, ${transferColumns}
  FROM mine
  JOIN transfer t ON t.tenant_id = $1::int AND t.project_id = $2::int AND t.id = mine.id
  ${transferJoins}
 ORDER BY mine.recorded_at DESC, mine.position, mine.version DESC`;
