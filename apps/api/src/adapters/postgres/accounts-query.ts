import type { AccountFilter } from '@purser/schema/contract/inputs';
import type { AccountView } from '@purser/schema/contract/money-views';
import type { Page, PageRequest } from '@purser/schema/contract/request-context';
import { type AccountRow, accountFromDb } from './account-row.ts';
import { readList } from './list-query.ts';
import type { ScopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';

/** Accounts by kind and reference, parts summed; `search` is part of the reference or the user. */
export function readAccounts(
  run: SqlRunner,
  { tenantId, projectId }: ScopeKey,
  { kind, search, ...page }: AccountFilter & PageRequest,
): Promise<Page<AccountView>> {
  const pattern = search ? `%${search.replaceAll(/[\\%_]/g, (found) => `\\${found}`)}%` : null;
  return readList<AccountRow, AccountView, 'ledgerAccounts'>(
    run,
    {
      name: 'ledgerAccounts',
      columns: summedColumns,
      from: `FROM account a ${ownerJoin}
      WHERE a.tenant_id = $1::int AND a.project_id = $2::int
        AND ($3::text IS NULL OR a.kind = $3)
        AND ($4::text IS NULL OR a.reference ILIKE $4 OR u.external_id ILIKE $4)`,
      groupBy: 'GROUP BY a.kind, a.reference, a.unit',
      values: [tenantId, projectId, kind ?? null, pattern],
      orders: {
        kind: [
          { sql: 'a.kind', type: 'text' },
          { sql: 'a.reference', type: 'text' },
        ],
      },
    },
    page,
    accountFromDb,
  );
}

/** The ids of an account's parts, given the id of any of them; none when nobody ever posted to it. */
export async function readAccountParts(
  run: SqlRunner,
  { tenantId, projectId }: ScopeKey,
  id: string,
): Promise<readonly string[]> {
  const rows = await run<{ id: string }>(
    `SELECT part.id FROM account part
       JOIN (SELECT kind, reference FROM account
              WHERE tenant_id = $1::int AND project_id = $2::int
                AND (id = $3::uuid OR (kind IN ('spend', 'funding', 'revenue', 'breakage')
                     AND purser_account_id(kind, reference, 0) = $3::uuid)) LIMIT 1) known
         ON known.kind = part.kind AND known.reference = part.reference
      WHERE part.tenant_id = $1::int AND part.project_id = $2::int ORDER BY part.id`,
    [tenantId, projectId, id],
  );
  return rows.map((row) => row.id);
}

type SumsRow = {
  readonly credits: bigint;
  readonly debits: bigint;
  readonly held: bigint;
  readonly version: bigint;
  readonly recorded: Date | null;
};

/** An account's parts summed, now, or recomputed from what was recorded until an instant (rules L3 and L12). */
export async function readAccountAsOf(
  run: SqlRunner,
  { tenantId, projectId }: ScopeKey,
  parts: readonly string[],
  at: Date | undefined,
): Promise<AccountView> {
  const [row] = await run<AccountRow>(
    `SELECT ${summedColumns} FROM account a ${ownerJoin}
      WHERE a.tenant_id = $1::int AND a.project_id = $2::int AND a.id = ANY ($3::uuid[])
      GROUP BY a.kind, a.reference, a.unit`,
    [tenantId, projectId, [...parts]],
  );
  if (row === undefined) throw new Error('An account that has parts was not found.');
  if (at === undefined) return accountFromDb(row);
  const [sums] = await run<SumsRow>(asOfStatement, [tenantId, projectId, [...parts], at]);
  return accountFromDb({
    ...row,
    credits_posted: sums?.credits ?? 0n,
    debits_posted: sums?.debits ?? 0n,
    debits_pending: sums?.held ?? 0n,
    version: sums?.version ?? 0n,
    last_recorded_at: sums?.recorded ?? at,
    closed_at: row.closed_at !== null && row.closed_at <= at ? row.closed_at : null,
  });
}

/** An account that nobody posted to was recorded when it was made. */
const summedColumns = `
  purser_account_id(a.kind, a.reference, 0) AS id, a.kind, a.unit, a.reference,
  min(u.external_id) AS user_id, sum(a.credits_posted)::bigint AS credits_posted,
  sum(a.debits_posted)::bigint AS debits_posted, sum(a.debits_pending)::bigint AS debits_pending,
  CASE WHEN bool_or(a.overdraft IS NULL) THEN NULL ELSE max(a.overdraft) END AS overdraft,
  sum(a.version)::bigint AS version,
  max(CASE WHEN isfinite(a.last_recorded_at) THEN a.last_recorded_at ELSE a.created_at END)
    AS last_recorded_at,
  max(a.closed_at) AS closed_at`;

const ownerJoin = `
  LEFT JOIN app_user u ON u.tenant_id = a.tenant_id AND u.project_id = a.project_id
       AND u.id = a.owner_id`;

/**
 * Posted money moves in rows of phase post and settle. Of a hold there is held what no row has
 * settled, voided or expired yet; a settlement above its hold frees no more than the hold.
 */
const asOfStatement = `
WITH mine AS (
  SELECT t.* FROM transfer t
   WHERE t.tenant_id = $1::int AND t.project_id = $2::int
     AND t.debit_account_id = ANY ($3::uuid[]) AND t.recorded_at <= $4::timestamptz
), held AS (
  SELECT greatest(0, hold.amount
           - coalesce(sum(part.amount) FILTER (WHERE part.phase = 'settle'), 0))
           - coalesce(sum(part.amount) FILTER (WHERE part.phase IN ('void', 'expire')), 0) AS amount
    FROM mine hold LEFT JOIN mine part ON part.hold_id = hold.id
   WHERE hold.phase = 'hold' GROUP BY hold.id, hold.amount
), credits AS (
  SELECT coalesce(sum(t.amount), 0) AS amount, count(*) AS rows, max(t.recorded_at) AS recorded
    FROM transfer t
   WHERE t.tenant_id = $1::int AND t.project_id = $2::int AND t.phase IN ('post', 'settle')
     AND t.credit_account_id = ANY ($3::uuid[]) AND t.recorded_at <= $4::timestamptz
)
SELECT credits.amount::bigint AS credits,
       (SELECT coalesce(sum(amount), 0) FROM mine WHERE phase IN ('post', 'settle'))::bigint AS debits,
       (SELECT coalesce(sum(amount), 0) FROM held)::bigint AS held,
       (credits.rows + (SELECT count(*) FROM mine))::bigint AS version,
       greatest(credits.recorded, (SELECT max(recorded_at) FROM mine)) AS recorded
  FROM credits`;
