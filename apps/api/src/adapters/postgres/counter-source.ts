import type {
  CounterScope,
  LiveEntry,
  LoadedProviderHolds,
  LoadedSlot,
  MinuteUsage,
  ProviderHold,
  ProviderSlot,
  WindowStart,
} from '@purser/domain/quota/counter-types';
import type { Pool } from 'pg';
import type { CounterSource } from '../../ports/counter-source.ts';

/**
 * A window's usage is the difference of two cumulative rows. A reset in the window's first minute
 * starts from the sums the reset found, so that what came before it in that minute does not count.
 */
const userSql = `
  WITH w AS (
    SELECT x.scope, x.window_key, x.start_minute, x.window_key LIKE 'rolling:%' AS rolling
      FROM jsonb_to_recordset($4::jsonb) AS x(scope text, window_key text, start_minute integer)
  ), h AS (
    SELECT * FROM usage_head WHERE tenant_id = $1 AND project_id = $2 AND user_id = $3
  ), based AS (
    SELECT w.*, coalesce(h.requests, 0) AS requests, coalesce(h.tokens, 0) AS tokens,
           CASE WHEN w.start_minute = 0 THEN 0 WHEN h.reset_minute >= w.start_minute THEN h.reset_requests
                ELSE coalesce(b.requests, 0) END AS base_requests,
           CASE WHEN w.start_minute = 0 THEN 0 WHEN h.reset_minute >= w.start_minute THEN h.reset_tokens
                ELSE coalesce(b.tokens, 0) END AS base_tokens
      FROM w LEFT JOIN h ON h.scope = w.scope
      LEFT JOIN LATERAL (
        SELECT m.requests, m.tokens FROM usage_minute m
         WHERE m.tenant_id = $1 AND m.project_id = $2 AND m.user_id = $3 AND m.scope = w.scope AND m.minute < w.start_minute
         ORDER BY m.minute DESC LIMIT 1) b ON true
  )
  SELECT coalesce((SELECT h.version FROM h WHERE h.scope = '*'), 0) AS version,
         coalesce((SELECT max(h.last_minute) FROM h), 0) AS as_of_minute,
         (SELECT jsonb_agg(jsonb_build_object(
            'scope', s.scope, 'windowKey', s.window_key, 'startMinute', s.start_minute,
            'requests', s.requests - s.base_requests, 'tokens', s.tokens - s.base_tokens,
            'minutes', CASE WHEN s.rolling THEN (
               SELECT coalesce(jsonb_agg(jsonb_build_array(d.minute, d.requests, d.tokens) ORDER BY d.minute), '[]') FROM (
                 SELECT m.minute, m.requests - coalesce(lag(m.requests) OVER o, s.base_requests) AS requests,
                        m.tokens - coalesce(lag(m.tokens) OVER o, s.base_tokens) AS tokens
                   FROM usage_minute m
                  WHERE m.tenant_id = $1 AND m.project_id = $2 AND m.user_id = $3 AND m.scope = s.scope
                    AND m.minute >= s.start_minute
                 WINDOW o AS (ORDER BY m.minute)) d) END)) FROM based s) AS slots,
         (SELECT jsonb_agg(jsonb_build_object(
            'turnId', t.external_id, 'bundleId', t.bundle_id, 'tokens', t.held_tokens,
            'holdExpiresAtMs', extract(epoch FROM t.expires_at) * 1000,
            'slotExpiresAtMs', extract(epoch FROM t.slot_expires_at) * 1000, 'providerHolds', t.provider_holds))
            FROM turn t WHERE t.tenant_id = $1 AND t.project_id = $2 AND t.state = 'admitted' AND t.id IN (
              SELECT o.turn_id FROM open_hold o WHERE o.tenant_id = $1 AND o.project_id = $2 AND o.owner_id = $3
                 AND o.turn_id IS NOT NULL)) AS live`;

