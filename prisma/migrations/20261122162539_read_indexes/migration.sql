-- The lineage of a request that was denied and never became a turn.
CREATE INDEX "denial_tenant_id_project_id_turn_external_id_idx" ON "denial"("tenant_id", "project_id", "turn_external_id");

-- What the project absorbed is a small part of all transfers, and reported by its time.
CREATE INDEX transfer_absorbed_idx ON transfer (tenant_id, project_id, effective_at)
  WHERE kind = 'absorb';

-- Grants that will end, soonest first.
CREATE INDEX quota_grant_expiry_idx ON quota_grant (tenant_id, project_id, expires_at)
  WHERE revoked_at IS NULL AND expires_at IS NOT NULL;
