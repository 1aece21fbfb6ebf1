import type { TransferMatch } from '@purser/schema/contract/inputs';
import type { TransferView } from '@purser/schema/contract/money-views';
import type { Page, PageRequest } from '@purser/schema/contract/request-context';
import { CursorError } from '../../ports/cursor-error.ts';
import { encodeCursor, parse } from './keyset.ts';
import { countRows, orderOf } from './list-query.ts';
import type { ScopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';
import {
  type TransferRow,
  transferColumns,
  transferFromDb,
  transferJoins,
} from './transfer-mapping.ts';

type VersionedRow = TransferRow & { readonly position: bigint; readonly version: bigint };

/** Where the first page starts: above every version, or below. */
const start = { desc: Number.MAX_SAFE_INTEGER, asc: 0 } as const;

/**
 * Transfers of one account, or of the parts of one, or of a user's lots, newest first unless sorted
 * otherwise. A cursor keeps the version reached in each account, so that every page is found through
 * the accounts' own indexes however long their histories are.
 */
export async function transfersOfAccounts(
  run: SqlRunner,
  { tenantId, projectId }: ScopeKey,
  accountIds: readonly string[],
  page: PageRequest & TransferMatch & { readonly asOf?: Date | undefined },
): Promise<Page<TransferView>> {
  const { limit, cursor, asOf, kind, phase, countUpTo } = page;
  const { direction } = orderOf('transfers', page.sort);
  const reached =
    cursor === undefined
      ? accountIds.map(() => start[direction])
      : versionsOf(cursor, accountIds, direction);
  const rows = await run<VersionedRow>(statements[direction], [
    tenantId,
    projectId,
    [...accountIds],
    reached,
    asOf ?? null,
    limit + 1,
    kind ?? null,
    phase ?? null,
  ]);
  const shown = rows.slice(0, limit);
  const next = [...reached];
  for (const { position, version } of shown) next[Number(position) - 1] = Number(version);
  const values = [tenantId, projectId, [...accountIds], asOf ?? null, kind ?? null, phase ?? null];
  return {
    items: shown.map(transferFromDb),
    nextCursor: rows.length > limit ? transfersCursor(next, direction) : null,
    total: await countRows(run, { from: countedFrom, values }, countUpTo),
  };
}

/** The cursor behind these versions of accounts, in their order. */
export function transfersCursor(versions: readonly number[], direction: Direction): string {
  return encodeCursor([direction, ...versions]);
}

type Direction = 'asc' | 'desc';

function versionsOf(
  cursor: string,
  accountIds: readonly string[],
  direction: Direction,
): readonly number[] {
  const [mark, ...versions] = parse(cursor);
  // An account opened since the first page sorts anywhere: the whole list starts again then.
  const fits = mark === direction && versions.length === accountIds.length;
  if (!fits || !versions.every(Number.isSafeInteger)) throw new CursorError();
  return versions as number[];
}

const statements = { desc: statementIn('desc'), asc: statementIn('asc') } as const;

/** Kind and phase are the parameters from `first` on; null asks for all. */
export function matches(table: string, first: number): string {
  return `($${first}::text IS NULL OR ${table}.kind = $${first})
         AND ($${first + 1}::text IS NULL OR ${table}.phase = $${first + 1})`;
}

function statementIn(direction: Direction): string {
  const beyond = direction === 'desc' ? '<' : '>';
  return `
WITH mine AS (
  SELECT wanted.position, own.id, own.version, own.recorded_at
    FROM unnest($3::uuid[], $4::bigint[]) WITH ORDINALITY AS wanted(account_id, reached, position)
   CROSS JOIN LATERAL (
     (SELECT d.id, d.debit_version AS version, d.recorded_at FROM transfer d
       WHERE d.tenant_id = $1::int AND d.project_id = $2::int
         AND d.debit_account_id = wanted.account_id AND d.debit_version ${beyond} wanted.reached
         AND ($5::timestamptz IS NULL OR d.recorded_at <= $5) AND ${matches('d', 7)}
       ORDER BY d.debit_version ${direction} LIMIT $6::int)
     UNION ALL
     (SELECT c.id, c.credit_version, c.recorded_at FROM transfer c
       WHERE c.tenant_id = $1::int AND c.project_id = $2::int
         AND c.credit_account_id = wanted.account_id AND c.credit_version ${beyond} wanted.reached
         AND ($5::timestamptz IS NULL OR c.recorded_at <= $5) AND ${matches('c', 7)}
       ORDER BY c.credit_version ${direction} LIMIT $6::int)) own
   ORDER BY own.recorded_at ${direction}, wanted.position, own.version ${direction} LIMIT $6::int)
SELECT mine.position, mine.version, ${transferColumns}
  FROM mine
  JOIN transfer t ON t.tenant_id = $1::int AND t.project_id = $2::int AND t.id = mine.id
  ${transferJoins}
 ORDER BY mine.recorded_at ${direction}, mine.position, mine.version ${direction}`;
}

const countedFrom = `
  FROM unnest($3::uuid[]) AS wanted(account_id)
 CROSS JOIN LATERAL (
   SELECT 1 FROM transfer d
    WHERE d.tenant_id = $1::int AND d.project_id = $2::int AND d.debit_account_id = wanted.account_id
      AND ($4::timestamptz IS NULL OR d.recorded_at <= $4) AND ${matches('d', 5)}
   UNION ALL
   SELECT 1 FROM transfer c
    WHERE c.tenant_id = $1::int AND c.project_id = $2::int AND c.credit_account_id = wanted.account_id
      AND ($4::timestamptz IS NULL OR c.recorded_at <= $4) AND ${matches('c', 5)}) counted`;
