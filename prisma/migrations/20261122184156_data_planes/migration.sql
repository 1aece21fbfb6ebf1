-- AlterTable
ALTER TABLE "tenant" ADD COLUMN     "anchor_day" SMALLINT NOT NULL DEFAULT 1,
ADD COLUMN     "lease_floor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "plan_id" TEXT,
ADD COLUMN     "policy_at" TIMESTAMPTZ(6),
ADD COLUMN     "status_reason" TEXT;

-- CreateTable
CREATE TABLE "plan_quota" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "plan_id" TEXT NOT NULL,
    "dimension" TEXT NOT NULL,
    "limit" BIGINT,

    CONSTRAINT "plan_quota_pkey" PRIMARY KEY ("tenant_id","project_id","plan_id","dimension")
);

-- CreateTable
CREATE TABLE "billing_period" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(6) NOT NULL,
    "ends_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "billing_period_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "quota_override" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "dimension" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "value" BIGINT NOT NULL,
    "starts_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "reason" TEXT NOT NULL,
    "reference" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "quota_override_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "data_plane" (
    "id" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "data_plane_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "data_plane_key" (
    "key_id" TEXT NOT NULL,
    "dataplane_id" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "data_plane_key_pkey" PRIMARY KEY ("key_id")
);

-- CreateTable
CREATE TABLE "data_plane_nonce" (
    "key_id" TEXT NOT NULL,
    "nonce" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "data_plane_nonce_pkey" PRIMARY KEY ("key_id","nonce")
);

-- CreateTable
CREATE TABLE "lease" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "period_id" UUID NOT NULL,
    "dataplane_id" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "granted_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),
    "successor_id" UUID,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "lease_part" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "lease_id" UUID NOT NULL,
    "dimension" TEXT NOT NULL,
    "granted" BIGINT NOT NULL,
    "settled" BIGINT NOT NULL,
    "hold_id" UUID,

    CONSTRAINT "lease_part_pkey" PRIMARY KEY ("tenant_id","project_id","lease_id","dimension")
);

-- CreateTable
CREATE TABLE "lease_request" (
    "dataplane_id" TEXT NOT NULL,
    "request_id" UUID NOT NULL,
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "request_hash" TEXT NOT NULL,
    "answer" JSONB NOT NULL,
    "answered_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "lease_request_pkey" PRIMARY KEY ("dataplane_id","request_id")
);

-- CreateTable
CREATE TABLE "usage_report" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "dataplane_id" TEXT NOT NULL,
    "report_id" UUID NOT NULL,
    "period_id" UUID NOT NULL,
    "bandwidth_bytes" BIGINT NOT NULL,
    "transforms" BIGINT NOT NULL,
    "storage_bytes" BIGINT,
    "booked_as" TEXT NOT NULL,
    "reported_at" TIMESTAMPTZ(6) NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "usage_report_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "usage_report_key" (
    "dataplane_id" TEXT NOT NULL,
    "report_id" UUID NOT NULL,
    "request_hash" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "usage_report_key_pkey" PRIMARY KEY ("dataplane_id","report_id")
);

-- CreateTable
CREATE TABLE "storage_gauge" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "dataplane_id" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "reported_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "storage_gauge_pkey" PRIMARY KEY ("tenant_id","project_id","dataplane_id")
);

-- CreateTable
CREATE TABLE "usage_violation" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "period_id" UUID NOT NULL,
    "dataplane_id" TEXT NOT NULL,
    "count" BIGINT NOT NULL,
    "amount" BIGINT NOT NULL,
    "evidence_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(6) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "usage_violation_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "tenant_domain" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "verified_at" TIMESTAMPTZ(6),
    "last_check" JSONB,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "tenant_domain_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "tenant_api_key" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hmac" BYTEA NOT NULL,
    "pepper_version" SMALLINT NOT NULL,
    "scopes" TEXT[],
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6),
    "not_after" TIMESTAMPTZ(6),
    "successor_id" UUID,
    "revoked_at" TIMESTAMPTZ(6),
    "last_used_at" TIMESTAMPTZ(6),

    CONSTRAINT "tenant_api_key_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "policy_revision" (
    "id" SMALLINT NOT NULL,
    "epoch" UUID NOT NULL,
    "revision" BIGINT NOT NULL,

    CONSTRAINT "policy_revision_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "billing_period_tenant_id_project_id_starts_at_key" ON "billing_period"("tenant_id", "project_id", "starts_at");

