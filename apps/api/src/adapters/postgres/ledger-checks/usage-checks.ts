import type { LedgerCheckStatement } from './check.ts';

const heads: LedgerCheckStatement = {
  name: 'a user has used what the settled turns were charged',
  sql: `
    WITH settled AS (
      SELECT t.user_id, of_scope.scope, count(*) AS requests, sum(t.tokens_charged) AS tokens
        FROM turn t CROSS JOIN LATERAL (VALUES ('*'), (t.bundle_id)) of_scope(scope)
       WHERE t.tenant_id = $1::int AND t.project_id = $2::int AND t.state = 'settled'
         AND of_scope.scope IS NOT NULL
       GROUP BY t.user_id, of_scope.scope
    ), head AS (
      SELECT * FROM usage_head WHERE tenant_id = $1::int AND project_id = $2::int
    )
    SELECT format('user %s %s', coalesce(h.user_id, s.user_id), coalesce(h.scope, s.scope)) AS subject,
           format('has used %s requests and %s tokens in %s settlements, the settled turns say %s and %s',
                  coalesce(h.requests, 0), coalesce(h.tokens, 0), coalesce(h.version, 0),
                  coalesce(s.requests, 0), coalesce(s.tokens, 0)) AS what
      FROM head h FULL JOIN settled s ON s.user_id = h.user_id AND s.scope = h.scope
     WHERE (coalesce(h.requests, 0), coalesce(h.tokens, 0), coalesce(h.version, 0))
        <> (coalesce(s.requests, 0), coalesce(s.tokens, 0), coalesce(s.requests, 0))`,
};

const minutes: LedgerCheckStatement = {
  name: 'the minutes of a user lead up to what was used in all',
  sql: `
    WITH minute AS (
      SELECT m.*, lead(m.minute) OVER w IS NULL AS is_last,
             m.requests < lag(m.requests) OVER w OR m.tokens < lag(m.tokens) OVER w AS falls
        FROM usage_minute m WHERE m.tenant_id = $1::int AND m.project_id = $2::int
      WINDOW w AS (PARTITION BY m.user_id, m.scope ORDER BY m.minute)
    ), head AS (
      SELECT * FROM usage_head WHERE tenant_id = $1::int AND project_id = $2::int
    )
    SELECT format('user %s %s', m.user_id, m.scope) AS subject,
           format('has used less at minute %s than before it', m.minute) AS what
      FROM minute m WHERE m.falls
    UNION ALL
    SELECT format('user %s %s', coalesce(h.user_id, m.user_id), coalesce(h.scope, m.scope)),
           format('has used %s requests and %s tokens by minute %s, its last minute %s says %s and %s',
                  coalesce(h.requests, 0), coalesce(h.tokens, 0), coalesce(h.last_minute, 0),
                  coalesce(m.minute, 0), coalesce(m.requests, 0), coalesce(m.tokens, 0))
      FROM head h FULL JOIN (SELECT * FROM minute WHERE is_last) m ON m.user_id = h.user_id AND m.scope = h.scope
     WHERE (coalesce(h.requests, 0), coalesce(h.tokens, 0), coalesce(h.last_minute, 0))
        <> (coalesce(m.requests, 0), coalesce(m.tokens, 0), coalesce(m.minute, 0))`,
};

export const usageChecks: readonly LedgerCheckStatement[] = [heads, minutes];
