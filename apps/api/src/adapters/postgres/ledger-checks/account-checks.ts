import type { LedgerCheckStatement } from './check.ts';
import { holdsFromTransfers } from './open-holds.ts';

/** Both sides of every transfer, in the order of the account's versions. */
const sides = `
  SELECT s.account_id, s.credit, s.debit, s.recorded_at,
         s.version - lag(s.version, 1, 0::bigint) OVER w AS step,
         s.recorded_at < lag(s.recorded_at) OVER w AS backwards
    FROM (
      SELECT t.debit_account_id AS account_id, 0::bigint AS credit,
             CASE WHEN t.phase IN ('post', 'settle') THEN t.amount ELSE 0 END AS debit,
             t.debit_version AS version, t.recorded_at
        FROM transfer t WHERE t.tenant_id = $1::int AND t.project_id = $2::int
      UNION ALL
      SELECT t.credit_account_id, t.amount, 0, t.credit_version, t.recorded_at
        FROM transfer t WHERE t.tenant_id = $1::int AND t.project_id = $2::int
         AND t.phase IN ('post', 'settle')) s
  WINDOW w AS (PARTITION BY s.account_id ORDER BY s.version)`;

const balances: LedgerCheckStatement = {
  name: 'every account is the sum of its transfers, its versions without a gap',
  sql: `
    WITH moved AS (
      SELECT s.account_id, sum(s.credit) AS credits, sum(s.debit) AS debits, count(*) AS versions,
             bool_or(s.step IS DISTINCT FROM 1) AS gap, bool_or(s.backwards) AS backwards,
             max(s.recorded_at) AS recorded_at
        FROM (${sides}) s GROUP BY s.account_id
    ), held AS (
      SELECT h.debit_account_id AS account_id, sum(h.remaining) AS pending
        FROM (${holdsFromTransfers}) h GROUP BY h.debit_account_id
    ), compared AS (
      SELECT coalesce(a.id, m.account_id) AS id, a.id IS NULL AS missing, a.credits_posted, a.debits_posted,
             a.debits_pending, a.version, a.last_recorded_at, coalesce(m.credits, 0) AS credits,
             coalesce(m.debits, 0) AS debits, coalesce(h.pending, 0) AS pending, coalesce(m.versions, 0) AS versions,
             coalesce(m.gap, false) AS gap, coalesce(m.backwards, false) AS backwards, m.recorded_at
        FROM (SELECT * FROM account WHERE tenant_id = $1::int AND project_id = $2::int) a
        FULL JOIN moved m ON m.account_id = a.id
        LEFT JOIN held h ON h.account_id = coalesce(a.id, m.account_id)
    )
    SELECT c.id::text AS subject, found.what FROM compared c CROSS JOIN LATERAL (VALUES
      (c.missing, 'has transfers but does not exist'),
      (c.credits_posted <> c.credits, format('credits are %s, its transfers say %s', c.credits_posted, c.credits)),
      (c.debits_posted <> c.debits, format('debits are %s, its transfers say %s', c.debits_posted, c.debits)),
      (c.debits_pending <> c.pending, format('held is %s, its holds say %s', c.debits_pending, c.pending)),
      (c.version <> c.versions, format('version is %s, its transfers made %s', c.version, c.versions)),
      (c.gap, 'versions have a gap or repeat'),
      (c.backwards, 'recorded times run backwards'),
      (c.last_recorded_at <> c.recorded_at, 'was last recorded at another instant than its last transfer')
    ) AS found(wrong, what) WHERE found.wrong`,
};

const wallets: LedgerCheckStatement = {
  name: 'no wallet lot is below zero',
  sql: `
    SELECT a.id::text AS subject, format('a wallet lot has %s, %s of it held', a.credits_posted - a.debits_posted,
             a.debits_pending) AS what
      FROM account a WHERE a.tenant_id = $1::int AND a.project_id = $2::int AND a.kind = 'wallet'
       AND a.credits_posted - a.debits_posted - a.debits_pending < 0`,
};

const units: LedgerCheckStatement = {
  name: 'a transfer stays within one unit, and all accounts of a unit sum to zero',
  sql: `
    SELECT t.id::text AS subject, format('moves %s into %s', d.unit, c.unit) AS what
      FROM transfer t
      JOIN account d ON d.tenant_id = $1::int AND d.project_id = $2::int AND d.id = t.debit_account_id
      JOIN account c ON c.tenant_id = $1::int AND c.project_id = $2::int AND c.id = t.credit_account_id
     WHERE t.tenant_id = $1::int AND t.project_id = $2::int AND d.unit <> c.unit
    UNION ALL
    SELECT 'unit ' || a.unit, format('all accounts sum to %s', sum(a.credits_posted - a.debits_posted))
      FROM account a WHERE a.tenant_id = $1::int AND a.project_id = $2::int
     GROUP BY a.unit HAVING sum(a.credits_posted - a.debits_posted) <> 0`,
};

export const accountChecks: readonly LedgerCheckStatement[] = [balances, wallets, units];
