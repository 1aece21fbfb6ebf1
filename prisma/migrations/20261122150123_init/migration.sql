-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "tenant" (
    "id" SERIAL NOT NULL,
    "uuid" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "tenant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "project" (
    "tenant_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "default_plan_id" TEXT NOT NULL,
    "fallback_max_concurrent" BIGINT,
    "fallback_requests_per_day" BIGINT,
    "fallback_tokens_per_day" BIGINT,
    "reference_provider" TEXT NOT NULL,
    "reference_model" TEXT NOT NULL,
    "reference_price_pico_usd" BIGINT NOT NULL,
    "renewal_grace_seconds" INTEGER NOT NULL,
    "providers_required" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "project_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "project_clock" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "offset_ms" BIGINT NOT NULL,
    "frozen_at" TIMESTAMPTZ(6),

    CONSTRAINT "project_clock_pkey" PRIMARY KEY ("tenant_id","project_id")
);

-- CreateTable
CREATE TABLE "app_user" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "external_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "suspended_at" TIMESTAMPTZ(6),
    "suspended_reason" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "plan" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "audience" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "monthly_price_micro_usd" BIGINT NOT NULL,
    "stripe_price_id" TEXT,
    "active" BOOLEAN NOT NULL,
    "project_funded" BOOLEAN NOT NULL,
    "wallet_beyond_limits" BOOLEAN NOT NULL,
    "reservation_floor_micro_usd" BIGINT,
    "notes" TEXT,
    "metadata" JSONB,
    "version" INTEGER NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "plan_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "quota_policy" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "plan_id" TEXT NOT NULL,
    "bundle_id" TEXT NOT NULL,
    "max_concurrent" BIGINT,
    "requests_per_day" BIGINT,
    "requests_per_month" BIGINT,
    "total_requests" BIGINT,
    "tokens_per_hour" BIGINT,
    "tokens_per_day" BIGINT,
    "tokens_per_month" BIGINT,
    "windows" JSONB,
    "active" BOOLEAN NOT NULL,
    "notes" TEXT,
    "version" INTEGER NOT NULL,
    "created_by" TEXT NOT NULL,
    "updated_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "quota_policy_pkey" PRIMARY KEY ("tenant_id","project_id","plan_id","bundle_id")
);

-- CreateTable
CREATE TABLE "budget_policy" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "provider" TEXT NOT NULL,
    "bundle_id" TEXT NOT NULL,
    "per_hour_micro_usd" BIGINT,
    "per_day_micro_usd" BIGINT,
    "per_month_micro_usd" BIGINT,
    "active" BOOLEAN NOT NULL,
    "notes" TEXT,
    "version" INTEGER NOT NULL,
    "created_by" TEXT NOT NULL,
    "updated_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "budget_policy_pkey" PRIMARY KEY ("tenant_id","project_id","provider","bundle_id")
);

-- CreateTable
CREATE TABLE "bundle" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "reservation_floor_micro_usd" BIGINT,

    CONSTRAINT "bundle_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "policy_version" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "actor" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "policy_version_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "policy_change" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "generation" BIGSERIAL NOT NULL,
    "subject" TEXT NOT NULL,
    "user_id" BIGINT,
    "changed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "policy_change_pkey" PRIMARY KEY ("tenant_id","project_id","generation")
);

-- CreateTable
CREATE TABLE "quota_grant" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "user_id" BIGINT NOT NULL,
    "bundle_id" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "fields" TEXT[],
    "max_concurrent" BIGINT,
    "requests_per_day" BIGINT,
    "requests_per_month" BIGINT,
    "total_requests" BIGINT,
    "tokens_per_hour" BIGINT,
    "tokens_per_day" BIGINT,
    "tokens_per_month" BIGINT,
    "source" TEXT NOT NULL,
    "purchase_id" TEXT,
    "purchase_amount_micro_usd" BIGINT,
    "notes" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6),
    "revoked_at" TIMESTAMPTZ(6),
    "revoked_by" TEXT,

    CONSTRAINT "quota_grant_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "price" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "effective_from" TIMESTAMPTZ(6) NOT NULL,
    "input_pico_usd" BIGINT,
    "output_pico_usd" BIGINT,
    "cache_read_pico_usd" BIGINT,
    "cache_write_pico_usd" BIGINT,
    "unit_pico_usd" JSONB,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "price_pkey" PRIMARY KEY ("tenant_id","project_id","provider","model","effective_from")
);

