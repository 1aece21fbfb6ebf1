import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { Pool } from 'pg';
import { type TenantDirectory, tenantProjectSlug } from '../../ports/tenant-directory.ts';

const byUuid = `
  SELECT p.tenant_id AS "tenantId", p.id AS "projectId", t.uuid::text AS "tenantUuid",
         t.slug AS "tenantSlug", p.slug AS "projectSlug"
    FROM tenant t JOIN project p ON p.tenant_id = t.id AND p.slug = $2
   WHERE t.uuid = $1::uuid AND (t.status <> 'deleted' OR $3::boolean)`;

export function createTenantDirectory(pool: Pool): TenantDirectory {
  const find = async (tenantUuid: string, evenDeleted: boolean) => {
    const values = [tenantUuid, tenantProjectSlug, evenDeleted];
    const { rows } = await pool.query<ProjectScope>(byUuid, values);
    return rows[0] ?? null;
  };
  return {
    quotaScope: (tenantUuid) => find(tenantUuid, false),
    scopeEvenDeleted: (tenantUuid) => find(tenantUuid, true),
  };
}
