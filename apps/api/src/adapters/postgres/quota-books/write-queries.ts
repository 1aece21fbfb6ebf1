/** Leases are written whole; those that end come first, because a data plane has one active at most. */
export const leasesSql = `
  INSERT INTO lease AS l (tenant_id, project_id, id, period_id, dataplane_id, instance_id, chain_id, seq, state,
                          granted_at, expires_at, release_at, ended_at, successor_id)
  SELECT q.* FROM jsonb_to_recordset($1::jsonb) AS q (tenant_id int, project_id int, id uuid, period_id uuid,
         dataplane_id text, instance_id uuid, chain_id uuid, seq bigint, state text, granted_at timestamptz,
         expires_at timestamptz, release_at timestamptz, ended_at timestamptz, successor_id uuid)
  ON CONFLICT (tenant_id, project_id, id) DO UPDATE
     SET state = excluded.state, ended_at = excluded.ended_at, successor_id = excluded.successor_id,
         release_at = excluded.release_at`;

export const partsSql = `
  INSERT INTO lease_part AS p (tenant_id, project_id, lease_id, dimension, granted, reported, settled, hold_id)
  SELECT q.* FROM jsonb_to_recordset($1::jsonb) AS q (tenant_id int, project_id int, lease_id uuid, dimension text,
         granted bigint, reported bigint, settled bigint, hold_id uuid)
  ON CONFLICT (tenant_id, project_id, lease_id, dimension) DO UPDATE
     SET reported = excluded.reported, settled = excluded.settled`;

export const requestsSql = `
  INSERT INTO lease_request (dataplane_id, request_id, tenant_id, project_id, request_hash, answer, answered_at)
  SELECT q.* FROM jsonb_to_recordset($1::jsonb) AS q (dataplane_id text, request_id uuid, tenant_id int,
         project_id int, request_hash text, answer jsonb, answered_at timestamptz)`;

export const reportKeysSql = `
  INSERT INTO usage_report_key (dataplane_id, report_id, request_hash, received_at, reason)
  SELECT q.* FROM jsonb_to_recordset($1::jsonb) AS q (dataplane_id text, report_id uuid, request_hash text,
         received_at timestamptz, reason text)`;

export const reportsSql = `
  INSERT INTO usage_report (tenant_id, project_id, id, dataplane_id, report_id, period_id, bandwidth_bytes,
                            transforms, storage_bytes, booked_as, reason, reported_at, received_at, lease_id,
                            window_start, window_end)
  SELECT q.* FROM jsonb_to_recordset($1::jsonb) AS q (tenant_id int, project_id int, id uuid, dataplane_id text,
         report_id uuid, period_id uuid, bandwidth_bytes bigint, transforms bigint, storage_bytes bigint,
         booked_as text, reason text, reported_at timestamptz, received_at timestamptz, lease_id uuid,
         window_start timestamptz, window_end timestamptz)`;

export const violationsSql = `
  INSERT INTO usage_violation AS v (tenant_id, project_id, id, type, period_id, dataplane_id, count, amount,
                                    evidence_id, state, first_seen_at, last_seen_at)
  SELECT q.* FROM jsonb_to_recordset($1::jsonb) AS q (tenant_id int, project_id int, id uuid, type text,
         period_id uuid, dataplane_id text, count bigint, amount bigint, evidence_id uuid, state text,
         first_seen_at timestamptz, last_seen_at timestamptz)
  ON CONFLICT (tenant_id, project_id, type, period_id, dataplane_id) DO UPDATE
     SET count = v.count + excluded.count,
         amount = least(v.amount::numeric + excluded.amount, 9223372036854775807)::bigint,
         evidence_id = excluded.evidence_id, state = 'open', last_seen_at = excluded.last_seen_at`;

export const storageSql = `
  INSERT INTO storage_gauge AS g (tenant_id, project_id, dataplane_id, bytes, reported_at)
  SELECT q.* FROM jsonb_to_recordset($1::jsonb) AS q (tenant_id int, project_id int, dataplane_id text, bytes bigint,
         reported_at timestamptz)
  ON CONFLICT (tenant_id, project_id, dataplane_id) DO UPDATE
     SET bytes = excluded.bytes, reported_at = excluded.reported_at`;