-- CreateTable
CREATE TABLE "account" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "shard" SMALLINT NOT NULL,
    "owner_id" BIGINT,
    "credits_posted" BIGINT NOT NULL,
    "debits_posted" BIGINT NOT NULL,
    "debits_pending" BIGINT NOT NULL,
    "overdraft" BIGINT,
    "version" BIGINT NOT NULL,
    "last_recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6),
    "closed_at" TIMESTAMPTZ(6),

    CONSTRAINT "account_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "wallet_lot" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "user_id" BIGINT NOT NULL,
    "source" TEXT NOT NULL,
    "purchase_id" TEXT,
    "reference_model" TEXT NOT NULL,
    "reference_price_pico_usd" BIGINT NOT NULL,
    "notes" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "wallet_lot_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "transfer" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "phase" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "debit_account_id" UUID NOT NULL,
    "credit_account_id" UUID NOT NULL,
    "amount" BIGINT NOT NULL,
    "hold_id" UUID,
    "debit_version" BIGINT NOT NULL,
    "credit_version" BIGINT,
    "effective_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "actor" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "turn_id" UUID,
    "external_id" TEXT,
    "corrects_id" UUID,

    CONSTRAINT "transfer_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "transfer_key" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "transfer_id" UUID NOT NULL,

    CONSTRAINT "transfer_key_pkey" PRIMARY KEY ("tenant_id","project_id","key")
);

-- CreateTable
CREATE TABLE "open_hold" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "debit_account_id" UUID NOT NULL,
    "credit_account_id" UUID NOT NULL,
    "remaining" BIGINT NOT NULL,
    "at_expiry" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(6),
    "turn_id" UUID,
    "owner_id" BIGINT,

    CONSTRAINT "open_hold_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "turn" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "bundle_id" TEXT,
    "class" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "plan_source" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "estimate_tokens" BIGINT NOT NULL,
    "held_tokens" BIGINT NOT NULL,
    "price_pico_usd" BIGINT NOT NULL,
    "primary_source" TEXT,
    "primary_account_id" UUID,
    "had_wallet" BOOLEAN NOT NULL,
    "wallet_beyond_limits" BOOLEAN NOT NULL,
    "providers" TEXT[],
    "provider_holds" JSONB,
    "decision" JSONB NOT NULL,
    "metadata" JSONB,
    "admitted_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "slot_expires_at" TIMESTAMPTZ(6) NOT NULL,
    "closed_at" TIMESTAMPTZ(6),
    "outcome" TEXT,
    "cost_micro_usd" BIGINT,
    "tokens_charged" BIGINT,
    "settle_content" TEXT,
    "usage" JSONB,
    "result" JSONB,

    CONSTRAINT "turn_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "turn_key" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "external_id" TEXT NOT NULL,
    "turn_id" UUID NOT NULL,

    CONSTRAINT "turn_key_pkey" PRIMARY KEY ("tenant_id","project_id","external_id")
);

-- CreateTable
CREATE TABLE "denial" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "user_id" BIGINT NOT NULL,
    "turn_external_id" TEXT NOT NULL,
    "bundle_id" TEXT,
    "plan_id" TEXT NOT NULL,
    "reasons" TEXT[],
    "denials" JSONB NOT NULL,
    "denied_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "denial_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "usage_head" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "user_id" BIGINT NOT NULL,
    "scope" TEXT NOT NULL,
    "version" BIGINT NOT NULL,
    "requests" BIGINT NOT NULL,
    "tokens" BIGINT NOT NULL,
    "last_minute" INTEGER NOT NULL,
    "anchor_minute" INTEGER,
    "reset_minute" INTEGER,
    "reset_requests" BIGINT NOT NULL,
    "reset_tokens" BIGINT NOT NULL,

    CONSTRAINT "usage_head_pkey" PRIMARY KEY ("tenant_id","project_id","user_id","scope")
);

-- CreateTable
CREATE TABLE "usage_minute" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "user_id" BIGINT NOT NULL,
    "scope" TEXT NOT NULL,
    "minute" INTEGER NOT NULL,
    "requests" BIGINT NOT NULL,
    "tokens" BIGINT NOT NULL,

    CONSTRAINT "usage_minute_pkey" PRIMARY KEY ("tenant_id","project_id","user_id","scope","minute")
);

-- CreateTable
CREATE TABLE "provider_spend" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "provider" TEXT NOT NULL,
    "bundle_id" TEXT NOT NULL,
    "hour" INTEGER NOT NULL,
    "shard" SMALLINT NOT NULL,
    "micro_usd" BIGINT NOT NULL,
    "turns" BIGINT NOT NULL,

    CONSTRAINT "provider_spend_pkey" PRIMARY KEY ("tenant_id","project_id","hour","provider","bundle_id","shard")
);

