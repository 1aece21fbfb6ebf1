/**
 * What is left of every hold, from its own row and the rows that name it. A settlement beyond the hold
 * takes the whole of it; a void or an expiry names exactly what was left.
 */
export const holdsFromTransfers = `
  SELECT h.id, h.debit_account_id, h.credit_account_id, h.turn_id,
         h.amount - least(h.amount, coalesce(sum(x.amount) FILTER (WHERE x.phase = 'settle'), 0))
                  - coalesce(sum(x.amount) FILTER (WHERE x.phase IN ('void', 'expire')), 0) AS remaining
    FROM transfer h
    LEFT JOIN transfer x ON x.tenant_id = $1::int AND x.project_id = $2::int AND x.hold_id = h.id
   WHERE h.tenant_id = $1::int AND h.project_id = $2::int AND h.phase = 'hold'
   GROUP BY h.id, h.debit_account_id, h.credit_account_id, h.turn_id, h.amount`;
