import type { LedgerCheckStatement } from './check.ts';
import { holdsFromTransfers } from './open-holds.ts';

const holds: LedgerCheckStatement = {
  name: 'the open holds are those that nothing has ended, and their turns are live',
  sql: `
    WITH truth AS (SELECT h.* FROM (${holdsFromTransfers}) h WHERE h.remaining <> 0),
    open AS (SELECT * FROM open_hold WHERE tenant_id = $1::int AND project_id = $2::int)
    SELECT 'hold ' || coalesce(o.id, h.id) AS subject, CASE
             WHEN o.id IS NULL THEN format('%s of it was not ended, and it is not open', h.remaining)
             WHEN h.id IS NULL THEN 'is open, and nothing is left of it'
             ELSE format('is open with %s for another account, turn or amount than its transfers say (%s)',
                         o.remaining, h.remaining) END AS what
      FROM open o FULL JOIN truth h ON h.id = o.id
     WHERE (o.id, o.remaining, o.debit_account_id, o.turn_id)
           IS DISTINCT FROM (h.id, h.remaining, h.debit_account_id, h.turn_id)
    UNION ALL
    SELECT 'hold ' || o.id, format('is open for a turn that is %s', coalesce(t.state, 'not there'))
      FROM open o LEFT JOIN turn t ON t.tenant_id = $1::int AND t.project_id = $2::int AND t.id = o.turn_id
     WHERE o.turn_id IS NOT NULL AND t.state IS DISTINCT FROM 'admitted'`,
};

const costs: LedgerCheckStatement = {
  name: "a settled turn's transfers sum to its cost, and no other turn has any",
  sql: `
    SELECT 'turn ' || coalesce(t.id, booked.turn_id) AS subject,
           format('cost %s, its transfers sum to %s', coalesce(t.cost_micro_usd, 0), coalesce(booked.amount, 0)) AS what
      FROM (SELECT id, cost_micro_usd FROM turn
             WHERE tenant_id = $1::int AND project_id = $2::int AND state = 'settled') t
      FULL JOIN (SELECT turn_id, sum(amount) AS amount FROM transfer
                  WHERE tenant_id = $1::int AND project_id = $2::int AND turn_id IS NOT NULL
                    AND phase IN ('post', 'settle') GROUP BY turn_id) booked ON booked.turn_id = t.id
     WHERE coalesce(t.cost_micro_usd, 0) <> coalesce(booked.amount, 0)`,
};

const spend: LedgerCheckStatement = {
  name: 'what a provider cost in an hour is what its turns booked',
  sql: `
    WITH booked AS (
      SELECT c.reference AS provider, coalesce(t.bundle_id, '') AS bundle_id, c.shard,
             floor(extract(epoch FROM x.effective_at) / 3600)::int AS hour, sum(x.amount) AS amount
        FROM transfer x
        JOIN account c ON c.tenant_id = $1::int AND c.project_id = $2::int AND c.id = x.credit_account_id
             AND c.kind = 'spend'
        JOIN turn t ON t.tenant_id = $1::int AND t.project_id = $2::int AND t.id = x.turn_id
       WHERE x.tenant_id = $1::int AND x.project_id = $2::int AND x.phase IN ('post', 'settle')
       GROUP BY 1, 2, 3, 4
    ), counted AS (
      SELECT * FROM provider_spend WHERE tenant_id = $1::int AND project_id = $2::int
    )
    SELECT format('provider %s, hour %s', coalesce(s.provider, b.provider),
                  to_timestamp(coalesce(s.hour, b.hour) * 3600.0) AT TIME ZONE 'UTC') AS subject,
           format('counted %s, its turns booked %s', coalesce(s.micro_usd, 0), coalesce(b.amount, 0)) AS what
      FROM counted s FULL JOIN booked b
        ON b.provider = s.provider AND b.bundle_id = s.bundle_id AND b.hour = s.hour AND b.shard = s.shard
     WHERE coalesce(s.micro_usd, 0) <> coalesce(b.amount, 0)`,
};

export const turnChecks: readonly LedgerCheckStatement[] = [holds, costs, spend];
