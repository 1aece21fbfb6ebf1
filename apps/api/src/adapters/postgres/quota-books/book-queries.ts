/** The accounts of periods, those that exist. */
export const accountsSql = `
  SELECT a.id::text AS id, a.credits_posted AS credits, a.debits_posted AS debits, a.debits_pending AS held,
         a.overdraft IS NULL AS unlimited
    FROM unnest($1::int[], $2::int[], $3::uuid[]) AS k (tenant_id, project_id, id)
    JOIN account a ON a.tenant_id = k.tenant_id AND a.project_id = k.project_id AND a.id = k.id`;

/** Periods with their tenant's instant: read once, so that it bounds a scan instead of being asked for every row. */
const places = `
  unnest($1::int[], $2::int[], $3::uuid[], $4::timestamptz[]) AS k (tenant_id, project_id, period_id, now)`;

const leaseColumns = `
  l.tenant_id AS "tenantId", l.id::text AS id, l.period_id::text AS "periodId", l.dataplane_id AS "dataplaneId",
  l.instance_id::text AS "instanceId", l.chain_id::text AS "chainId", l.seq, l.state, l.granted_at AS "grantedAt",
  l.expires_at AS "expiresAt", l.release_at AS "releaseAt", l.ended_at AS "endedAt",
  l.successor_id::text AS "successorId",
  (SELECT json_object_agg(p.dimension, json_build_object('granted', p.granted::text, 'reported', p.reported::text,
          'settled', p.settled::text, 'holdId', p.hold_id))
     FROM lease_part p WHERE p.tenant_id = l.tenant_id AND p.project_id = l.project_id AND p.lease_id = l.id) AS parts`;

const leaseOfPlace = `l.tenant_id = k.tenant_id AND l.project_id = k.project_id AND l.period_id = k.period_id`;

/** The plane's own open leases, those that are due to be given back, and those that the call names. */
export const leasesSql = `
  SELECT ${leaseColumns} FROM ${places} JOIN lease l ON ${leaseOfPlace}
   WHERE l.ended_at IS NULL AND l.dataplane_id = $5
  UNION ALL
  SELECT ${leaseColumns} FROM ${places} JOIN lease l ON ${leaseOfPlace}
   WHERE l.ended_at IS NULL AND l.release_at <= k.now AND l.dataplane_id IS DISTINCT FROM $5
  UNION ALL
  SELECT ${leaseColumns} FROM ${places} JOIN lease l ON ${leaseOfPlace}
   WHERE l.id = ANY ($6::uuid[]) AND l.dataplane_id = $5 AND l.ended_at IS NOT NULL`;

/** How far the plane has come, and what the others are doing. */
export const workSql = `
  SELECT k.tenant_id AS "tenantId", k.period_id::text AS "periodId", coalesce(own.seq, 0)::bigint AS "lastSeq",
         others.count::int AS "othersAtWork", others.ends_at AS "othersEndAt"
    FROM ${places}
    LEFT JOIN LATERAL (
      SELECT l.seq FROM lease l WHERE ${leaseOfPlace} AND l.dataplane_id = $5 ORDER BY l.seq DESC LIMIT 1) own ON true
   CROSS JOIN LATERAL (
      SELECT count(*) AS count, min(l.expires_at) AS ends_at FROM lease l
       WHERE ${leaseOfPlace} AND l.ended_at IS NULL AND l.state = 'active'
         AND l.expires_at > k.now AND l.dataplane_id IS DISTINCT FROM $5) others`;

export const largestGrantsSql = `
  SELECT l.tenant_id AS "tenantId", p.dimension, max(p.granted) AS most
    FROM unnest($1::int[], $2::int[]) AS k (tenant_id, project_id)
    JOIN lease l ON l.tenant_id = k.tenant_id AND l.project_id = k.project_id AND l.dataplane_id = $3
    JOIN lease_part p ON p.tenant_id = l.tenant_id AND p.project_id = l.project_id AND p.lease_id = l.id
   GROUP BY l.tenant_id, p.dimension`;

/** What was answered before under these ids, and what has become of its leases. */
export const answersSql = `
  SELECT r.request_id::text AS "requestId", r.request_hash AS "requestHash", r.answer, l.state,
         l.expires_at AS "expiresAt"
    FROM lease_request r
    LEFT JOIN lease l ON l.tenant_id = r.tenant_id AND l.project_id = r.project_id
         AND l.id = (r.answer ->> 'leaseId')::uuid
   WHERE r.dataplane_id = $1 AND r.request_id = ANY ($2::uuid[])`;

export const reportsSql = `
  SELECT k.report_id::text AS "reportId", k.request_hash AS "requestHash", k.reason AS quarantined
    FROM usage_report_key k WHERE k.dataplane_id = $1 AND k.report_id = ANY ($2::uuid[])`;

export const revisionSql = 'SELECT revision FROM policy_revision WHERE id = 1';

const placeOf = `
  SELECT DISTINCT t.uuid::text AS "tenantId", l.period_id::text AS "periodId"
    FROM lease l JOIN tenant t ON t.id = l.tenant_id AND t.status <> 'deleted'
   WHERE l.dataplane_id = $1`;

export const openPlacesSql = `${placeOf} AND l.ended_at IS NULL`;

export const leasePlaceSql = `${placeOf} AND l.id = $2`;
