import type { Grant } from '@purser/domain/grant/effective-policy';
import type { PriceEntry } from '@purser/domain/money/price-list';
import type { UserRole } from '@purser/domain/plan/resolve-plan';
import type { CounterScope } from '@purser/domain/quota/counter-types';
import { type LimitField, limitNames } from '@purser/domain/quota/limits';
import type { Price } from '@purser/prisma/client';
import type { Pool } from 'pg';
import type { NewUser, RulesSource, UserFacts } from '../../ports/rules-source.ts';
import type { Db } from './prisma.ts';
import { readProjectRules } from './project-rules.ts';
import { scopeKey } from './scope-key.ts';
import { poolRunner } from './sql-runner.ts';
import {
  liveSubscriptionJoins,
  type SubscriptionFactsRow,
  subscriptionFactsColumns,
  subscriptionFactsFromDb,
} from './subscription-facts.ts';

/** Reads rules and users for the cache. Rules carry the generation of the very snapshot they are read from. */
export function createRulesSource(db: Db, pool: Pool): RulesSource {
  const run = poolRunner(pool);
  return {
    async loadRules(projectScope) {
      const scope = scopeKey(projectScope);
      const rules = await readProjectRules(db, run, scope);
      const prices = await db.price.findMany({ where: scope });
      return { rules, prices: prices.map(priceOf) };
    },
    loadUsers: (scope, externalIds) => loadUsers(pool, scope, externalIds),
    createUsers: (scope, users) => createUsers(pool, scope, users),
    async changesSince(scope, generation) {
      const rows = await run<{ generation: bigint; subject: string; user_id: bigint | null }>(
        `SELECT generation, subject, user_id FROM policy_change
          WHERE tenant_id = $1 AND project_id = $2 AND generation > $3 ORDER BY generation`,
        [scope.tenantId, scope.projectId, generation],
      );
      return {
        generation: Number(rows.at(-1)?.generation ?? generation),
        project: rows.some((row) => row.subject === 'project'),
        userIds: rows.flatMap((row) => (row.user_id === null ? [] : [row.user_id])),
      };
    },
  };
}

/** In one order, so that no two processes that meet the same users wait for each other. */
async function createUsers(
  pool: Pool,
  scope: CounterScope,
  users: readonly NewUser[],
): Promise<void> {
  await pool.query(
    `INSERT INTO app_user (tenant_id, project_id, external_id, role, created_at)
     SELECT $1, $2, made.* FROM unnest($3::text[], $4::text[], $5::timestamptz[]) AS made (external_id, role, created_at)
      ORDER BY made.external_id
     ON CONFLICT DO NOTHING`,
    [
      scope.tenantId,
      scope.projectId,
      users.map(({ externalId }) => externalId),
      users.map(({ role }) => role),
      users.map(({ createdAtMs }) => new Date(createdAtMs)),
    ],
  );
}

type UserRow = SubscriptionFactsRow & {
  readonly id: bigint;
  readonly external_id: string;
  readonly role: UserRole;
  readonly suspended: boolean;
  readonly anchor_minute: number | null;
  readonly reset_minute: number | null;
  readonly grants: readonly Readonly<Record<string, unknown>>[] | null;
};

async function loadUsers(
  pool: Pool,
  scope: CounterScope,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, UserFacts>> {
  const { rows } = await pool.query<UserRow>({
    name: 'purser_load_users',
    text: `
      SELECT u.id, u.external_id, u.role, u.suspended_at IS NOT NULL AS suspended, h.anchor_minute, h.reset_minute,
             (SELECT jsonb_agg(to_jsonb(g)) FROM quota_grant g
               WHERE g.tenant_id = $1 AND g.project_id = $2 AND g.user_id = u.id AND g.revoked_at IS NULL) AS grants,
             ${subscriptionFactsColumns}
        FROM app_user u
        LEFT JOIN usage_head h ON h.tenant_id = $1 AND h.project_id = $2 AND h.user_id = u.id AND h.scope = '*'
        ${liveSubscriptionJoins}
       WHERE u.tenant_id = $1 AND u.project_id = $2 AND u.external_id = ANY ($3)`,
    values: [scope.tenantId, scope.projectId, externalIds],
  });
  return new Map(rows.map((row) => [row.external_id, userOf(row)]));
}

function userOf(row: UserRow): UserFacts {
  return {
    id: row.id,
    role: row.role,
    suspended: row.suspended,
    anchorMinute: row.anchor_minute,
    resetMinute: row.reset_minute,
    grants: (row.grants ?? []).map(grantOf),
    subscription: subscriptionFactsFromDb(row),
  };
}

/** Limits stay below 2^53, so JSON numbers carry them exactly. */
function grantOf(row: Readonly<Record<string, unknown>>): Grant {
  const fields = row.fields as readonly LimitField[];
  const instant = (value: unknown) => (value === null ? null : Date.parse(String(value)));
  return {
    grantId: String(row.id),
    bundleId: String(row.bundle_id),
    mode: row.mode as Grant['mode'],
    limits: Object.fromEntries(
      fields.map((field) => {
        const value = row[limitNames[field]];
        return [field, value === null ? null : BigInt(value as number)];
      }),
    ),
    createdAtMs: Date.parse(String(row.created_at)),
    expiresAtMs: instant(row.expires_at),
    revokedAtMs: instant(row.revoked_at),
  };
}

function priceOf(row: Price): PriceEntry {
  const units = (row.unitPicoUsd ?? {}) as Readonly<Record<string, string | number>>;
  return {
    provider: row.provider,
    model: row.model,
    effectiveFromMs: row.effectiveFrom.getTime(),
    inputPicoUsd: row.inputPicoUsd,
    outputPicoUsd: row.outputPicoUsd,
    cacheReadPicoUsd: row.cacheReadPicoUsd,
    cacheWritePicoUsd: row.cacheWritePicoUsd,
    unitPicoUsd: Object.fromEntries(
      Object.entries(units).map(([kind, pico]) => [kind, BigInt(pico)]),
    ),
  };
}
