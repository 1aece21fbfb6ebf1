import type { ScopeUsage, WindowUsage } from '@purser/domain/breakdown/scope-usage';
import {
  defaultWindows,
  minuteOf,
  type QuotaWindow,
  type WindowOverrides,
  windowKey,
} from '@purser/domain/quota/window';
import { windowSpan } from '@purser/domain/quota/window-span';
import type { UsageRequest } from '../../ports/usage-reader.ts';
import type { ScopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';

/** A window of a scope whose usage is asked for, by its first minute. */
type Asked = {
  readonly scope: string;
  /** Null = the pace of the last 24 hours. */
  readonly key: string | null;
  readonly startMinute: number;
  /** Counted from an operator's reset, which may lie in the middle of its minute. */
  readonly sinceReset: boolean;
};

/** Counts travel as text: a JSON number may be read inexactly. */
type CountRow = {
  readonly ordinal: number;
  readonly requests: string;
  readonly tokens: string;
  readonly oldestMinute: number | null;
};

type LiveRow = {
  readonly scope: string;
  readonly requests: string;
  readonly tokens: string;
  readonly slots: string;
};

type UsageRow = {
  readonly counts: readonly CountRow[] | null;
  readonly live: readonly LiveRow[] | null;
};

const minutesPerDay = 1_440;

/**
 * What a user used in every window of every scope, and what its live turns hold. One statement reads
 * both, so that a turn that settles meanwhile is either held or used and never both; usage rows are
 * cumulative, so any window is a difference of two of them (rule W5).
 */
export async function readUsage(
  run: SqlRunner,
  { tenantId, projectId }: ScopeKey,
  request: UsageRequest,
): Promise<readonly ScopeUsage[]> {
  const { userId, nowMs } = request;
  const key = [tenantId, projectId, userId] as const;
  const heads = await run<{ scope: string }>(headsStatement, key);
  const used = [...new Set(['*', ...heads.map(({ scope }) => scope)])];
  const asked = used.flatMap((scope) => askedWindows(scope, request));
  const [row] = await run<UsageRow>(usageStatement, [
    ...key,
    asked.map(({ scope }) => scope),
    asked.map(({ startMinute }) => startMinute),
    asked.map(({ sinceReset }) => sinceReset),
    new Date(nowMs),
  ]);
  const live = row?.live ?? [];
  const counted = new Map((row?.counts ?? []).map((count) => [count.ordinal - 1, count]));
  const scopes = [...new Set([...used, ...live.map(({ scope }) => scope)])];
  return scopes.map((scope) => scopeUsage(scope, { asked, counted, live }));
}

function askedWindows(scope: string, { nowMs, anchors, windows }: UsageRequest): readonly Asked[] {
  const nowMinute = minuteOf(nowMs);
  const pace = { scope, key: null, startMinute: nowMinute - minutesPerDay, sinceReset: false };
  const inWindows = windowsOf(windows.get(scope) ?? {}).map((window): Asked => {
    const { startMinute } = windowSpan(window, { nowMinute, ...anchors });
    const sinceReset = window.kind !== 'lifetime' && startMinute === anchors.resetMinute;
    return { scope, key: windowKey(window), startMinute, sinceReset };
  });
  return [...inWindows, pace];
}

/** Every window that a limit of this policy counts in, once each. */
function windowsOf(overrides: WindowOverrides): readonly QuotaWindow[] {
  const all = Object.values<QuotaWindow | undefined>({ ...defaultWindows, ...overrides });
  const byKey = new Map(all.flatMap((window) => (window ? [[windowKey(window), window]] : [])));
  return [...byKey.values()];
}

function scopeUsage(
  scope: string,
  {
    asked,
    counted,
    live,
  }: {
    readonly asked: readonly Asked[];
    readonly counted: ReadonlyMap<number, CountRow>;
    readonly live: readonly LiveRow[];
  },
): ScopeUsage {
  const ofScope = asked.map((window, index) => ({ window, row: counted.get(index) }));
  const mine = ofScope.filter(({ window }) => window.scope === scope);
  const held = live.find((row) => row.scope === scope);
  const pace = mine.find(({ window }) => window.key === null)?.row;
  return {
    scope,
    windows: mine.flatMap(({ window, row }): WindowUsage[] =>
      window.key === null ? [] : [{ windowKey: window.key, ...amountsOf(row) }],
    ),
    heldRequests: BigInt(held?.requests ?? 0),
    heldTokens: BigInt(held?.tokens ?? 0),
    slots: BigInt(held?.slots ?? 0),
    last24h: { requests: BigInt(pace?.requests ?? 0), tokens: BigInt(pace?.tokens ?? 0) },
  };
}

function amountsOf(row: CountRow | undefined): Omit<WindowUsage, 'windowKey'> {
  return {
    requests: BigInt(row?.requests ?? 0),
    tokens: BigInt(row?.tokens ?? 0),
    oldestMinute: row?.oldestMinute ?? null,
  };
}

const headsStatement = `
SELECT scope FROM usage_head
 WHERE tenant_id = $1::int AND project_id = $2::int AND user_id = $3::bigint ORDER BY scope`;

const liveRows = `
SELECT of_scope.scope, count(*)::text AS requests, coalesce(sum(t.held_tokens), 0)::text AS tokens,
       (count(*) FILTER (WHERE t.slot_expires_at > $7::timestamptz))::text AS slots
  FROM (SELECT DISTINCT turn_id FROM open_hold
         WHERE tenant_id = $1::int AND project_id = $2::int AND owner_id = $3::bigint
           AND turn_id IS NOT NULL) open
  JOIN turn t ON t.tenant_id = $1::int AND t.project_id = $2::int AND t.id = open.turn_id
       AND t.state = 'admitted' AND t.expires_at > $7::timestamptz
 CROSS JOIN LATERAL (VALUES ('*'), (t.bundle_id)) of_scope(scope)
 WHERE of_scope.scope IS NOT NULL GROUP BY of_scope.scope`;

const countRows = `
SELECT asked.ordinal,
       (head.requests - CASE WHEN asked.since_reset THEN head.reset_requests
                             ELSE coalesce(before.requests, 0) END)::text AS requests,
       (head.tokens - CASE WHEN asked.since_reset THEN head.reset_tokens
                           ELSE coalesce(before.tokens, 0) END)::text AS tokens,
       oldest.minute AS "oldestMinute"
  FROM unnest($4::text[], $5::int[], $6::boolean[])
       WITH ORDINALITY AS asked(scope, start_minute, since_reset, ordinal)
  JOIN usage_head head ON head.tenant_id = $1::int AND head.project_id = $2::int
       AND head.user_id = $3::bigint AND head.scope = asked.scope
  LEFT JOIN LATERAL (
    SELECT m.requests, m.tokens FROM usage_minute m
     WHERE m.tenant_id = $1::int AND m.project_id = $2::int AND m.user_id = $3::bigint
       AND m.scope = asked.scope AND m.minute < asked.start_minute
     ORDER BY m.minute DESC LIMIT 1) before ON true
  LEFT JOIN LATERAL (
    SELECT m.minute FROM usage_minute m
     WHERE m.tenant_id = $1::int AND m.project_id = $2::int AND m.user_id = $3::bigint
       AND m.scope = asked.scope AND m.minute >= asked.start_minute
     ORDER BY m.minute LIMIT 1) oldest ON true`;

const usageStatement = `
SELECT (SELECT jsonb_agg(to_jsonb(counted)) FROM (${countRows}) counted) AS counts,
       (SELECT jsonb_agg(to_jsonb(held)) FROM (${liveRows}) held) AS live`;
