import type { LedgerCheckStatement } from './check.ts';

/** What a period got and gave, by kind: nothing else may touch it (rule S13). */
const sums: LedgerCheckStatement = {
  name: 'a period was topped up with what it spent, rolled over and still has',
  sql: `
    WITH moved AS (
      SELECT t.credit_account_id AS account_id, t.amount FROM transfer t
       WHERE t.tenant_id = $1::int AND t.project_id = $2::int AND t.phase = 'post'
         AND t.kind IN ('subscription_invoice', 'subscription_renewal', 'subscription_topup', 'subscription_upgrade', 'subscription_overdraft')
      UNION ALL
      SELECT t.debit_account_id, -t.amount FROM transfer t
       WHERE t.tenant_id = $1::int AND t.project_id = $2::int AND t.phase IN ('post', 'settle')
         AND t.kind IN ('turn', 'rollover')
    ), kept AS (
      SELECT account_id, sum(amount) AS balance FROM moved GROUP BY account_id
    )
    SELECT a.id::text AS subject, format('a period has %s, its top-ups, turns and rollovers leave %s',
             a.credits_posted - a.debits_posted, coalesce(kept.balance, 0)) AS what
      FROM account a LEFT JOIN kept ON kept.account_id = a.id
     WHERE a.tenant_id = $1::int AND a.project_id = $2::int AND a.kind = 'period'
       AND a.credits_posted - a.debits_posted <> coalesce(kept.balance, 0)`,
};

const closed: LedgerCheckStatement = {
  name: 'a period and its account close together, and a closed one is not below zero',
  sql: `
    SELECT p.key AS subject, found.what
      FROM subscription_period p
      LEFT JOIN account a ON a.tenant_id = $1::int AND a.project_id = $2::int
       AND a.id = purser_account_id('period', p.key, 0)
     CROSS JOIN LATERAL (VALUES
       (a.id IS NOT NULL AND (p.status = 'closed') <> (a.closed_at IS NOT NULL), format('the period is %s, its account is not', p.status)),
       (a.closed_at IS NOT NULL AND a.credits_posted - a.debits_posted - a.debits_pending < 0, 'a closed period is below zero')
     ) AS found(wrong, what)
     WHERE p.tenant_id = $1::int AND p.project_id = $2::int AND found.wrong
    UNION ALL
    SELECT s.id::text, format('has %s open periods', count(*))
      FROM subscription s
      JOIN subscription_period p ON p.tenant_id = $1::int AND p.project_id = $2::int AND p.subscription_id = s.id
     WHERE s.tenant_id = $1::int AND s.project_id = $2::int AND p.status = 'open'
     GROUP BY s.id HAVING count(*) > 1`,
};

export const periodChecks: readonly LedgerCheckStatement[] = [sums, closed];