-- CreateIndex
CREATE INDEX "quota_override_tenant_id_project_id_created_at_idx" ON "quota_override"("tenant_id", "project_id", "created_at");

-- CreateIndex
CREATE INDEX "data_plane_key_dataplane_id_idx" ON "data_plane_key"("dataplane_id");

-- CreateIndex
CREATE INDEX "data_plane_nonce_seen_at_idx" ON "data_plane_nonce"("seen_at");

-- CreateIndex
CREATE INDEX "lease_tenant_id_project_id_period_id_dataplane_id_seq_idx" ON "lease"("tenant_id", "project_id", "period_id", "dataplane_id", "seq");

-- CreateIndex
CREATE INDEX "lease_request_answered_at_idx" ON "lease_request"("answered_at");

-- CreateIndex
CREATE INDEX "usage_report_key_received_at_idx" ON "usage_report_key"("received_at");

-- CreateIndex
CREATE UNIQUE INDEX "usage_violation_tenant_id_project_id_type_period_id_datapla_key" ON "usage_violation"("tenant_id", "project_id", "type", "period_id", "dataplane_id");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_api_key_key_id_key" ON "tenant_api_key"("key_id");

-- What Prisma cannot express.

ALTER TABLE data_plane_nonce SET UNLOGGED;
ALTER TABLE lease SET (fillfactor = 70);
ALTER TABLE lease_part SET (fillfactor = 50);

-- One active lease per tenant, period and data plane, whatever the code above it thinks.
CREATE UNIQUE INDEX lease_one_active_idx ON lease (tenant_id, project_id, period_id, dataplane_id) WHERE state = 'active';
-- Leases whose holds are still open, which every allocation and report of the tenant asks for.
CREATE INDEX lease_open_idx ON lease (tenant_id, project_id, period_id) WHERE ended_at IS NULL;
-- One catalogue of tenants' plans in the installation.
CREATE UNIQUE INDEX plan_of_tenants_idx ON plan (id) WHERE audience = 'tenant';
-- Any number of tenants may claim a name; one has it.
CREATE UNIQUE INDEX tenant_domain_verified_idx ON tenant_domain (name) WHERE state = 'verified';
CREATE UNIQUE INDEX tenant_domain_claim_idx ON tenant_domain (tenant_id, project_id, name) WHERE state <> 'removed';

ALTER TABLE billing_period ADD CONSTRAINT billing_period_not_empty CHECK (starts_at < ends_at);
ALTER TABLE plan_quota
  ADD CONSTRAINT plan_quota_dimension_known CHECK (dimension IN ('bandwidth', 'transforms', 'storage')),
  ADD CONSTRAINT plan_quota_not_negative CHECK ("limit" >= 0);
ALTER TABLE quota_override
  ADD CONSTRAINT quota_override_mode_known CHECK (mode IN ('set', 'add')),
  ADD CONSTRAINT quota_override_positive CHECK (value > 0);
ALTER TABLE lease
  ADD CONSTRAINT lease_state_known CHECK (state IN ('active', 'superseded', 'expired', 'revoked'));
ALTER TABLE lease_part ADD CONSTRAINT lease_part_within_grant CHECK (settled >= 0 AND settled <= granted);
ALTER TABLE tenant
  ADD CONSTRAINT tenant_status_known CHECK (status IN ('active', 'suspended', 'deleted')),
  ADD CONSTRAINT tenant_anchor_day_known CHECK (anchor_day BETWEEN 1 AND 31);

ALTER TABLE policy_revision ADD CONSTRAINT policy_revision_one_row CHECK (id = 1);

-- Accounts in other units than money. The posting function finds them there and keeps to their unit.
CREATE FUNCTION purser_open_accounts(p_tenant integer, p_project integer, p_accounts jsonb) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO account (tenant_id, project_id, id, kind, unit, reference, shard, credits_posted, debits_posted,
                       debits_pending, overdraft, version, last_recorded_at, created_at)
  SELECT p_tenant, p_project, q.id, q.kind, q.unit, q.reference, 0, 0, 0, 0,
         CASE WHEN q.unlimited THEN NULL ELSE 0 END, 0, '-infinity', purser_now(p_tenant, p_project)
    FROM jsonb_to_recordset(p_accounts) AS q(id uuid, kind text, unit text, reference text, unlimited boolean)
   ORDER BY q.id
  ON CONFLICT DO NOTHING
$$;
