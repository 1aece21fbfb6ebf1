import type { Pool } from 'pg';
import type { ScopeDirectory } from '../../ports/scope-directory.ts';

type Row = {
  readonly tenant_id: number;
  readonly id: number;
  readonly uuid: string;
  readonly tenant_slug: string;
  readonly slug: string;
};

const byNames = `
  SELECT p.tenant_id, p.id, t.uuid::text AS uuid, t.slug AS tenant_slug, p.slug
  FROM tenant t JOIN project p ON p.tenant_id = t.id
  WHERE (t.slug = $1 OR t.uuid::text = lower($1)) AND p.slug = $2
  ORDER BY t.slug = $1 DESC LIMIT 1`;

/** Tenants and projects as PostgreSQL knows them now. */
export function createScopeDirectory(pool: Pool): ScopeDirectory {
  return {
    async find({ tenant, project }) {
      const { rows } = await pool.query<Row>(byNames, [tenant, project]);
      const row = rows[0];
      return row === undefined
        ? null
        : {
            tenantId: row.tenant_id,
            projectId: row.id,
            tenantUuid: row.uuid,
            tenantSlug: row.tenant_slug,
            projectSlug: row.slug,
          };
    },
  };
}
