import type { Pool } from 'pg';
import type { ServiceKeyLookup } from '../../ports/service-key-lookup.ts';

type Row = {
  readonly id: string;
  readonly name: string;
  readonly hmac: Buffer;
  readonly scopes: string[];
  readonly revoked: boolean;
  readonly tenant_id: number;
  readonly project_id: number;
  readonly uuid: string;
  readonly tenant_slug: string;
  readonly slug: string;
};

const byPrefix = `
  SELECT k.id, k.name, k.hmac, k.scopes, k.revoked_at IS NOT NULL AS revoked,
         k.tenant_id, k.project_id, t.uuid::text AS uuid, t.slug AS tenant_slug, p.slug
  FROM service_key k
  JOIN tenant t ON t.id = k.tenant_id
  JOIN project p ON p.tenant_id = k.tenant_id AND p.id = k.project_id
  WHERE k.prefix = $1`;

/** Use is noted to the minute, so that a busy key writes its row rarely. */
const noteEveryMs = 60_000;

const touch = `
  UPDATE service_key SET last_used_at = $4
  WHERE tenant_id = $1 AND project_id = $2 AND id = $3
    AND (last_used_at IS NULL OR last_used_at < $5)`;

/** Service keys as PostgreSQL knows them now. */
export function createServiceKeyLookup(pool: Pool): ServiceKeyLookup {
  return {
    async findByPrefix(prefix) {
      const { rows } = await pool.query<Row>(byPrefix, [prefix]);
      const row = rows[0];
      if (row === undefined) return null;
      return {
        id: row.id,
        name: row.name,
        hmac: row.hmac,
        scopes: row.scopes,
        revoked: row.revoked,
        scope: {
          tenantId: row.tenant_id,
          projectId: row.project_id,
          tenantUuid: row.uuid,
          tenantSlug: row.tenant_slug,
          projectSlug: row.slug,
        },
      };
    },
    async noteUse({ id, scope }, nowMs) {
      const stale = new Date(nowMs - noteEveryMs);
      await pool.query(touch, [scope.tenantId, scope.projectId, id, new Date(nowMs), stale]);
    },
  };
}
