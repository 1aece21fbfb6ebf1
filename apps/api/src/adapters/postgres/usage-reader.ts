import type { ActiveHold } from '@purser/domain/breakdown/breakdown';
import { microUsdToTokensFloor } from '@purser/domain/money/tokens';
import type { UsageReader } from '../../ports/usage-reader.ts';
import { grantFromDb } from './grant-mapping.ts';
import type { Db } from './prisma.ts';
import { scopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';
import { domainGrant } from './usage-mapping.ts';
import { readUsage } from './usage-query.ts';

type HoldRow = {
  readonly id: string;
  readonly kind: string | null;
  readonly remaining: bigint;
  readonly external_id: string;
  readonly bundle_id: string | null;
  readonly held_tokens: bigint;
  readonly price_pico_usd: bigint;
  readonly admitted_at: Date;
  readonly expires_at: Date;
};

export function createUsageReader(db: Db, run: SqlRunner): UsageReader {
  return {
    async anchors(scope, userId) {
      const head = await db.usageHead.findUnique({
        where: {
          tenantId_projectId_userId_scope: { ...scopeKey(scope), userId, scope: '*' },
        },
        select: { anchorMinute: true, resetMinute: true },
      });
      return head ?? { anchorMinute: null, resetMinute: null };
    },
    usage: (scope, request) => readUsage(run, scopeKey(scope), request),
    async holds({ tenantId, projectId }, userId, limit) {
      const rows = await run<HoldRow>(holdsStatement, [tenantId, projectId, userId, limit]);
      return rows.map(holdFromDb);
    },
    async grants(scope, userId) {
      const rows = await db.grant.findMany({
        where: { ...scopeKey(scope), userId },
        orderBy: { id: 'desc' },
      });
      return rows.map((row) => domainGrant(grantFromDb(row)));
    },
  };
}

/** The hold on the primary keeps the plan's tokens; one on a lot keeps what its money stands for. */
function holdFromDb(row: HoldRow): ActiveHold {
  const source = row.kind as ActiveHold['source'];
  return {
    holdId: row.id,
    turnId: row.external_id,
    bundleId: row.bundle_id,
    source,
    tokensHeld:
      source === 'wallet'
        ? microUsdToTokensFloor(row.remaining, row.price_pico_usd)
        : row.held_tokens,
    heldMicroUsd: row.remaining,
    createdAt: row.admitted_at,
    expiresAt: row.expires_at,
  };
}

const holdsStatement = `
SELECT h.id, a.kind, h.remaining, t.external_id, t.bundle_id, t.held_tokens, t.price_pico_usd,
       t.admitted_at, t.expires_at
  FROM open_hold h
  JOIN turn t ON t.tenant_id = h.tenant_id AND t.project_id = h.project_id AND t.id = h.turn_id
  JOIN account a ON a.tenant_id = h.tenant_id AND a.project_id = h.project_id
       AND a.id = h.debit_account_id
 WHERE h.tenant_id = $1::int AND h.project_id = $2::int AND h.owner_id = $3::bigint
 ORDER BY h.id DESC LIMIT $4::int`;
