-- AlterTable
ALTER TABLE "subscription" ADD COLUMN     "past_due_since" TIMESTAMPTZ(6),
ADD COLUMN     "stripe_revision" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "stripe_status" TEXT,
ADD COLUMN     "stripe_version" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "stripe_request" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "subject" TEXT NOT NULL,
    "amount_micro_usd" BIGINT,
    "params" JSONB NOT NULL,
    "attempt" SMALLINT NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(6),
    "hold_id" UUID,
    "lot_id" UUID,
    "stripe_id" TEXT,
    "stripe_status" TEXT,
    "answer" JSONB,
    "error_code" TEXT,
    "error" TEXT,
    "calls" INTEGER NOT NULL,
    "next_call_at" TIMESTAMPTZ(6),
    "claimed_until" TIMESTAMPTZ(6),
    "actor" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "stripe_request_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "stripe_customer" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "user_id" BIGINT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "stripe_customer_pkey" PRIMARY KEY ("tenant_id","project_id","user_id")
);

-- CreateTable
CREATE TABLE "stripe_payment" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "purpose" TEXT NOT NULL,
    "charge_id" TEXT,
    "lot_id" UUID,
    "grant_id" UUID,
    "package_id" TEXT,
    "invoice_id" TEXT,
    "amount_micro_usd" BIGINT NOT NULL,
    "paid_at" TIMESTAMPTZ(6) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "stripe_payment_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "stripe_refund" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "request_id" UUID,
    "amount_micro_usd" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    "failure_reason" TEXT,
    "booked" TEXT NOT NULL,
    "from_lot_micro_usd" BIGINT NOT NULL,
    "from_wallet_micro_usd" BIGINT NOT NULL,
    "absorbed_micro_usd" BIGINT NOT NULL,
    "parts" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "stripe_refund_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "stripe_dispute" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "amount_micro_usd" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "parts" JSONB NOT NULL,
    "held_micro_usd" BIGINT NOT NULL,
    "booked" TEXT NOT NULL,
    "absorbed_micro_usd" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "stripe_dispute_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateTable
CREATE TABLE "stripe_invoice" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "subscription_id" UUID,
    "stripe_subscription_id" TEXT NOT NULL,
    "period_key" TEXT,
    "status" TEXT NOT NULL,
    "billing_reason" TEXT,
    "amount_due_micro_usd" BIGINT NOT NULL,
    "amount_paid_micro_usd" BIGINT NOT NULL,
    "attempt_count" INTEGER NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(6),
    "failed_at" TIMESTAMPTZ(6),
    "hosted_url" TEXT,
    "booked" BOOLEAN NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "stripe_invoice_pkey" PRIMARY KEY ("tenant_id","project_id","id")
);

-- CreateIndex
CREATE INDEX "stripe_request_tenant_id_project_id_status_created_at_idx" ON "stripe_request"("tenant_id", "project_id", "status", "created_at");

-- CreateIndex
CREATE INDEX "stripe_request_tenant_id_project_id_kind_subject_idx" ON "stripe_request"("tenant_id", "project_id", "kind", "subject");

-- CreateIndex
CREATE INDEX "stripe_request_tenant_id_project_id_stripe_id_idx" ON "stripe_request"("tenant_id", "project_id", "stripe_id");

-- CreateIndex
CREATE INDEX "stripe_request_tenant_id_project_id_user_id_created_at_idx" ON "stripe_request"("tenant_id", "project_id", "user_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "stripe_customer_tenant_id_project_id_customer_id_key" ON "stripe_customer"("tenant_id", "project_id", "customer_id");

-- CreateIndex
CREATE INDEX "stripe_payment_tenant_id_project_id_user_id_paid_at_idx" ON "stripe_payment"("tenant_id", "project_id", "user_id", "paid_at");

-- CreateIndex
CREATE INDEX "stripe_refund_tenant_id_project_id_payment_id_idx" ON "stripe_refund"("tenant_id", "project_id", "payment_id");

-- CreateIndex
CREATE INDEX "stripe_dispute_tenant_id_project_id_payment_id_idx" ON "stripe_dispute"("tenant_id", "project_id", "payment_id");

-- CreateIndex
CREATE INDEX "stripe_dispute_tenant_id_project_id_user_id_idx" ON "stripe_dispute"("tenant_id", "project_id", "user_id");

-- CreateIndex
CREATE INDEX "stripe_invoice_tenant_id_project_id_user_id_created_at_idx" ON "stripe_invoice"("tenant_id", "project_id", "user_id", "created_at");

-- CreateIndex
CREATE INDEX "stripe_invoice_tenant_id_project_id_status_created_at_idx" ON "stripe_invoice"("tenant_id", "project_id", "status", "created_at");

-- CreateIndex
CREATE INDEX "stripe_invoice_tenant_id_project_id_stripe_subscription_id_idx" ON "stripe_invoice"("tenant_id", "project_id", "stripe_subscription_id");

-- What an event changed is found by what Stripe caused; Prisma knows no partial index.
CREATE INDEX transfer_stripe_idx ON transfer (tenant_id, project_id, reason) WHERE actor = 'webhook:stripe';
CREATE INDEX audit_entry_stripe_idx ON audit_entry (tenant_id, project_id, request_id) WHERE actor = 'webhook:stripe';

-- When Stripe was last heard of, among events of our own.
CREATE INDEX external_event_stripe_idx ON external_event (tenant_id, project_id, id) WHERE source = 'stripe';

-- Events of Stripe name an object, not a project (rule X50).
-- CreateIndex
CREATE INDEX "stripe_payment_id_idx" ON "stripe_payment"("id");

-- CreateIndex
CREATE INDEX "stripe_payment_charge_id_idx" ON "stripe_payment"("charge_id");

-- CreateIndex
CREATE INDEX "stripe_customer_customer_id_idx" ON "stripe_customer"("customer_id");

-- CreateIndex
CREATE INDEX "subscription_stripe_subscription_id_idx" ON "subscription"("stripe_subscription_id");

-- What waits for a payment that has not been booked is found when it is; few rows ever are in it.
CREATE INDEX external_event_waiting_idx ON external_event
  (tenant_id, project_id, (payload->'data'->'object'->>'payment_intent'))
  WHERE status = 'received' AND attempts > 0;
