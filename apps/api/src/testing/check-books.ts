import type { Pool } from 'pg';

/** The same account of another project has the same id. */
const ofItsProject = '(t.tenant_id, t.project_id) = (a.tenant_id, a.project_id)';

/**
 * The invariants of docs/economics.md that storage alone can show, as statements that must answer no
 * row: balances equal their transfers, money is neither made nor lost, a turn's debits are its cost,
 * wallets are never negative, versions have no gaps, open holds are the holds nobody ended.
 * Rows are summed once and joined: looked up one by one, a hundred thousand turns take an hour without statistics.
 */
const findings: Readonly<Record<string, string>> = {
  'balances equal their transfers': `
    SELECT a.id FROM account a LEFT JOIN (
      SELECT tenant_id, project_id, id, sum(credit)::bigint AS credits, sum(debit)::bigint AS debits FROM (
        SELECT tenant_id, project_id, credit_account_id AS id, amount AS credit, 0 AS debit FROM transfer WHERE phase IN ('post', 'settle')
        UNION ALL
        SELECT tenant_id, project_id, debit_account_id, 0, amount FROM transfer WHERE phase IN ('post', 'settle')) s
       GROUP BY 1, 2, 3) t ON ${ofItsProject} AND t.id = a.id
     WHERE (a.credits_posted, a.debits_posted) <> (coalesce(t.credits, 0), coalesce(t.debits, 0))`,
  'held money is the open holds': `
    SELECT a.id FROM account a LEFT JOIN (
      SELECT tenant_id, project_id, debit_account_id AS id, sum(remaining) AS held FROM open_hold GROUP BY 1, 2, 3) t
        ON ${ofItsProject} AND t.id = a.id
     WHERE a.debits_pending <> coalesce(t.held, 0)`,
  'all balances sum to zero': `
    SELECT sum(credits_posted - debits_posted) FROM account HAVING sum(credits_posted - debits_posted) <> 0`,
  'a settled turn is debited exactly its cost': `
    SELECT u.id FROM turn u LEFT JOIN (
      SELECT turn_id, sum(amount) AS amount FROM transfer WHERE phase IN ('post', 'settle') GROUP BY turn_id) t ON t.turn_id = u.id
     WHERE u.state = 'settled' AND u.cost_micro_usd <> coalesce(t.amount, 0)`,
  'wallets are never negative': `
    SELECT id FROM account WHERE kind = 'wallet' AND credits_posted - debits_posted - debits_pending < 0`,
  'a period was topped up with what it spent, rolled over and still has': `
    SELECT a.id FROM account a WHERE a.kind = 'period' AND a.credits_posted - a.debits_posted <> (
      SELECT coalesce(sum(CASE WHEN t.credit_account_id = a.id THEN t.amount ELSE -t.amount END), 0) FROM transfer t
       WHERE ${ofItsProject} AND t.phase IN ('post', 'settle') AND a.id IN (t.credit_account_id, t.debit_account_id)
         AND t.kind IN ('subscription_invoice', 'subscription_renewal', 'subscription_topup', 'subscription_upgrade',
                        'subscription_overdraft', 'turn', 'rollover'))`,
  'a closed period is never below zero and holds nothing new': `
    SELECT a.id FROM account a WHERE a.kind = 'period' AND a.closed_at IS NOT NULL AND (
      a.credits_posted - a.debits_posted - a.debits_pending < 0
      -- By the account's versions: a clock may be moved between a hold and the closing that comes after it.
      OR EXISTS (SELECT 1 FROM transfer h WHERE h.debit_account_id = a.id AND h.phase = 'hold' AND h.debit_version > (
           SELECT min(CASE WHEN m.debit_account_id = a.id THEN m.debit_version ELSE m.credit_version END) FROM transfer m
            WHERE a.id IN (m.debit_account_id, m.credit_account_id) AND m.kind IN ('rollover', 'subscription_overdraft'))))`,
  'a period and its account close together, one is open at most': `
    SELECT p.key FROM subscription_period p JOIN account a ON a.kind = 'period' AND a.reference = p.key
     WHERE (p.status = 'closed') <> (a.closed_at IS NOT NULL)
    UNION ALL
    SELECT p.subscription_id::text FROM subscription_period p WHERE p.status = 'open'
     GROUP BY p.subscription_id HAVING count(*) > 1`,
  'versions have no gaps': `
    SELECT a.id FROM account a LEFT JOIN (
      SELECT tenant_id, project_id, id, count(DISTINCT version) AS versions FROM (
        SELECT tenant_id, project_id, debit_account_id AS id, debit_version AS version FROM transfer
        UNION ALL
        SELECT tenant_id, project_id, credit_account_id, credit_version FROM transfer WHERE credit_version IS NOT NULL) s
       GROUP BY 1, 2, 3) t ON ${ofItsProject} AND t.id = a.id
     WHERE a.version <> coalesce(t.versions, 0)`,
  'a hold is open exactly until a row ends it': `
    SELECT h.id FROM transfer h LEFT JOIN open_hold o ON o.id = h.id
      LEFT JOIN (SELECT DISTINCT hold_id FROM transfer) e ON e.hold_id = h.id
     WHERE h.phase = 'hold' AND (o.id IS NULL) <> (e.hold_id IS NOT NULL)`,
  'a user has used what the settled turns were charged': `
    SELECT u.user_id FROM usage_head u LEFT JOIN (
      SELECT user_id, count(*) AS requests, coalesce(sum(tokens_charged), 0)::bigint AS tokens FROM turn WHERE state = 'settled'
       GROUP BY user_id) t ON t.user_id = u.user_id
     WHERE u.scope = '*' AND (u.requests, u.tokens) <> (coalesce(t.requests, 0), coalesce(t.tokens, 0))`,
  'a provider has cost what its turns were booked': `
    SELECT p.provider FROM (SELECT provider, sum(micro_usd) AS cost FROM provider_spend GROUP BY provider) p
     WHERE p.cost <> (SELECT sum(a.credits_posted) FROM account a WHERE a.kind = 'spend' AND a.reference = p.provider)`,
};

/** The names of the invariants that do not hold. */
export async function brokenInvariants(pool: Pool): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const [name, statement] of Object.entries(findings)) {
    const { rowCount } = await pool.query(statement);
    if (rowCount !== 0) broken.push(name);
  }
  return broken;
}
