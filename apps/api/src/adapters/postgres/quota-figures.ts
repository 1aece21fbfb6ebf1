import type { Pool } from 'pg';
import type { QuotaFigures, QuotaFiguresReader } from '../../ports/quota-figures.ts';

const figuresSql = `
  SELECT t.uuid::text AS "tenantId", coalesce(held.bytes, 0)::bigint AS "allocatedBytes",
         coalesce(held.leases, 0)::bigint AS "activeLeases", coalesce(spent.bytes, 0)::bigint AS "reportedBytes"
    FROM project p JOIN tenant t ON t.id = p.tenant_id AND t.status <> 'deleted'
   CROSS JOIN LATERAL (SELECT purser_now(p.tenant_id, p.id) AS now) clock
    LEFT JOIN LATERAL (
      SELECT sum(lp.granted - lp.settled) AS bytes, count(*) AS leases
        FROM lease l LEFT JOIN lease_part lp ON lp.tenant_id = l.tenant_id AND lp.project_id = l.project_id
             AND lp.lease_id = l.id AND lp.dimension = 'bandwidth'
       WHERE l.tenant_id = p.tenant_id AND l.project_id = p.id AND l.state = 'active' AND l.ended_at IS NULL
         AND l.expires_at > clock.now) held ON true
    LEFT JOIN LATERAL (
      SELECT sum(a.credits_posted - a.debits_posted) AS bytes
        FROM billing_period b JOIN account a ON a.tenant_id = b.tenant_id AND a.project_id = b.project_id
             AND a.id = purser_account_id('usage', b.id::text || ':bandwidth', 0)
       WHERE b.tenant_id = p.tenant_id AND b.project_id = p.id
         AND b.starts_at <= clock.now AND clock.now < b.ends_at) spent ON true
   WHERE p.slug = '__tenant__' AND (held.leases > 0 OR spent.bytes > 0)`;

export function createQuotaFigures(pool: Pool): QuotaFiguresReader {
  return {
    async read() {
      const { rows } = await pool.query<QuotaFigures>(figuresSql);
      return rows;
    },
  };
}
