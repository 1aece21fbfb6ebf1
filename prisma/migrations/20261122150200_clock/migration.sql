-- The one place that reads a clock: a project's instant is the database's clock plus the
-- project's offset, or its frozen instant (docs/economics.md, rule L9).
CREATE FUNCTION purser_now(p_tenant integer, p_project integer) RETURNS timestamptz
LANGUAGE sql VOLATILE AS $$
  SELECT coalesce(
    (SELECT coalesce(c.frozen_at, clock_timestamp() + c.offset_ms * interval '1 millisecond')
       FROM project_clock c WHERE c.tenant_id = p_tenant AND c.project_id = p_project),
    clock_timestamp())
$$;

-- Account ids are derived, so that nobody looks one up and creating one twice is impossible.
CREATE FUNCTION purser_account_id(p_kind text, p_reference text, p_shard integer) RETURNS uuid
LANGUAGE sql IMMUTABLE AS $$
  SELECT md5(p_kind || E'\x1f' || p_reference || E'\x1f' || p_shard::text)::uuid
$$;

-- Rows that change in place keep room for their next version on the same page (HOT updates).
ALTER TABLE account SET (fillfactor = 50);
ALTER TABLE usage_head SET (fillfactor = 60);
ALTER TABLE provider_spend SET (fillfactor = 50);
ALTER TABLE turn SET (fillfactor = 70);
ALTER TABLE lane SET (fillfactor = 20);

-- Tables of short-lived rows are vacuumed long before they grow.
ALTER TABLE open_hold SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);
ALTER TABLE account SET (autovacuum_vacuum_scale_factor = 0.05);

ALTER TABLE transfer
  ADD CONSTRAINT transfer_amount_positive CHECK (amount > 0),
  ADD CONSTRAINT transfer_two_accounts CHECK (debit_account_id <> credit_account_id),
  ADD CONSTRAINT transfer_phase_known CHECK (phase IN ('post', 'hold', 'settle', 'void', 'expire'));
ALTER TABLE account
  ADD CONSTRAINT account_pending_not_negative CHECK (debits_pending >= 0),
  ADD CONSTRAINT account_overdraft_not_negative CHECK (overdraft >= 0),
  ADD CONSTRAINT account_wallet_not_negative
    CHECK (kind <> 'wallet' OR credits_posted - debits_posted - debits_pending >= 0);
ALTER TABLE open_hold ADD CONSTRAINT open_hold_remaining_positive CHECK (remaining > 0);
ALTER TABLE turn
  ADD CONSTRAINT turn_state_known CHECK (state IN ('admitted', 'settled', 'released', 'expired'));
ALTER TABLE app_user
  ADD CONSTRAINT app_user_role_known CHECK (role IN ('admin', 'anonymous', 'registered'));
ALTER TABLE quota_grant ADD CONSTRAINT quota_grant_mode_known CHECK (mode IN ('add', 'replace'));

-- The live lots of a user, which every admission and settlement asks for.
CREATE INDEX account_open_wallet_idx ON account (owner_id, tenant_id, project_id)
  WHERE kind = 'wallet' AND closed_at IS NULL;
CREATE INDEX app_user_search_idx ON app_user (tenant_id, project_id, external_id text_pattern_ops);
