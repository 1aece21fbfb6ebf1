-- Entries that wait for the sealer, so that it never searches the whole log (rule A2).
CREATE TABLE "audit_unsealed" (
    "tenant_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "entry_id" UUID NOT NULL,

    CONSTRAINT "audit_unsealed_pkey" PRIMARY KEY ("tenant_id","project_id","entry_id")
);

-- Whoever writes an entry queues it, in the same transaction; nobody can forget to.
CREATE FUNCTION purser_queue_audit_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_unsealed (tenant_id, project_id, entry_id)
  SELECT a.tenant_id, a.project_id, a.id FROM added a;
  RETURN NULL;
END
$$;

CREATE TRIGGER audit_entry_queued AFTER INSERT ON audit_entry
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION purser_queue_audit_entries();

INSERT INTO audit_unsealed (tenant_id, project_id, entry_id)
SELECT e.tenant_id, e.project_id, e.id FROM audit_entry e
 WHERE NOT EXISTS (SELECT 1 FROM audit_seal s
   WHERE s.tenant_id = e.tenant_id AND s.project_id = e.project_id AND s.entry_id = e.id);

-- Every row comes and goes within a second.
ALTER TABLE audit_unsealed SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);

-- Lots that may have expired, soonest first.
CREATE INDEX account_lot_expiry_idx ON account (tenant_id, project_id, expires_at)
  WHERE kind = 'wallet' AND closed_at IS NULL AND expires_at IS NOT NULL;