const providersSql = `
  WITH w AS (
    SELECT x.window_key, x.start_minute FROM jsonb_to_recordset($3::jsonb) AS x(window_key text, start_minute integer)
  ), spent AS (
    SELECT p.provider, p.bundle_id, p.hour, sum(p.micro_usd) AS micro_usd FROM provider_spend p
     WHERE p.tenant_id = $1 AND p.project_id = $2 AND p.hour >= (SELECT min(w.start_minute) / 60 FROM w)
     GROUP BY p.provider, p.bundle_id, p.hour
  ), scoped AS (
    SELECT provider, '*' AS scope, hour, sum(micro_usd) AS micro_usd FROM spent GROUP BY provider, hour
    UNION ALL SELECT provider, bundle_id, hour, micro_usd FROM spent WHERE bundle_id <> ''
  )
  SELECT (SELECT jsonb_agg(jsonb_build_object('laneId', l.id, 'seq', l.seq)) FROM lane l
           WHERE l.tenant_id = $1 AND l.project_id = $2) AS lanes,
         (SELECT jsonb_agg(jsonb_build_object('provider', q.provider, 'scope', q.scope, 'windowKey', q.window_key,
                                              'startMinute', q.start_minute, 'spentMicroUsd', q.micro_usd)) FROM (
            SELECT s.provider, s.scope, w.window_key, w.start_minute, sum(s.micro_usd) AS micro_usd
              FROM w JOIN scoped s ON s.hour >= w.start_minute / 60
             GROUP BY s.provider, s.scope, w.window_key, w.start_minute) q) AS slots,
         (SELECT jsonb_agg(jsonb_build_object('userId', t.user_id::text, 'turnId', t.external_id,
                    'holdExpiresAtMs', extract(epoch FROM t.expires_at) * 1000, 'holds', t.provider_holds))
            FROM turn t WHERE t.tenant_id = $1 AND t.project_id = $2 AND t.state = 'admitted'
             AND jsonb_array_length(coalesce(t.provider_holds, '[]')) > 0
             AND t.id IN (SELECT o.turn_id FROM open_hold o WHERE o.tenant_id = $1 AND o.project_id = $2
                             AND o.turn_id IS NOT NULL)) AS holds,
         floor(extract(epoch FROM purser_now($1, $2)) / 60)::integer AS as_of_minute`;

type LiveJson = Omit<LiveEntry, 'userId' | 'scopes'> & {
  readonly bundleId: string | null;
  readonly providerHolds: readonly ProviderHold[] | null;
};

/** Reads counters' state from PostgreSQL; each method is one statement, so one snapshot. */
export function createCounterSource(pool: Pool): CounterSource {
  return {
    async beginEpoch(scope) {
      const { rows } = await pool.query<{ epoch: string }>(
        'SELECT purser_begin_epoch($1, $2) AS epoch',
        [scope.tenantId, scope.projectId],
      );
      const epoch = rows[0]?.epoch;
      if (epoch === undefined) throw new Error('PostgreSQL began no epoch.');
      return epoch;
    },
    async loadUser(scope, userId, windows) {
      const wanted = windows.map((window) => ({
        scope: window.scope,
        window_key: window.windowKey,
        start_minute: window.startMinute,
      }));
      const { rows } = await pool.query<{
        version: bigint;
        as_of_minute: number;
        slots: readonly (LoadedSlot & { minutes: readonly MinuteUsage[] | null })[] | null;
        live: readonly LiveJson[] | null;
      }>({
        name: 'purser_load_counters',
        text: userSql,
        values: [scope.tenantId, scope.projectId, userId, JSON.stringify(wanted)],
      });
      const row = rows[0];
      return {
        userId: userId.toString(),
        version: Number(row?.version ?? 0),
        asOfMinute: row?.as_of_minute ?? 0,
        slots: (row?.slots ?? []).map(({ minutes, ...slot }) =>
          minutes === null ? slot : { ...slot, minutes },
        ),
        live: (row?.live ?? []).map(({ bundleId, providerHolds, ...entry }) => ({
          ...entry,
          userId: userId.toString(),
          scopes: bundleId === null ? ['*'] : ['*', bundleId],
          providerHolds: providerHolds ?? [],
        })),
      };
    },
    loadProviders: (scope, windows) => loadProviders(pool, scope, windows),
  };
}

async function loadProviders(pool: Pool, scope: CounterScope, windows: readonly WindowStart[]) {
  const wanted = windows.map(({ windowKey, startMinute }) => ({
    window_key: windowKey,
    start_minute: startMinute,
  }));
  const { rows } = await pool.query<{
    lanes: readonly { laneId: string; seq: number }[] | null;
    slots: readonly ProviderSlot[] | null;
    holds: readonly LoadedProviderHolds[] | null;
    as_of_minute: number;
  }>({
    name: 'purser_load_providers',
    text: providersSql,
    values: [scope.tenantId, scope.projectId, JSON.stringify(wanted)],
  });
  const row = rows[0];
  return {
    lanes: row?.lanes ?? [],
    asOfMinute: row?.as_of_minute ?? 0,
    windows,
    slots: row?.slots ?? [],
    holds: row?.holds ?? [],
  };
}
