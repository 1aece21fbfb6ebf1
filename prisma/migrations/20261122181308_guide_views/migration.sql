-- What the guides' own queries ask: read-only views under the names and columns they print. Every view joins the project,
-- so none can be written through, and a security barrier keeps a reader's own functions behind the view's conditions.
-- A reader needs: GRANT USAGE ON SCHEMA kdcube_control_plane TO reader;
--                 GRANT SELECT ON ALL TABLES IN SCHEMA kdcube_control_plane TO reader;
CREATE SCHEMA kdcube_control_plane;
COMMENT ON SCHEMA kdcube_control_plane IS 'Read-only views with the names and columns of the guides'' SQL.';

CREATE FUNCTION kdcube_control_plane.usd(p_micro bigint) RETURNS numeric
LANGUAGE sql IMMUTABLE AS $$ SELECT p_micro / 1000000.0 $$;

-- Cents are rounded half to even, as over REST.
CREATE FUNCTION kdcube_control_plane.cents(p_micro bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN abs(p_micro % 10000) = 5000 THEN p_micro / 10000 + sign(p_micro)::bigint * abs(p_micro / 10000 % 2)
    ELSE round(p_micro / 10000.0)::bigint
  END
$$;

-- What a count of tokens costs at the reference price, floored to a µ$.
CREATE FUNCTION kdcube_control_plane.tokens_usd(p_tokens bigint, p_price_pico bigint) RETURNS numeric
LANGUAGE sql IMMUTABLE AS $$ SELECT floor(p_tokens::numeric * p_price_pico / 1000000) / 1000000 $$;

CREATE VIEW kdcube_control_plane.user_quota_replenishment WITH (security_barrier = true) AS
SELECT g.id, t.slug AS tenant, p.slug AS project, u.external_id AS user_id, g.bundle_id,
       g.max_concurrent AS additional_max_concurrent,
       g.requests_per_day AS additional_requests_per_day,
       g.requests_per_month AS additional_requests_per_month,
       g.total_requests AS additional_total_requests,
       g.tokens_per_hour AS additional_tokens_per_hour,
       g.tokens_per_day AS additional_tokens_per_day,
       g.tokens_per_month AS additional_tokens_per_month,
       g.expires_at, g.source, g.purchase_id,
       kdcube_control_plane.usd(g.purchase_amount_micro_usd) AS purchase_amount_usd,
       g.notes AS purchase_notes, g.revoked_at IS NULL AS active,
       g.created_by, g.created_at, coalesce(g.revoked_at, g.created_at) AS updated_at
  FROM quota_grant g
  JOIN project p ON p.tenant_id = g.tenant_id AND p.id = g.project_id
  JOIN tenant t ON t.id = g.tenant_id
  JOIN app_user u ON u.tenant_id = g.tenant_id AND u.project_id = g.project_id AND u.id = g.user_id
 WHERE g.mode = 'add';
COMMENT ON VIEW kdcube_control_plane.user_quota_replenishment IS
  'Every add grant; active = not revoked, expired ones included.';

CREATE VIEW kdcube_control_plane.active_replenishments WITH (security_barrier = true) AS
SELECT r.*
  FROM kdcube_control_plane.user_quota_replenishment r
  JOIN (SELECT t.slug AS tenant, p.slug AS project, purser_now(p.tenant_id, p.id) AS at
          FROM project p JOIN tenant t ON t.id = p.tenant_id) clock USING (tenant, project)
 WHERE r.active AND (r.expires_at IS NULL OR r.expires_at > clock.at);
COMMENT ON VIEW kdcube_control_plane.active_replenishments IS
  'Add grants that count now, by the project''s clock.';

CREATE VIEW kdcube_control_plane.plan_quota_policies WITH (security_barrier = true) AS
SELECT t.slug AS tenant, p.slug AS project, q.plan_id, q.plan_id AS user_type, q.bundle_id,
       q.max_concurrent, q.requests_per_day, q.requests_per_month, q.total_requests,
       q.tokens_per_hour, q.tokens_per_day, q.tokens_per_month,
       kdcube_control_plane.tokens_usd(q.tokens_per_hour, p.reference_price_pico_usd) AS usd_per_hour,
       kdcube_control_plane.tokens_usd(q.tokens_per_day, p.reference_price_pico_usd) AS usd_per_day,
       kdcube_control_plane.tokens_usd(q.tokens_per_month, p.reference_price_pico_usd) AS usd_per_month,
       p.reference_model, q.notes, q.active, q.created_by, q.updated_by, q.created_at, q.updated_at
  FROM quota_policy q
  JOIN project p ON p.tenant_id = q.tenant_id AND p.id = q.project_id
  JOIN tenant t ON t.id = q.tenant_id;

CREATE VIEW kdcube_control_plane.user_quota_policies WITH (security_barrier = true) AS
SELECT * FROM kdcube_control_plane.plan_quota_policies;
COMMENT ON VIEW kdcube_control_plane.user_quota_policies IS
  'plan_quota_policies under its older name: user_type and plan_id are the same.';

CREATE VIEW kdcube_control_plane.application_budget_policies WITH (security_barrier = true) AS
SELECT t.slug AS tenant, p.slug AS project, b.bundle_id, b.provider,
       kdcube_control_plane.usd(b.per_hour_micro_usd) AS usd_per_hour,
       kdcube_control_plane.usd(b.per_day_micro_usd) AS usd_per_day,
       kdcube_control_plane.usd(b.per_month_micro_usd) AS usd_per_month,
       b.notes, b.active, b.created_by, b.updated_by, b.created_at, b.updated_at
  FROM budget_policy b
  JOIN project p ON p.tenant_id = b.tenant_id AND p.id = b.project_id
  JOIN tenant t ON t.id = b.tenant_id;

CREATE VIEW kdcube_control_plane.subscription_plans WITH (security_barrier = true) AS
SELECT t.slug AS tenant, p.slug AS project, l.id AS plan_id, l.name, l.provider, l.stripe_price_id,
       kdcube_control_plane.cents(l.monthly_price_micro_usd) AS monthly_price_cents, l.active,
       l.project_funded, l.wallet_beyond_limits,
       kdcube_control_plane.usd(l.reservation_floor_micro_usd) AS reservation_floor_usd,
       l.metadata, l.notes, l.created_by, l.created_at, l.updated_at
  FROM plan l
  JOIN project p ON p.tenant_id = l.tenant_id AND p.id = l.project_id
  JOIN tenant t ON t.id = l.tenant_id
 WHERE l.audience = 'user';

CREATE VIEW kdcube_control_plane.user_subscriptions WITH (security_barrier = true) AS
SELECT s.id, t.slug AS tenant, p.slug AS project, u.external_id AS user_id, s.plan_id, s.status,
       kdcube_control_plane.cents(s.monthly_price_micro_usd) AS monthly_price_cents,
       s.started_at, s.next_charge_at, s.last_charged_at, s.provider,
       s.stripe_customer_id, s.stripe_subscription_id, s.current_period_key AS period_key,
       d.starts_at AS current_period_start, d.ends_at AS current_period_end,
       s.cancel_at_period_end, s.canceled_at, s.created_at, s.updated_at
  FROM subscription s
  JOIN project p ON p.tenant_id = s.tenant_id AND p.id = s.project_id
  JOIN tenant t ON t.id = s.tenant_id
  JOIN app_user u ON u.tenant_id = s.tenant_id AND u.project_id = s.project_id AND u.id = s.user_id
  LEFT JOIN subscription_period d
    ON d.tenant_id = s.tenant_id AND d.project_id = s.project_id AND d.key = s.current_period_key;

CREATE VIEW kdcube_control_plane.external_economics_events WITH (security_barrier = true) AS
SELECT e.id, t.slug AS tenant, p.slug AS project, e.source, e.kind, e.external_id,
       u.external_id AS user_id, kdcube_control_plane.cents(e.amount_micro_usd) AS amount_cents,
       kdcube_control_plane.usd(e.amount_micro_usd) AS amount_usd, e.tokens, e.currency,
       e.status, e.error, e.payload AS metadata, e.created_at, e.updated_at
  FROM external_event e
  JOIN project p ON p.tenant_id = e.tenant_id AND p.id = e.project_id
  JOIN tenant t ON t.id = e.tenant_id
  LEFT JOIN app_user u
    ON u.tenant_id = e.tenant_id AND u.project_id = e.project_id AND u.id = e.user_id;
