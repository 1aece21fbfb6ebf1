-- AlterTable
ALTER TABLE "usage_report" ADD COLUMN     "reason" TEXT;

-- AlterTable
ALTER TABLE "usage_report_key" ADD COLUMN     "reason" TEXT;

-- CreateIndex
CREATE INDEX "lease_id_idx" ON "lease"("id");

-- CreateIndex
CREATE INDEX "usage_report_id_idx" ON "usage_report"("id");

-- What Prisma cannot express.

ALTER TABLE usage_report ADD CONSTRAINT usage_report_booked_as_known
  CHECK (booked_as IN ('usage', 'adjustment', 'quarantine') AND (booked_as = 'quarantine') = (reason IS NOT NULL));
