-- AlterTable
ALTER TABLE "webhook_endpoint" ADD COLUMN     "previous_secret_sealed" BYTEA,
ADD COLUMN     "previous_secret_until" TIMESTAMPTZ(6);

-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "last_answer" TEXT;

-- CreateTable
CREATE TABLE "alert_recipients" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "addresses" TEXT[],
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "alert_recipients_pkey" PRIMARY KEY ("tenant_id","project_id","kind")
);
