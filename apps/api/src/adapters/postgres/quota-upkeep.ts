import { periodAheadMs } from '@purser/domain/tenant/billing-period';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { Pool } from 'pg';
import type { QuotaUpkeep } from '../../ports/quota-upkeep.ts';

const place = `
  SELECT p.tenant_id AS "tenantId", p.id AS "projectId", t.uuid::text AS "tenantUuid", t.slug AS "tenantSlug",
         p.slug AS "projectSlug"`;

const from = `
    FROM project p JOIN tenant t ON t.id = p.tenant_id
   CROSS JOIN LATERAL (SELECT purser_now(p.tenant_id, p.id) AS now) clock`;

const dueLeasesSql = `${place}, array_agg(DISTINCT l.period_id::text) AS "periodIds" ${from}
    JOIN lease l ON l.tenant_id = p.tenant_id AND l.project_id = p.id AND l.ended_at IS NULL
         AND l.release_at <= clock.now
   WHERE p.slug = '__tenant__' GROUP BY p.tenant_id, p.id, t.uuid, t.slug, p.slug ORDER BY p.tenant_id`;

const duePeriodsSql = `${place} ${from}
   WHERE p.slug = '__tenant__' AND t.status <> 'deleted' AND NOT EXISTS (
     SELECT 1 FROM billing_period b WHERE b.tenant_id = p.tenant_id AND b.project_id = p.id
        AND b.ends_at > clock.now + $1 * interval '1 millisecond')
   ORDER BY p.tenant_id`;

export function createQuotaUpkeep(pool: Pool): QuotaUpkeep {
  return {
    async dueLeases() {
      const { rows } = await pool.query<ProjectScope & { readonly periodIds: string[] }>(
        dueLeasesSql,
      );
      return rows.map(({ periodIds, ...scope }) => ({ scope, periodIds }));
    },
    async duePeriods() {
      const { rows } = await pool.query<ProjectScope>(duePeriodsSql, [periodAheadMs]);
      return rows;
    },
  };
}