-- CreateTable
CREATE TABLE "lane" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "told" BIGINT NOT NULL,
    "untold" JSONB NOT NULL,
    "beat_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "lane_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "counter_epoch" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "epoch" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "counter_epoch_pkey" PRIMARY KEY ("tenant_id","project_id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "actor" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target_type" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "request_id" TEXT NOT NULL,
    "source_address" TEXT,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "audit_seal" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "seq" BIGINT NOT NULL,
    "entry_id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "sealed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "audit_seal_pkey" PRIMARY KEY ("tenant_id","project_id","seq")
);

-- CreateTable
CREATE TABLE "idempotency_record" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "caller" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "answer" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "idempotency_record_pkey" PRIMARY KEY ("tenant_id","project_id","caller","operation","key")
);

-- CreateTable
CREATE TABLE "outbox_event" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "delivered_at" TIMESTAMPTZ(6),

    CONSTRAINT "outbox_event_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "service_key" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hmac" BYTEA NOT NULL,
    "scopes" TEXT[],
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "revoked_at" TIMESTAMPTZ(6),
    "last_used_at" TIMESTAMPTZ(6),

    CONSTRAINT "service_key_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "member" (
    "id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "email" TEXT,
    "tenant_id" INTEGER,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "job_run" (
    "id" UUID NOT NULL,
    "job" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "finished_at" TIMESTAMPTZ(6),
    "handled" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "error" TEXT,
    "trigger" TEXT NOT NULL,

    CONSTRAINT "job_run_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "tenant_uuid_key" ON "tenant"("uuid");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_slug_key" ON "tenant"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "project_tenant_id_slug_key" ON "project"("tenant_id", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "app_user_tenant_id_project_id_external_id_key" ON "app_user"("tenant_id", "project_id", "external_id");

-- CreateIndex
CREATE INDEX "policy_version_tenant_id_project_id_subject_subject_id_vers_idx" ON "policy_version"("tenant_id", "project_id", "subject", "subject_id", "version");

-- CreateIndex
CREATE INDEX "quota_grant_tenant_id_project_id_user_id_created_at_idx" ON "quota_grant"("tenant_id", "project_id", "user_id", "created_at");

-- CreateIndex
CREATE INDEX "account_kind_reference_tenant_id_project_id_idx" ON "account"("kind", "reference", "tenant_id", "project_id");

-- CreateIndex
CREATE INDEX "wallet_lot_tenant_id_project_id_user_id_created_at_idx" ON "wallet_lot"("tenant_id", "project_id", "user_id", "created_at");

-- CreateIndex
CREATE INDEX "transfer_tenant_id_project_id_debit_account_id_debit_versio_idx" ON "transfer"("tenant_id", "project_id", "debit_account_id", "debit_version");

-- CreateIndex
CREATE INDEX "transfer_tenant_id_project_id_credit_account_id_credit_vers_idx" ON "transfer"("tenant_id", "project_id", "credit_account_id", "credit_version");

-- CreateIndex
CREATE INDEX "open_hold_owner_id_tenant_id_project_id_idx" ON "open_hold"("owner_id", "tenant_id", "project_id");

-- CreateIndex
CREATE INDEX "open_hold_turn_id_tenant_id_project_id_idx" ON "open_hold"("turn_id", "tenant_id", "project_id");

-- CreateIndex
CREATE INDEX "open_hold_expires_at_idx" ON "open_hold"("expires_at");

-- CreateIndex
CREATE INDEX "turn_user_id_tenant_id_project_id_id_idx" ON "turn"("user_id", "tenant_id", "project_id", "id");

-- CreateIndex
CREATE INDEX "denial_tenant_id_project_id_user_id_id_idx" ON "denial"("tenant_id", "project_id", "user_id", "id");

-- CreateIndex
CREATE INDEX "audit_entry_tenant_id_project_id_target_type_target_id_id_idx" ON "audit_entry"("tenant_id", "project_id", "target_type", "target_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_seal_tenant_id_project_id_entry_id_key" ON "audit_seal"("tenant_id", "project_id", "entry_id");

-- CreateIndex
CREATE INDEX "idempotency_record_expires_at_idx" ON "idempotency_record"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_event_tenant_id_project_id_dedupe_key_key" ON "outbox_event"("tenant_id", "project_id", "dedupe_key");

-- CreateIndex
CREATE UNIQUE INDEX "service_key_prefix_key" ON "service_key"("prefix");

-- CreateIndex
CREATE UNIQUE INDEX "member_issuer_subject_tenant_id_role_key" ON "member"("issuer", "subject", "tenant_id", "role");

-- CreateIndex
CREATE INDEX "job_run_job_started_at_idx" ON "job_run"("job", "started_at");

-- AddForeignKey
ALTER TABLE "project" ADD CONSTRAINT "project_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
