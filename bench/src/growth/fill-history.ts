import { withConnection } from '@purser/local-services/postgres-connection';

/** How much a database of the growth benchmark holds. */
export type Size = {
  readonly name: string;
  readonly users: number;
  /** Settled turns of the last weeks; each has three transfers: its hold, its cost, and the rest given back. */
  readonly turns: number;
};

/**
 * Copies the one turn that the product has made so far, with its transfers, so often, and makes the
 * users that the copies belong to in turn. Sums follow: balances, versions, usage and spend.
 */
export async function fillHistory(url: string, { users, turns }: Size): Promise<void> {
  await withConnection(url, async (client) => {
    await client.query("SET work_mem = '256MB'");
    await client.query(historySql, [users, turns]);
    await client.query(userSql, [users]);
    await client.query(headSql);
    if (turns > 0) {
      for (const text of [turnSql, keySql, transferSql, minuteSql, spendSql]) {
        await client.query(text);
      }
      for (const text of accountSql) await client.query(text, [turns]);
    }
    await client.query('DROP TABLE bench_history');
    await client.query('VACUUM ANALYZE');
  });
}

/** Each copied turn: whose it is, the how manyth of this user, and when; ids rise with time as UUIDv7 do. */
const historySql = `
  CREATE UNLOGGED TABLE bench_history AS
  WITH span AS (SELECT extract(epoch FROM purser_now(1, 1)) * 1000 - 28::bigint * 86400000 AS from_ms,
                       27::bigint * 86400000 / greatest($2::bigint, 1) AS step_ms)
  SELECT n, (n - 1) % $1::integer AS user_no, 1 + (n - 1) / $1::integer AS nth, at.ms,
         lpad(to_hex(at.ms), 12, '0') || '7000' || '8' || lpad(to_hex(n), 13, '0') AS hex
    FROM span, generate_series(1, $2::integer) n, LATERAL (SELECT (from_ms + n * step_ms)::bigint AS ms) at`;

const userSql = `
  INSERT INTO app_user (tenant_id, project_id, external_id, role, created_at)
  SELECT 1, 1, 'user-' || n, (ARRAY['anonymous', 'registered', 'admin'])[1 + n % 3],
         purser_now(1, 1) - interval '28 days'
    FROM generate_series(0, $1::integer - 1) n ORDER BY n`;

/** Users without a turn in the history had their first one at some minute of the last weeks. */
const headSql = `
  INSERT INTO usage_head (tenant_id, project_id, user_id, scope, version, requests, tokens, last_minute,
    anchor_minute, reset_requests, reset_tokens)
  SELECT 1, 1, u.id, '*', coalesce(h.turns, 0), coalesce(h.turns, 0), coalesce(h.turns, 0) * m.tokens,
         coalesce(h.last_ms / 60000, 0),
         coalesce(h.first_ms / 60000, extract(epoch FROM purser_now(1, 1))::bigint / 60 - u.id % 40000), 0, 0
    FROM app_user u
    CROSS JOIN (SELECT coalesce(max(tokens_charged), 0) AS tokens FROM turn) m
    LEFT JOIN (SELECT user_no, count(*) AS turns, min(ms) AS first_ms, max(ms) AS last_ms
                 FROM bench_history GROUP BY user_no) h ON 'user-' || h.user_no = u.external_id
   WHERE u.project_id = 1 AND u.external_id LIKE 'user-%'`;

const turnSql = `
  INSERT INTO turn (tenant_id, project_id, id, external_id, user_id, class, state, plan_id, plan_source, content,
    estimate_tokens, held_tokens, price_pico_usd, primary_source, primary_account_id, had_wallet,
    wallet_beyond_limits, providers, provider_holds, decision, admitted_at, expires_at, slot_expires_at,
    closed_at, outcome, cost_micro_usd, tokens_charged, settle_content, usage, result)
  SELECT 1, 1, (h.hex || '00')::uuid, 'history-' || h.n, u.id, m.class, m.state, m.plan_id, m.plan_source, m.content,
         m.estimate_tokens, m.held_tokens, m.price_pico_usd, m.primary_source, m.primary_account_id, m.had_wallet,
         m.wallet_beyond_limits, m.providers, m.provider_holds, m.decision, at.at, at.at + interval '15 minutes',
         at.at + interval '3 minutes', at.at, m.outcome, m.cost_micro_usd, m.tokens_charged, m.settle_content,
         m.usage, m.result
    FROM bench_history h
    JOIN app_user u ON u.tenant_id = 1 AND u.project_id = 1 AND u.external_id = 'user-' || h.user_no
    CROSS JOIN LATERAL (SELECT to_timestamp(h.ms / 1000.0) AS at) at
    CROSS JOIN (SELECT * FROM turn WHERE external_id = 'model') m
   ORDER BY h.n`;

