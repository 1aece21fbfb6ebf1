import { runSql } from '../services/bench-postgres.ts';

export const accounts = 10_000;
export const spendShards = 16;
export const provider = 'anthropic';

/** Money that no benchmark spends. */
const plentyMicroUsd = 1_000_000_000_000_000n;

export type LedgerScope = { readonly tenantId: number; readonly projectId: number };

/** Lays out a project as it is after some use: funded accounts, known users, every spend sub-account. */
export async function fillProject(url: string, { tenantId, projectId }: LedgerScope) {
  const scope = [tenantId, projectId];
  await runSql(
    url,
    `INSERT INTO account (tenant_id, project_id, id, kind, unit, reference, shard, owner_id, credits_posted, debits_posted,
       debits_pending, overdraft, version, last_recorded_at, created_at)
     SELECT $1, $2, purser_account_id(a.kind, a.reference, a.shard), a.kind, 'micro_usd', a.reference, a.shard, a.owner,
            CASE WHEN a.kind = 'spend' THEN 0 ELSE $3::bigint END, 0, 0, CASE WHEN a.kind = 'spend' THEN NULL ELSE 0 END,
            1, purser_now($1, $2), purser_now($1, $2)
       FROM (SELECT 'period' AS kind, 'period-' || n AS reference, 0 AS shard, n::bigint AS owner FROM generate_series(1, $4::integer) n
             UNION ALL SELECT 'project', '', 0, NULL
             UNION ALL SELECT 'spend', $5, s, NULL FROM generate_series(0, $6::integer - 1) s) a
      ORDER BY random()`,
    [...scope, plentyMicroUsd, accounts, provider, spendShards],
  );
  await runSql(
    url,
    `INSERT INTO usage_head (tenant_id, project_id, user_id, scope, version, requests, tokens, last_minute, anchor_minute,
       reset_requests, reset_tokens)
     SELECT $1, $2, n, '*', 0, 0, 0, 0, 1, 0, 0 FROM generate_series(1, $3::integer) n ORDER BY random()`,
    [...scope, accounts],
  );
  await runSql(url, `INSERT INTO counter_epoch VALUES ($1, $2, '1', purser_now($1, $2))`, scope);
  await runSql(url, 'VACUUM ANALYZE');
}
