import type { Pool } from 'pg';

/** The same account of another project has the same id. */
const ofItsProject = '(t.tenant_id, t.project_id) = (a.tenant_id, a.project_id)';

/**
 * The invariants of docs/economics.md that storage alone can show, as statements that must answer no
 * row: balances equal their transfers, money is neither made nor lost, a turn's debits are its cost,
 * wallets are never negative, versions have no gaps, open holds are the holds nobody ended.
 */
const findings: Readonly<Record<string, string>> = {
  'balances equal their transfers': `
    SELECT a.id FROM account a WHERE (a.credits_posted, a.debits_posted) <> (
      SELECT coalesce(sum(t.amount) FILTER (WHERE t.credit_account_id = a.id), 0)::bigint,
             coalesce(sum(t.amount) FILTER (WHERE t.debit_account_id = a.id), 0)::bigint
        FROM transfer t WHERE ${ofItsProject} AND t.phase IN ('post', 'settle')
         AND a.id IN (t.credit_account_id, t.debit_account_id))`,
  'held money is the open holds': `
    SELECT a.id FROM account a WHERE a.debits_pending <>
      (SELECT coalesce(sum(t.remaining), 0) FROM open_hold t WHERE ${ofItsProject} AND t.debit_account_id = a.id)`,
  'all balances sum to zero': `
    SELECT sum(credits_posted - debits_posted) FROM account HAVING sum(credits_posted - debits_posted) <> 0`,
  'a settled turn is debited exactly its cost': `
    SELECT u.id FROM turn u WHERE u.state = 'settled' AND u.cost_micro_usd <>
      (SELECT coalesce(sum(t.amount), 0) FROM transfer t WHERE t.turn_id = u.id AND t.phase IN ('post', 'settle'))`,
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
    SELECT a.id FROM account a WHERE a.version <> (SELECT count(*) FROM (
      SELECT t.debit_version FROM transfer t WHERE ${ofItsProject} AND t.debit_account_id = a.id
      UNION SELECT t.credit_version FROM transfer t WHERE ${ofItsProject} AND t.credit_account_id = a.id AND t.credit_version IS NOT NULL) v)`,
  'a hold is open exactly until a row ends it': `
    SELECT h.id FROM transfer h LEFT JOIN open_hold o ON o.id = h.id WHERE h.phase = 'hold'
       AND (o.id IS NULL) <> (EXISTS (SELECT 1 FROM transfer e WHERE e.hold_id = h.id))`,
  'a user has used what the settled turns were charged': `
    SELECT u.user_id FROM usage_head u WHERE u.scope = '*' AND (u.requests, u.tokens) <> (
      SELECT count(*), coalesce(sum(t.tokens_charged), 0)::bigint FROM turn t WHERE t.user_id = u.user_id AND t.state = 'settled')`,
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
