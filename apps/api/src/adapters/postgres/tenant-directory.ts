import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { Pool } from 'pg';
import { type TenantDirectory, tenantProjectSlug } from '../../ports/tenant-directory.ts';

const byUuid = `
  SELECT p.tenant_id AS "tenantId", p.id AS "projectId", t.uuid::text AS "tenantUuid",
         t.slug AS "tenantSlug", p.slug AS "projectSlug"
    FROM tenant t JOIN project p ON p.tenant_id = t.id AND p.slug = $2
   WHERE t.uuid = $1::uuid AND t.status <> 'deleted'`;

export function createTenantDirectory(pool: Pool): TenantDirectory {
  return {
    async quotaScope(tenantUuid) {
      const { rows } = await pool.query<ProjectScope>(byUuid, [tenantUuid, tenantProjectSlug]);
      return rows[0] ?? null;
    },
  };
}
