// Everything a policy snapshot is read from. Instants are milliseconds; rows have one order, so that the
// same state has the same bytes. What ended long before the snapshot's instant is left out.

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;

export const positionSql = `
  SELECT r.epoch::text AS epoch, r.revision, ${ms('r.changed_at')} AS "changedAtMs", ${ms('purser_now(0, 0)')} AS "nowMs"
    FROM policy_revision r WHERE r.id = 1`;

export const renewSql = `
  UPDATE policy_revision SET revision = revision + 1, changed_at = purser_now(0, 0)
   WHERE id = 1 AND epoch = $1::uuid AND revision = $2::bigint`;

/** Where a tenant's quotas are, and its instant as of the revision. */
const place = `
  tenant t
  JOIN project p ON p.tenant_id = t.id AND p.slug = '__tenant__' AND t.status <> 'deleted'
  CROSS JOIN policy_revision r
  LEFT JOIN project_clock c ON c.tenant_id = p.tenant_id AND c.project_id = p.id
  CROSS JOIN LATERAL (
    SELECT coalesce(c.frozen_at, r.changed_at + coalesce(c.offset_ms, 0) * interval '1 millisecond') AS at) clock`;

const own = (alias: string) => `${alias}.tenant_id = p.tenant_id AND ${alias}.project_id = p.id`;

export const tenantsSql = `
  SELECT t.uuid::text AS "tenantId", t.status, t.status_reason AS "statusReason", t.plan_id AS "planCode",
         t.lease_floor AS "leaseFloor", ${ms('c.frozen_at')} AS "frozenAtMs",
         coalesce(c.offset_ms, 0)::float8 AS "offsetMs"
    FROM ${place} ORDER BY t.uuid`;

export const planLimitsSql = `
  SELECT q.plan_id AS "planId", q.dimension, q."limit" FROM plan p
    JOIN plan_quota q ON q.tenant_id = p.tenant_id AND q.project_id = p.project_id AND q.plan_id = p.id
   WHERE p.audience = 'tenant'`;

export const overridesSql = `
  SELECT t.uuid::text AS "tenantId", o.id::text AS id, o.dimension, o.mode, o.value,
         ${ms('o.starts_at')} AS "startsAtMs", ${ms('o.expires_at')} AS "expiresAtMs", ${ms('o.revoked_at')} AS "revokedAtMs"
    FROM ${place} JOIN quota_override o ON ${own('o')} AND o.expires_at > clock.at ORDER BY o.id`;

export const domainsSql = `
  SELECT t.uuid::text AS "tenantId", d.name, d.state
    FROM ${place} JOIN tenant_domain d ON ${own('d')} AND d.state <> 'removed' ORDER BY d.name`;

export const keysSql = `
  SELECT t.uuid::text AS "tenantId", k.key_id AS "keyId", k.prefix, encode(k.hmac, 'base64') AS "hmacBase64",
         k.pepper_version::int AS "pepperVersion", ${ms('k.expires_at')} AS "expiresAtMs",
         ${ms('k.not_after')} AS "notAfterMs", ${ms('k.revoked_at')} AS "revokedAtMs"
    FROM ${place} JOIN tenant_api_key k ON ${own('k')} AND coalesce(k.revoked_at, 'infinity') > clock.at
   ORDER BY k.key_id`;

export const periodsSql = `
  SELECT t.uuid::text AS "tenantId", b.id::text AS id, ${ms('b.starts_at')} AS "startsAtMs", ${ms('b.ends_at')} AS "endsAtMs"
    FROM ${place} JOIN billing_period b ON ${own('b')} AND b.ends_at > clock.at ORDER BY b.starts_at`;
