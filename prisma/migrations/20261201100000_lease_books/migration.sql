-- Leases know the incarnation of their data plane, the chain of renewals they belong to, and when what is left of
-- them returns; reports say totals under a lease's id.

ALTER TABLE lease ADD COLUMN instance_id UUID, ADD COLUMN chain_id UUID, ADD COLUMN release_at TIMESTAMPTZ(6);
UPDATE lease l SET release_at = l.expires_at + interval '75 seconds',
       chain_id = (SELECT f.id FROM lease f WHERE f.tenant_id = l.tenant_id AND f.project_id = l.project_id
                      AND f.period_id = l.period_id AND f.dataplane_id = l.dataplane_id ORDER BY f.seq LIMIT 1);
ALTER TABLE lease ALTER COLUMN chain_id SET NOT NULL;
ALTER TABLE lease DROP CONSTRAINT lease_state_known;
ALTER TABLE lease
  ADD CONSTRAINT lease_state_known CHECK (state IN ('active', 'superseded', 'fenced', 'expired', 'revoked'));

-- What a batch of calls looks up: a plane's own open leases, and what is due to be given back.
DROP INDEX lease_open_idx;
CREATE INDEX lease_open_idx ON lease (tenant_id, project_id, period_id, dataplane_id) WHERE ended_at IS NULL;
CREATE INDEX lease_due_idx ON lease (tenant_id, project_id, period_id, release_at) WHERE ended_at IS NULL;
CREATE INDEX lease_at_work_idx ON lease (tenant_id, project_id, period_id, expires_at)
  WHERE ended_at IS NULL AND state = 'active';
CREATE INDEX lease_of_plane_idx ON lease (dataplane_id) WHERE ended_at IS NULL;

ALTER TABLE lease_part ADD COLUMN reported BIGINT NOT NULL DEFAULT 0;
UPDATE lease_part SET reported = settled;
ALTER TABLE lease_part ADD CONSTRAINT lease_part_reported_from_zero CHECK (reported >= 0);

ALTER TABLE usage_report ADD COLUMN lease_id UUID, ADD COLUMN window_start TIMESTAMPTZ(6),
  ADD COLUMN window_end TIMESTAMPTZ(6);

CREATE TABLE "data_plane_instance" (
    "dataplane_id" TEXT NOT NULL,
    "instance_id" UUID NOT NULL,
    "first_seen_at" TIMESTAMPTZ(6) NOT NULL,
    "replaced_at" TIMESTAMPTZ(6),

    CONSTRAINT "data_plane_instance_pkey" PRIMARY KEY ("dataplane_id","instance_id")
);
CREATE UNIQUE INDEX data_plane_instance_one_idx ON data_plane_instance (dataplane_id) WHERE replaced_at IS NULL;
