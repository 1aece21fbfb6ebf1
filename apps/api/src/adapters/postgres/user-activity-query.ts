import { calendarSpan } from '@purser/domain/quota/calendar';
import { minuteOf } from '@purser/domain/quota/window';
import type { UserActivity } from '../../ports/user-reader.ts';
import type { ScopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';

type ActivityRow = {
  readonly user_id: bigint;
  readonly requests_today: bigint;
  readonly tokens_today: bigint;
  readonly wallet: bigint;
  readonly last_turn_at: Date | null;
};

/** What a page of users did today and has in its wallets, in one statement. */
export async function readActivity(
  run: SqlRunner,
  { tenantId, projectId }: ScopeKey,
  ids: readonly bigint[],
  now: Date,
): Promise<readonly Omit<UserActivity, 'grants' | 'subscription'>[]> {
  const { startMinute } = calendarSpan('day', 'UTC', minuteOf(now.getTime()));
  const rows = await run<ActivityRow>(statement, [tenantId, projectId, [...ids], startMinute, now]);
  return rows.map((row) => ({
    userId: row.user_id,
    requestsToday: row.requests_today,
    tokensToday: row.tokens_today,
    walletMicroUsd: row.wallet,
    lastTurnAt: row.last_turn_at,
  }));
}

/** Usage is cumulative: today's is the head's less what stood before today, or at a reset today (rule W5). */
const statement = `
SELECT wanted.user_id,
       coalesce(head.requests - CASE WHEN head.reset_minute >= $4 THEN head.reset_requests
                                     ELSE coalesce(before.requests, 0) END, 0) AS requests_today,
       coalesce(head.tokens - CASE WHEN head.reset_minute >= $4 THEN head.reset_tokens
                                   ELSE coalesce(before.tokens, 0) END, 0) AS tokens_today,
       money.wallet, last_turn.admitted_at AS last_turn_at
  FROM unnest($3::bigint[]) AS wanted(user_id)
  LEFT JOIN usage_head head ON head.tenant_id = $1::int AND head.project_id = $2::int
        AND head.user_id = wanted.user_id AND head.scope = '*' AND head.last_minute >= $4::int
  LEFT JOIN LATERAL (
    SELECT m.requests, m.tokens FROM usage_minute m
     WHERE m.tenant_id = $1::int AND m.project_id = $2::int AND m.user_id = head.user_id
       AND m.scope = '*' AND m.minute < $4::int ORDER BY m.minute DESC LIMIT 1) before ON true
  LEFT JOIN LATERAL (
    SELECT coalesce(sum(a.credits_posted - a.debits_posted - a.debits_pending), 0)::bigint AS wallet
      FROM account a
     WHERE a.tenant_id = $1::int AND a.project_id = $2::int AND a.owner_id = wanted.user_id
       AND a.kind = 'wallet' AND a.closed_at IS NULL
       AND (a.expires_at IS NULL OR a.expires_at > $5::timestamptz)) money ON true
  LEFT JOIN LATERAL (
    SELECT t.admitted_at FROM turn t
     WHERE t.tenant_id = $1::int AND t.project_id = $2::int AND t.user_id = wanted.user_id
     ORDER BY t.id DESC LIMIT 1) last_turn ON true`;