const keySql = `
  INSERT INTO turn_key (tenant_id, project_id, external_id, turn_id)
  SELECT 1, 1, 'history-' || n, (hex || '00')::uuid FROM bench_history`;

/** The copied turn's transfers in their order; versions of both accounts go on from the last ones. */
const transferSql = `
  INSERT INTO transfer (tenant_id, project_id, id, phase, kind, debit_account_id, credit_account_id, amount, hold_id,
    debit_version, credit_version, effective_at, recorded_at, actor, reason, idempotency_key, turn_id)
  SELECT 1, 1, (h.hex || lpad(m.nth::text, 2, '0'))::uuid, m.phase, m.kind, m.debit_account_id, m.credit_account_id,
         m.amount, CASE WHEN m.hold_id IS NULL THEN NULL ELSE (h.hex || '01')::uuid END,
         last.debit + 3 * (h.n - 1) + m.nth,
         CASE WHEN m.credit_version IS NULL THEN NULL ELSE last.credit + h.n END,
         at.at, at.at, m.actor, m.reason, 'turn:history-' || h.n || ':' || m.phase, (h.hex || '00')::uuid
    FROM bench_history h
    CROSS JOIN LATERAL (SELECT to_timestamp(h.ms / 1000.0) AS at) at
    CROSS JOIN (SELECT t.*, row_number() OVER (ORDER BY t.debit_version) AS nth FROM transfer t
                 WHERE t.turn_id = (SELECT id FROM turn WHERE external_id = 'model')) m
    CROSS JOIN (SELECT max(debit_version) AS debit, max(credit_version) AS credit FROM transfer
                 WHERE turn_id = (SELECT id FROM turn WHERE external_id = 'model')) last
   ORDER BY h.n`;

/** Usage is kept as sums up to each minute. */
const minuteSql = `
  INSERT INTO usage_minute (tenant_id, project_id, user_id, scope, minute, requests, tokens)
  SELECT 1, 1, u.id, '*', h.ms / 60000, max(h.nth), max(h.nth) * m.tokens
    FROM bench_history h
    JOIN app_user u ON u.tenant_id = 1 AND u.project_id = 1 AND u.external_id = 'user-' || h.user_no
    CROSS JOIN (SELECT tokens_charged AS tokens FROM turn WHERE external_id = 'model') m
   GROUP BY u.id, h.ms / 60000, m.tokens`;

const spendSql = `
  INSERT INTO provider_spend (tenant_id, project_id, provider, bundle_id, hour, shard, micro_usd, turns)
  SELECT 1, 1, s.provider, s.bundle_id, h.ms / 3600000, s.shard, count(*) * s.micro_usd, count(*)
    FROM bench_history h CROSS JOIN (SELECT * FROM provider_spend LIMIT 1) s
   GROUP BY s.provider, s.bundle_id, h.ms / 3600000, s.shard, s.micro_usd
  ON CONFLICT DO NOTHING`;

const accountSql = [
  `UPDATE account a SET debits_posted = a.debits_posted + $1::bigint * t.cost_micro_usd, version = a.version + 3 * $1::bigint
     FROM turn t WHERE t.external_id = 'model' AND a.id = t.primary_account_id AND a.project_id = t.project_id`,
  `UPDATE account a SET credits_posted = a.credits_posted + $1::bigint * t.cost_micro_usd, version = a.version + $1::bigint
     FROM turn t WHERE t.external_id = 'model' AND a.kind = 'spend' AND a.project_id = t.project_id`,
];
