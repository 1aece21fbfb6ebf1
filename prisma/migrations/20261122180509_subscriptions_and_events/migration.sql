-- CreateTable
CREATE TABLE "subscription" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "user_id" BIGINT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "monthly_price_micro_usd" BIGINT NOT NULL,
    "anchor_day" SMALLINT NOT NULL,
    "current_period_key" TEXT,
    "next_charge_at" TIMESTAMPTZ(6),
    "last_charged_at" TIMESTAMPTZ(6),
    "cancel_at_period_end" BOOLEAN NOT NULL,
    "canceled_at" TIMESTAMPTZ(6),
    "pending_plan_id" TEXT,
    "overdraft" BIGINT,
    "stripe_customer_id" TEXT,
    "stripe_subscription_id" TEXT,
    "stripe_price_id" TEXT,
    "created_by" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "subscription_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "subscription_period" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "subscription_id" UUID NOT NULL,
    "user_id" BIGINT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(6) NOT NULL,
    "ends_at" TIMESTAMPTZ(6) NOT NULL,
    "closed_at" TIMESTAMPTZ(6),
    "notes" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "subscription_period_pkey" PRIMARY KEY ("tenant_id","project_id","key")
);

-- CreateTable
CREATE TABLE "external_event" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "user_id" BIGINT,
    "amount_micro_usd" BIGINT,
    "tokens" BIGINT,
    "currency" TEXT,
    "error_code" TEXT,
    "error" TEXT,
    "payload" JSONB NOT NULL,
    "attempts" INTEGER NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(6),
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "external_event_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "kinds" TEXT[],
    "secret_sealed" BYTEA,
    "active" BOOLEAN NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(6),
    "last_error" TEXT,
    "delivered_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateIndex
CREATE INDEX "subscription_tenant_id_project_id_user_id_created_at_idx" ON "subscription"("tenant_id", "project_id", "user_id", "created_at");

-- CreateIndex
CREATE INDEX "subscription_tenant_id_project_id_next_charge_at_idx" ON "subscription"("tenant_id", "project_id", "next_charge_at");

-- CreateIndex
CREATE INDEX "subscription_tenant_id_project_id_stripe_subscription_id_idx" ON "subscription"("tenant_id", "project_id", "stripe_subscription_id");

-- CreateIndex
CREATE INDEX "subscription_period_tenant_id_project_id_subscription_id_en_idx" ON "subscription_period"("tenant_id", "project_id", "subscription_id", "ends_at");

-- CreateIndex
CREATE INDEX "subscription_period_tenant_id_project_id_user_id_ends_at_idx" ON "subscription_period"("tenant_id", "project_id", "user_id", "ends_at");

-- CreateIndex
CREATE INDEX "subscription_period_tenant_id_project_id_status_ends_at_idx" ON "subscription_period"("tenant_id", "project_id", "status", "ends_at");

-- CreateIndex
CREATE INDEX "external_event_tenant_id_project_id_status_created_at_idx" ON "external_event"("tenant_id", "project_id", "status", "created_at");

-- CreateIndex
CREATE INDEX "external_event_tenant_id_project_id_user_id_created_at_idx" ON "external_event"("tenant_id", "project_id", "user_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "external_event_tenant_id_project_id_source_external_id_key" ON "external_event"("tenant_id", "project_id", "source", "external_id");

-- CreateIndex
CREATE INDEX "delivery_status_next_attempt_at_idx" ON "delivery"("status", "next_attempt_at");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_tenant_id_project_id_event_id_channel_target_key" ON "delivery"("tenant_id", "project_id", "event_id", "channel", "target");

-- One live subscription per user; those that were canceled are history (rule S2).
CREATE UNIQUE INDEX subscription_live_user_idx ON subscription (tenant_id, project_id, user_id)
  WHERE status <> 'canceled';

-- Periods that have ended and are open, for the sweep; closed ones whose holds gave something back (rule S7).
CREATE INDEX account_closed_period_idx ON account (tenant_id, project_id)
  WHERE kind = 'period' AND closed_at IS NOT NULL AND credits_posted - debits_posted - debits_pending <> 0;

-- What left a period at its end, summed when it is shown.
CREATE INDEX transfer_rollover_idx ON transfer (tenant_id, project_id, debit_account_id) WHERE kind = 'rollover';

ALTER TABLE subscription
  ADD CONSTRAINT subscription_provider_known CHECK (provider IN ('internal', 'stripe')),
  ADD CONSTRAINT subscription_anchor_day CHECK (anchor_day BETWEEN 1 AND 31),
  ADD CONSTRAINT subscription_overdraft_not_negative CHECK (overdraft >= 0);
ALTER TABLE subscription_period
  ADD CONSTRAINT subscription_period_status_known CHECK (status IN ('open', 'closed')),
  ADD CONSTRAINT subscription_period_order CHECK (starts_at < ends_at);
ALTER TABLE external_event
  ADD CONSTRAINT external_event_status_known
    CHECK (status IN ('received', 'pending', 'applied', 'ignored', 'failed'));
ALTER TABLE webhook_endpoint
  ADD CONSTRAINT webhook_endpoint_format_known CHECK (format IN ('signed', 'slack'));
ALTER TABLE delivery
  ADD CONSTRAINT delivery_status_known CHECK (status IN ('waiting', 'delivered', 'dead'));

-- Alerts that wait to be handed to their deliveries; those of before were told by the dashboard (rule E6).
UPDATE outbox_event SET delivered_at = created_at WHERE delivered_at IS NULL;
CREATE INDEX outbox_event_waiting_idx ON outbox_event (tenant_id, project_id, id) WHERE delivered_at IS NULL;

-- What is written here stays as it was written, whoever asks, the application's own role included (rules A2 and L3).
CREATE FUNCTION purser_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION purser_refuse_change();
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal
  FOR EACH STATEMENT EXECUTE FUNCTION purser_refuse_change();
CREATE TRIGGER transfer_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transfer
  FOR EACH STATEMENT EXECUTE FUNCTION purser_refuse_change();
