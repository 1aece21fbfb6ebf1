import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { Pool } from 'pg';
import type { ProjectDirectory } from '../../ports/project-directory.ts';

export function createProjectDirectory(pool: Pool): ProjectDirectory {
  return {
    async all() {
      const { rows } = await pool.query<ProjectScope>(`
        SELECT p.tenant_id AS "tenantId", p.id AS "projectId", t.uuid::text AS "tenantUuid",
               t.slug AS "tenantSlug", p.slug AS "projectSlug"
          FROM tenant t JOIN project p ON p.tenant_id = t.id ORDER BY p.tenant_id, p.id`);
      return rows;
    },
  };
}
