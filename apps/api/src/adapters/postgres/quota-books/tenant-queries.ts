/** Tenants with the project of their quotas; deleted ones are not found by planes, but what they held is given back. */
export const scopesSql = `
  SELECT t.uuid::text AS "tenantUuid", t.slug AS "tenantSlug", p.tenant_id AS "tenantId", p.id AS "projectId",
         p.slug AS "projectSlug"
    FROM tenant t JOIN project p ON p.tenant_id = t.id AND p.slug = '__tenant__'
   WHERE t.uuid = ANY ($1::uuid[]) AND (t.status <> 'deleted' OR $2::boolean)
   ORDER BY p.tenant_id`;

/** The locks of many tenants in one order, whoever asks for them; the same names as \`lockName\`. */
export const locksSql = `
  SELECT pg_advisory_xact_lock(q.key)
    FROM (SELECT DISTINCT hashtextextended(name, 0) AS key FROM unnest($1::text[]) name ORDER BY 1 OFFSET 0) q`;

/** The tenants under their locks, as of one instant each. */
export const tenantsSql = `
  SELECT t.uuid::text AS uuid, t.status, t.lease_floor AS "leaseFloor", t.anchor_day::int AS "anchorDay",
         clock.now, own.bytes AS "storageOwn", others.bytes AS "storageOthers"
    FROM unnest($1::int[], $2::int[]) AS k (tenant_id, project_id)
    JOIN tenant t ON t.id = k.tenant_id
   CROSS JOIN LATERAL (SELECT purser_now(k.tenant_id, k.project_id) AS now OFFSET 0) clock
   CROSS JOIN LATERAL (
     SELECT coalesce(sum(g.bytes), 0)::bigint AS bytes FROM storage_gauge g
      WHERE g.tenant_id = k.tenant_id AND g.project_id = k.project_id AND g.dataplane_id = $3) own
   CROSS JOIN LATERAL (
     SELECT coalesce(sum(g.bytes), 0)::bigint AS bytes FROM storage_gauge g
      WHERE g.tenant_id = k.tenant_id AND g.project_id = k.project_id
        AND g.dataplane_id IS DISTINCT FROM $3) others`;

/** The periods that are named, and the newest ones: that of now is among them. */
export const periodsSql = `
  SELECT t.uuid::text AS uuid, b.id::text AS id, b.starts_at AS "startsAt", b.ends_at AS "endsAt"
    FROM unnest($1::int[], $2::int[]) AS k (tenant_id, project_id)
    JOIN tenant t ON t.id = k.tenant_id
    JOIN billing_period b ON b.tenant_id = k.tenant_id AND b.project_id = k.project_id
   WHERE b.id = ANY ($3::uuid[]) OR b.starts_at >= (
     SELECT max(n.starts_at) - interval '70 days' FROM billing_period n
      WHERE n.tenant_id = k.tenant_id AND n.project_id = k.project_id)
   ORDER BY b.starts_at`;

export const limitsSql = `
  SELECT t.uuid::text AS uuid, q.dimension, q."limit"
    FROM tenant t
    JOIN plan p ON p.audience = 'tenant' AND p.id = t.plan_id
    JOIN plan_quota q ON q.tenant_id = p.tenant_id AND q.project_id = p.project_id AND q.plan_id = p.id
   WHERE t.id = ANY ($1::int[])`;

export const overridesSql = `
  SELECT t.uuid::text AS uuid, o.id::text AS id, o.dimension, o.mode, o.value, o.starts_at AS "startsAt",
         o.expires_at AS "expiresAt", o.revoked_at AS "revokedAt"
    FROM unnest($1::int[], $2::int[]) AS k (tenant_id, project_id)
    JOIN tenant t ON t.id = k.tenant_id
    JOIN quota_override o ON o.tenant_id = k.tenant_id AND o.project_id = k.project_id
   WHERE o.revoked_at IS NULL AND o.expires_at > purser_now(k.tenant_id, k.project_id)`;
