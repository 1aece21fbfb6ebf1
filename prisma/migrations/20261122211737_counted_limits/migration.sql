-- How many domains and API keys a plan of tenants allows, beside what it measures.
ALTER TABLE plan_quota DROP CONSTRAINT plan_quota_dimension_known;
ALTER TABLE plan_quota ADD CONSTRAINT plan_quota_dimension_known
  CHECK (dimension IN ('bandwidth', 'transforms', 'storage', 'domains', 'api_keys'));

-- Plans that are there already get what a new installation gives them; others nothing until somebody says how many.
INSERT INTO plan_quota (tenant_id, project_id, plan_id, dimension, "limit")
SELECT p.tenant_id, p.project_id, p.id, seeded.dimension, seeded.allowed
  FROM plan p
  JOIN (VALUES ('free', 'domains', 1), ('free', 'api_keys', 2),
               ('pro', 'domains', 10), ('pro', 'api_keys', 20),
               ('business', 'domains', 100), ('business', 'api_keys', 100)) AS seeded (plan_id, dimension, allowed)
    ON seeded.plan_id = p.id
 WHERE p.audience = 'tenant'
ON CONFLICT DO NOTHING;
