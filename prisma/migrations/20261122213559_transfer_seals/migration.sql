-- CreateTable
CREATE TABLE "transfer_seal" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,
    "transfers" INTEGER NOT NULL,
    "last_id" UUID NOT NULL,
    "sealed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "transfer_seal_pkey" PRIMARY KEY ("tenant_id","project_id","seq")
);

-- CreateTable
CREATE TABLE "transfer_seal_part" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "seq" BIGINT NOT NULL,
    "account_id" UUID NOT NULL,
    "from_version" BIGINT NOT NULL,
    "to_version" BIGINT NOT NULL,

    CONSTRAINT "transfer_seal_part_pkey" PRIMARY KEY ("tenant_id","project_id","seq","account_id")
);

-- CreateIndex
CREATE INDEX "transfer_seal_part_tenant_id_project_id_account_id_to_versi_idx" ON "transfer_seal_part"("tenant_id", "project_id", "account_id", "to_version");

-- What was sealed stays sealed, whoever asks (rule A2).
CREATE TRIGGER transfer_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transfer_seal
  FOR EACH STATEMENT EXECUTE FUNCTION purser_refuse_change();
CREATE TRIGGER transfer_seal_part_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transfer_seal_part
  FOR EACH STATEMENT EXECUTE FUNCTION purser_refuse_change();
