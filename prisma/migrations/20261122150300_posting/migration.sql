-- The one posting function (docs/economics.md §3, rules L1–L12; docs/decisions/0002).
--
-- purser_post takes a batch of items, locks everything they touch in one sorted order
-- (turn keys → turns → usage → accounts), decides each item on plain arrays, and writes the whole
-- batch with one statement per table. Each item is answered by itself: one short account never fails
-- its neighbours. The hot path sends many items; an admin command sends its own legs as one item
-- inside its own transaction.
--
-- The engine knows sums, floors, windows and states. Prices, plans, sources and reasons are decided
-- in packages/domain and arrive as plain arguments; settle-split.ts there is the model of the split.

CREATE TYPE posting_account AS (
  id uuid, kind text, reference text, shard smallint, owner_id bigint, overdraft bigint,
  unlimited boolean, expires_at timestamptz
);

CREATE TYPE posting_item AS (
  op text,                    -- post | drain | hold | settle_hold | end_hold | admit | settle | release | expire | heartbeat
  id uuid,                    -- UUIDv7 with a zero last byte: the n-th row the item writes takes n there
  at timestamptz,             -- the command's instant: effective time, expiry test, usage minute
  actor text, reason text, kind text,
  key text, content text, external_id text,
  debit integer[], credit integer[], amount bigint[], leg_kind text[],   -- positions in p_accounts
  hold_id uuid, hold_phase text, expires_at timestamptz, at_expiry text,
  turn_key text, user_id bigint, bundle_id text, class text, plan_id text, plan_source text,
  epoch text, estimate_tokens bigint, held_tokens bigint, price_pico bigint, factor_percent integer,
  "primary" integer, primary_source text, ask_wallet boolean, wallet_beyond_limits boolean,
  providers text[], provider_holds jsonb, decision jsonb, metadata jsonb,
  slot_expires_at timestamptz, anchor boolean,
  turn_id uuid, cost bigint, project integer, share integer[], share_amount bigint[], share_provider text[],
  windows jsonb, outcome text, usage jsonb, flags text[]
);

CREATE TYPE posting_answer AS (ordinal integer, status text, answer jsonb);

-- Tokens that an amount of micro-dollars stands for, rounded up (rule M6).
CREATE FUNCTION purser_tokens_ceil(p_micro bigint, p_price_pico bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$ SELECT ceil(p_micro::numeric * 1000000 / p_price_pico)::bigint $$;

-- Cumulative tokens of a user in one scope before a minute: any window is a difference of two of these (rule W5).
CREATE FUNCTION purser_tokens_before(
  p_tenant integer, p_project integer, p_user bigint, p_scope text, p_minute integer
) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce((
    SELECT m.tokens FROM usage_minute m
     WHERE m.tenant_id = p_tenant AND m.project_id = p_project AND m.user_id = p_user
       AND m.scope = p_scope AND m.minute < p_minute
     ORDER BY m.minute DESC LIMIT 1), 0)
$$;

-- Plan tokens held by the user's live turns in one scope, one turn left out (rule F5).
CREATE FUNCTION purser_tokens_held(
  p_tenant integer, p_project integer, p_user bigint, p_scope text, p_except uuid[]
) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(t.held_tokens), 0)::bigint
    FROM (SELECT DISTINCT h.turn_id FROM open_hold h
           WHERE h.tenant_id = p_tenant AND h.project_id = p_project AND h.owner_id = p_user
             AND h.turn_id IS NOT NULL AND h.turn_id <> ALL (p_except)) live
    JOIN turn t ON t.tenant_id = p_tenant AND t.project_id = p_project AND t.id = live.turn_id
   WHERE p_scope = '*' OR t.bundle_id = p_scope
$$;

CREATE FUNCTION purser_post(
  p_tenant integer, p_project integer, p_lane uuid, p_told bigint,
  p_accounts jsonb, p_items jsonb
) RETURNS SETOF posting_answer LANGUAGE plpgsql
-- Plans are cached when the tables may still be empty: only index look-ups from the batch stay right as they grow.
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_bitmapscan = off
AS $$
DECLARE
  r posting_item; v_items posting_item[]; v_accounts posting_account[];
  has_admit boolean; has_key boolean; has_turn boolean; has_hold boolean; has_anchor boolean;
  v_now timestamptz;
  v_epoch text;
  n integer := 0;                       -- ordinal of the item in hand
  leg integer;                          -- rows the item has written so far
  -- accounts, in lock order; cl_pos maps positions in p_accounts to them
  acc_id uuid[]; acc_credits bigint[]; acc_debits bigint[]; acc_pending bigint[];
  acc_overdraft bigint[]; acc_version bigint[]; acc_last timestamptz[]; acc_closed boolean[];
  acc_expires timestamptz[]; acc_wallet boolean[]; acc_owner bigint[]; acc_created timestamptz[];
  cl_pos integer[];
  -- wallet lots in spending order, with the range of each owner
  lot_pos integer[]; lot_owner bigint[]; lot_from jsonb;
  -- turns and their holds
  turns turn[]; turn_pos jsonb; turn_written integer[] := '{}'; at_turn integer; t turn;
  hold_id uuid[]; hold_acc integer[]; hold_credit uuid[]; hold_left bigint[]; hold_turn uuid[]; hold_from jsonb; hold_by_id jsonb;
  hold_done boolean[];
  -- usage
  want_user bigint[]; want_scope text[];
  head_pos jsonb; head_user bigint[]; head_scope text[]; head_version bigint[]; head_requests bigint[];
  head_tokens bigint[]; head_minute integer[]; head_reset integer[]; head_reset_tokens bigint[]; head_anchor integer[]; head_touched boolean[];
  -- what is written at the end
  w_transfer transfer[]; w_transfer_n integer := 0;
  w_hold open_hold[]; w_hold_n integer := 0;
  w_hold_gone uuid[] := '{}';
  w_turn turn[]; w_turn_n integer := 0;
  w_closed turn[]; w_closed_n integer := 0;
  w_key_gone text[] := '{}'; w_turn_key_gone text[] := '{}';
  w_beat uuid[] := '{}'; w_beat_expires timestamptz[] := '{}'; w_beat_slot timestamptz[] := '{}';
  w_spend_provider text[] := '{}'; w_spend_bundle text[] := '{}'; w_spend_hour integer[] := '{}';
  w_spend_shard smallint[] := '{}'; w_spend_amount bigint[] := '{}'; w_spend_first integer[] := '{}';
  cl_shard smallint[];
  won uuid[]; claimed boolean[]; claimed_key boolean[];
  -- scratch
  i integer; j integer; k integer; a integer; c integer; h integer;
  amt bigint; held bigint; cap numeric; need bigint; took bigint; left_over bigint;
  m bigint; rest bigint; wallet_free bigint; primary_hold bigint;
  part_acc integer[]; part_hold integer[]; part_amount bigint[]; part_kind text[]; part_reason text[]; part_source text[];
  part_n integer; share_left bigint; take bigint;
  quota bigint; quota_micro numeric; plan_part bigint; over_part bigint; wallet_part bigint; absorbed bigint;
  wallet_cap numeric; prim_free numeric; had_wallet boolean; late boolean; w jsonb; head integer;
  sum_before bigint; tok bigint; wallet_tokens bigint; charged bigint; turn_tokens bigint;
  paid jsonb; absorbs jsonb; ids jsonb; st text; ans jsonb; recorded timestamptz; at_minute integer; ver bigint;
  lane_seq bigint; closed_ids jsonb := '[]'; row_id uuid; id_prefix text;
BEGIN
  SELECT array_agg(x), bool_or(x.op = 'admit'), bool_or(x.key IS NOT NULL),
         bool_or(x.op IN ('settle', 'release', 'heartbeat', 'expire')), bool_or(x.hold_id IS NOT NULL), bool_or(x.anchor)
    INTO v_items, has_admit, has_key, has_turn, has_hold, has_anchor
    FROM jsonb_populate_recordset(NULL::posting_item, p_items) x;
  SELECT array_agg(q) INTO v_accounts FROM jsonb_populate_recordset(NULL::posting_account, p_accounts) q;

  -- 1. Keys: claimed before anything is locked, in sorted order, given back when the item is refused.
  IF has_admit THEN
    WITH wanted AS (
      SELECT DISTINCT ON (x.turn_key) x.turn_key, x.id FROM unnest(v_items) x WHERE x.op = 'admit' ORDER BY x.turn_key
    ), ins AS (
      INSERT INTO turn_key (tenant_id, project_id, external_id, turn_id)
      SELECT p_tenant, p_project, turn_key, id FROM wanted ORDER BY turn_key
      ON CONFLICT DO NOTHING RETURNING turn_id
    ) SELECT coalesce(array_agg(ins.turn_id), '{}') INTO won FROM ins;
    SELECT array_agg(x.id = ANY (won)) INTO claimed FROM unnest(v_items) x;
  END IF;
  IF has_key THEN
    WITH wanted AS (
      SELECT DISTINCT ON (x.key) x.key, x.id, x.content FROM unnest(v_items) x WHERE x.key IS NOT NULL ORDER BY x.key
    ), ins AS (
      INSERT INTO transfer_key (tenant_id, project_id, key, content, transfer_id)
      SELECT p_tenant, p_project, key, coalesce(content, ''), (left(id::text, 34) || '01')::uuid FROM wanted ORDER BY key
      ON CONFLICT DO NOTHING RETURNING transfer_id
    ) SELECT coalesce(array_agg(ins.transfer_id), '{}') INTO won FROM ins;
    SELECT array_agg((left(x.id::text, 34) || '01')::uuid = ANY (won)) INTO claimed_key FROM unnest(v_items) x;
  END IF;

  -- 2. The counters' epoch: a decision made under another one is stale (rule W8).
  PERFORM pg_advisory_xact_lock_shared(7301, p_tenant * 65536 + p_project);
  SELECT e.epoch INTO v_epoch FROM counter_epoch e WHERE e.tenant_id = p_tenant AND e.project_id = p_project;

  -- 3. Turns, by id.
  turns := '{}'; turn_pos := '{}';
  IF has_turn THEN
    SELECT coalesce(array_agg(l.turn_row), '{}') INTO turns FROM (
      SELECT tu AS turn_row FROM turn tu
       WHERE tu.tenant_id = p_tenant AND tu.project_id = p_project AND tu.id = ANY (ARRAY(
         SELECT tk.turn_id FROM turn_key tk
          WHERE tk.tenant_id = p_tenant AND tk.project_id = p_project AND tk.external_id = ANY (ARRAY(
            SELECT x.turn_key FROM unnest(v_items) x WHERE x.op IN ('settle', 'release', 'heartbeat')))
         UNION SELECT x.turn_id FROM unnest(v_items) x WHERE x.op = 'expire'))
       ORDER BY tu.id FOR UPDATE) l;
    SELECT coalesce(jsonb_object_agg('k:' || u.external_id, u.ordinality) || jsonb_object_agg('i:' || u.id, u.ordinality), '{}')
      INTO turn_pos FROM unnest(turns) WITH ORDINALITY u;
  END IF;

  -- 4. Usage of the users who settle, and of those whose month is anchored now.
  head_pos := '{}';
  IF has_turn OR has_anchor THEN
    SELECT coalesce(array_agg(u.user_id), '{}'), coalesce(array_agg(u.scope), '{}') INTO want_user, want_scope FROM (
      SELECT tt.user_id, '*' AS scope FROM unnest(turns) tt
      UNION SELECT tt.user_id, tt.bundle_id FROM unnest(turns) tt WHERE tt.bundle_id IS NOT NULL
      UNION SELECT x.user_id, '*' FROM unnest(v_items) x WHERE x.anchor) u;
    FOR k IN 1..2 LOOP
      SELECT array_agg(hd.user_id), array_agg(hd.scope), array_agg(hd.version), array_agg(hd.requests),
             array_agg(hd.tokens), array_agg(hd.last_minute), array_agg(hd.reset_minute), array_agg(hd.reset_tokens),
             array_agg(hd.anchor_minute), array_agg(false), coalesce(jsonb_object_agg(hd.user_id || ' ' || hd.scope, hd.ord), '{}')
        INTO head_user, head_scope, head_version, head_requests, head_tokens, head_minute, head_reset,
             head_reset_tokens, head_anchor, head_touched, head_pos
        FROM (SELECT locked.*, row_number() OVER () AS ord FROM (
          SELECT uh.* FROM usage_head uh
           WHERE uh.tenant_id = p_tenant AND uh.project_id = p_project AND uh.user_id = ANY (want_user)
             AND uh.scope = ANY (want_scope)
           ORDER BY uh.user_id, uh.scope FOR UPDATE) locked) hd;
      EXIT WHEN k = 2 OR NOT EXISTS (
        SELECT 1 FROM unnest(want_user, want_scope) AS u(user_id, scope) WHERE NOT head_pos ? (u.user_id || ' ' || u.scope));
      INSERT INTO usage_head (tenant_id, project_id, user_id, scope, version, requests, tokens, last_minute, reset_requests, reset_tokens)
      SELECT p_tenant, p_project, u.user_id, u.scope, 0, 0, 0, 0, 0, 0 FROM unnest(want_user, want_scope) AS u(user_id, scope)
       WHERE NOT head_pos ? (u.user_id || ' ' || u.scope) ORDER BY 3, 4
      ON CONFLICT DO NOTHING;
    END LOOP;
  END IF;

  -- 5. Accounts: created when missing, then all locked by id in one order.
  INSERT INTO account (tenant_id, project_id, id, kind, unit, reference, shard, owner_id, credits_posted, debits_posted,
                       debits_pending, overdraft, version, last_recorded_at, created_at, expires_at)
  SELECT p_tenant, p_project, q.id, q.kind, 'micro_usd', q.reference, coalesce(q.shard, 0), q.owner_id, 0, 0, 0,
         CASE WHEN coalesce(q.unlimited, false) THEN NULL ELSE coalesce(q.overdraft, 0) END,
         0, '-infinity', purser_now(p_tenant, p_project), q.expires_at
    FROM unnest(v_accounts) q
   WHERE NOT EXISTS (SELECT 1 FROM account e WHERE e.tenant_id = p_tenant AND e.project_id = p_project AND e.id = q.id)
   ORDER BY q.id
  ON CONFLICT DO NOTHING;

  SELECT array_agg(l.id), array_agg(l.credits_posted), array_agg(l.debits_posted), array_agg(l.debits_pending),
         array_agg(l.overdraft), array_agg(l.version), array_agg(l.last_recorded_at), array_agg(l.closed_at IS NOT NULL),
         array_agg(l.expires_at), array_agg(l.kind = 'wallet'), array_agg(l.owner_id), array_agg(l.created_at)
    INTO acc_id, acc_credits, acc_debits, acc_pending, acc_overdraft, acc_version, acc_last, acc_closed, acc_expires, acc_wallet,
         acc_owner, acc_created
    FROM (SELECT ac.* FROM account ac
           WHERE ac.tenant_id = p_tenant AND ac.project_id = p_project AND ac.id = ANY (ARRAY(
             SELECT q.id FROM unnest(v_accounts) q
             UNION SELECT tt.primary_account_id FROM unnest(turns) tt WHERE tt.primary_account_id IS NOT NULL
             UNION SELECT oh.debit_account_id FROM open_hold oh
                    WHERE oh.tenant_id = p_tenant AND oh.project_id = p_project
                      AND oh.turn_id = ANY (ARRAY(SELECT tt.id FROM unnest(turns) tt))
             UNION SELECT oh.debit_account_id FROM open_hold oh
                    WHERE oh.tenant_id = p_tenant AND oh.project_id = p_project
                      AND oh.id = ANY (ARRAY(SELECT x.hold_id FROM unnest(v_items) x WHERE x.hold_id IS NOT NULL))
             UNION SELECT wl.id FROM account wl
                    WHERE wl.tenant_id = p_tenant AND wl.project_id = p_project AND wl.kind = 'wallet' AND wl.closed_at IS NULL
                      AND wl.owner_id = ANY (ARRAY(
                        SELECT x.user_id FROM unnest(v_items) x WHERE x.op = 'admit'
                        UNION SELECT tt.user_id FROM unnest(turns) tt))))
           ORDER BY ac.id FOR NO KEY UPDATE) l;
  SELECT array_agg(array_position(acc_id, q.id)), array_agg(q.shard) INTO cl_pos, cl_shard FROM unnest(v_accounts) q;
  SELECT array_agg(s.pos), array_agg(s.owner) INTO lot_pos, lot_owner FROM (
    SELECT u.ordinality AS pos, u.owner FROM unnest(acc_wallet, acc_owner, acc_expires, acc_created, acc_id)
           WITH ORDINALITY AS u(wallet, owner, expires_at, created_at, id, ordinality)
     WHERE u.wallet ORDER BY u.owner, u.expires_at NULLS LAST, u.created_at, u.id) s;
  SELECT coalesce(jsonb_object_agg(o.owner, o.first), '{}') INTO lot_from
    FROM (SELECT u.owner, min(u.ord) AS first FROM unnest(lot_owner) WITH ORDINALITY AS u(owner, ord) GROUP BY 1) o;

  -- 6. Open holds, read again now that their accounts are locked (only a holder of that lock ends one).
  hold_by_id := '{}'; hold_from := '{}';
  IF has_turn OR has_hold THEN
    SELECT array_agg(s.id), array_agg(array_position(acc_id, s.debit_account_id)), array_agg(s.credit_account_id),
           array_agg(s.remaining), array_agg(s.turn_id), array_agg(false)
      INTO hold_id, hold_acc, hold_credit, hold_left, hold_turn, hold_done
      FROM (SELECT oh.* FROM open_hold oh
             WHERE oh.tenant_id = p_tenant AND oh.project_id = p_project
               AND oh.turn_id = ANY (ARRAY(SELECT tt.id FROM unnest(turns) tt))
            UNION SELECT oh.* FROM open_hold oh
             WHERE oh.tenant_id = p_tenant AND oh.project_id = p_project
               AND oh.id = ANY (ARRAY(SELECT x.hold_id FROM unnest(v_items) x WHERE x.hold_id IS NOT NULL))
            ORDER BY turn_id, id) s;
    SELECT coalesce(jsonb_object_agg(u.id, u.ordinality), '{}') INTO hold_by_id FROM unnest(hold_id) WITH ORDINALITY AS u(id, ordinality);
    SELECT coalesce(jsonb_object_agg(o.turn, o.first), '{}') INTO hold_from
      FROM (SELECT u.turn, min(u.ordinality) AS first FROM unnest(hold_turn) WITH ORDINALITY AS u(turn, ordinality)
             WHERE u.turn IS NOT NULL GROUP BY 1) o;
  END IF;

  v_now := purser_now(p_tenant, p_project);

  -- 7. Decide each item on the arrays.
  FOREACH r IN ARRAY v_items LOOP
    n := n + 1; leg := 0; st := 'ok'; ans := NULL;
    id_prefix := left(r.id::text, 34);
    part_n := 0;

    IF r.key IS NOT NULL AND NOT claimed_key[n] THEN
      SELECT CASE WHEN tk.content = coalesce(r.content, '') THEN 'duplicate' ELSE 'key_conflict' END,
             jsonb_build_object('transfer_id', tk.transfer_id)
        INTO st, ans FROM transfer_key tk
       WHERE tk.tenant_id = p_tenant AND tk.project_id = p_project AND tk.key = r.key;

    ELSIF r.op IN ('post', 'drain', 'hold') THEN
      FOR i IN 1..array_length(r.debit, 1) LOOP
        a := cl_pos[r.debit[i]];
        amt := CASE WHEN r.op = 'drain' THEN greatest(0, acc_credits[a] - acc_debits[a] - acc_pending[a]) ELSE r.amount[i] END;
        IF r.op = 'hold' AND acc_overdraft[a] IS NOT NULL
           AND acc_credits[a] - acc_debits[a] - acc_pending[a] + acc_overdraft[a] < amt THEN
          st := 'short';
          ans := jsonb_build_object('account_id', acc_id[a], 'available',
                                    acc_credits[a] - acc_debits[a] - acc_pending[a] + acc_overdraft[a]);
          EXIT;
        END IF;
      END LOOP;
      IF st = 'ok' THEN
        ids := '[]';
        FOR i IN 1..array_length(r.debit, 1) LOOP
          a := cl_pos[r.debit[i]]; c := cl_pos[r.credit[i]];
          amt := CASE WHEN r.op = 'drain' THEN greatest(0, acc_credits[a] - acc_debits[a] - acc_pending[a]) ELSE r.amount[i] END;
          CONTINUE WHEN amt = 0;
          leg := leg + 1; row_id := (id_prefix || lpad(to_hex(leg), 2, '0'))::uuid;
          ids := ids || to_jsonb(row_id);
          acc_version[a] := acc_version[a] + 1;
          IF r.op = 'hold' THEN
            recorded := greatest(v_now, acc_last[a]);
            acc_pending[a] := acc_pending[a] + amt;
            w_hold_n := w_hold_n + 1;
            w_hold[w_hold_n] := ROW(p_tenant, p_project, row_id, acc_id[a], acc_id[c], amt, r.at_expiry, r.expires_at, NULL, r.user_id);
          ELSE
            recorded := greatest(v_now, acc_last[a], acc_last[c]);
            acc_debits[a] := acc_debits[a] + amt;
            acc_credits[c] := acc_credits[c] + amt;
            acc_version[c] := acc_version[c] + 1; acc_last[c] := recorded;
          END IF;
          acc_last[a] := recorded;
          w_transfer_n := w_transfer_n + 1;
          w_transfer[w_transfer_n] := ROW(p_tenant, p_project, row_id, CASE r.op WHEN 'hold' THEN 'hold' ELSE 'post' END,
            coalesce(r.leg_kind[i], r.kind), acc_id[a], acc_id[c], amt, NULL, acc_version[a],
            CASE WHEN r.op = 'hold' THEN NULL ELSE acc_version[c] END, r.at, recorded, r.actor, r.reason,
            coalesce(r.key, r.id::text) || ':' || leg, NULL, r.external_id, NULL);
        END LOOP;
        ans := jsonb_build_object('transfer_ids', ids);
      END IF;

    ELSIF r.op IN ('settle_hold', 'end_hold') THEN
      h := (hold_by_id ->> r.hold_id::text)::integer;
      IF h IS NULL OR hold_done[h] THEN st := 'hold_closed';
      ELSE
        a := hold_acc[h]; ids := '[]'; left_over := hold_left[h];
        IF r.op = 'settle_hold' THEN
          c := cl_pos[r.credit[1]]; amt := r.amount[1];
          leg := leg + 1; row_id := (id_prefix || lpad(to_hex(leg), 2, '0'))::uuid; ids := ids || to_jsonb(row_id);
          recorded := greatest(v_now, acc_last[a], acc_last[c]);
          held := least(amt, left_over);
          acc_pending[a] := acc_pending[a] - held; left_over := left_over - held;
          acc_debits[a] := acc_debits[a] + amt; acc_credits[c] := acc_credits[c] + amt;
          acc_version[a] := acc_version[a] + 1; acc_version[c] := acc_version[c] + 1;
          acc_last[a] := recorded; acc_last[c] := recorded;
          w_transfer_n := w_transfer_n + 1;
          w_transfer[w_transfer_n] := ROW(p_tenant, p_project, row_id, 'settle', r.kind, acc_id[a], acc_id[c], amt, hold_id[h],
            acc_version[a], acc_version[c], r.at, recorded, r.actor, r.reason, coalesce(r.key, r.id::text) || ':' || leg,
            hold_turn[h], r.external_id, NULL);
        END IF;
        IF r.op = 'end_hold' AND left_over > 0 THEN
          leg := leg + 1; row_id := (id_prefix || lpad(to_hex(leg), 2, '0'))::uuid; ids := ids || to_jsonb(row_id);
          recorded := greatest(v_now, acc_last[a]);
          acc_pending[a] := acc_pending[a] - left_over; acc_version[a] := acc_version[a] + 1; acc_last[a] := recorded;
          w_transfer_n := w_transfer_n + 1;
          w_transfer[w_transfer_n] := ROW(p_tenant, p_project, row_id, coalesce(r.hold_phase, 'void'), r.kind, acc_id[a], hold_credit[h],
            left_over, hold_id[h], acc_version[a], NULL, r.at, recorded, r.actor, r.reason,
            coalesce(r.key, r.id::text) || ':' || leg, hold_turn[h], r.external_id, NULL);
          left_over := 0;
        END IF;
        hold_left[h] := left_over;
        IF left_over = 0 THEN hold_done[h] := true; w_hold_gone := w_hold_gone || hold_id[h];
        ELSE UPDATE open_hold oh SET remaining = left_over
              WHERE oh.tenant_id = p_tenant AND oh.project_id = p_project AND oh.id = hold_id[h];
        END IF;
        ans := jsonb_build_object('transfer_ids', ids, 'remaining', left_over);
      END IF;

    ELSIF r.op = 'admit' THEN
      IF NOT claimed[n] THEN
        st := 'exists';
        SELECT to_jsonb(tu) INTO ans FROM turn_key tk
          JOIN turn tu ON tu.tenant_id = p_tenant AND tu.project_id = p_project AND tu.id = tk.turn_id
         WHERE tk.tenant_id = p_tenant AND tk.project_id = p_project AND tk.external_id = r.turn_key;
        IF ans IS NULL THEN
          -- Its twin is in this very batch: answered already, or refused, and then the caller asks again.
          SELECT to_jsonb(q) INTO ans FROM unnest(w_turn) q WHERE q.external_id = r.turn_key;
          IF ans IS NULL THEN st := 'again'; END IF;
        END IF;
      ELSIF r.epoch IS DISTINCT FROM v_epoch THEN
        st := 'stale_epoch'; w_turn_key_gone := w_turn_key_gone || r.turn_key;
      ELSE
        -- 7a. What the primary can hold of the plan tokens, then the wallet for the rest (rule T3).
        m := 0; primary_hold := 0; cap := NULL;
        IF r."primary" IS NOT NULL THEN
          a := cl_pos[r."primary"];
          IF acc_closed[a] THEN st := 'primary_closed';
          ELSE
            m := r.held_tokens;
            IF acc_overdraft[a] IS NOT NULL THEN
              cap := acc_credits[a] - acc_debits[a] - acc_pending[a] + acc_overdraft[a];
              m := greatest(0, least(m, floor(cap * 100000000 / (r.price_pico::numeric * r.factor_percent))));
            END IF;
            primary_hold := ceil(m::numeric * r.price_pico * r.factor_percent / 100000000);
          END IF;
        END IF;
        rest := r.estimate_tokens - m;
        need := ceil(rest::numeric * r.price_pico / 1000000);
        wallet_free := 0; held := 0;
        j := (lot_from ->> r.user_id::text)::integer;
        IF j IS NOT NULL THEN
          i := j;
          WHILE i <= array_length(lot_pos, 1) AND lot_owner[i] = r.user_id LOOP
            c := lot_pos[i];
            IF acc_expires[c] IS NULL OR acc_expires[c] > r.at THEN
              wallet_free := wallet_free + acc_credits[c] - acc_debits[c] - acc_pending[c];
              held := held + acc_credits[c] - acc_debits[c];
            END IF;
            i := i + 1;
          END LOOP;
        END IF;
        IF st = 'ok' AND (rest > 0 AND (NOT r.ask_wallet OR wallet_free < need) OR r."primary" IS NULL AND held = 0) THEN
          st := 'short';
        END IF;
        IF st <> 'ok' THEN
          w_turn_key_gone := w_turn_key_gone || r.turn_key;
          ans := jsonb_build_object('primary_tokens', m, 'primary_available', cap, 'wallet_available', wallet_free,
                                    'wallet_balance', held, 'wallet_needed', need);
        ELSE
          paid := '[]';
          IF primary_hold > 0 THEN
            leg := leg + 1; row_id := (id_prefix || lpad(to_hex(leg), 2, '0'))::uuid;
            recorded := greatest(v_now, acc_last[a]); acc_last[a] := recorded;
            acc_pending[a] := acc_pending[a] + primary_hold; acc_version[a] := acc_version[a] + 1;
            w_transfer_n := w_transfer_n + 1;
            w_transfer[w_transfer_n] := ROW(p_tenant, p_project, row_id, 'hold', 'turn', acc_id[a],
              purser_account_id('spend', 'unsettled', 0), primary_hold, NULL, acc_version[a], NULL, r.at, recorded, r.actor,
              'admit', 'turn:' || r.turn_key || ':hold:' || leg, r.id, NULL, NULL);
            w_hold_n := w_hold_n + 1;
            w_hold[w_hold_n] := ROW(p_tenant, p_project, row_id, acc_id[a], purser_account_id('spend', 'unsettled', 0),
              primary_hold, 'release', r.expires_at, r.id, r.user_id);
            paid := paid || jsonb_build_object('source', r.primary_source, 'amount', primary_hold);
          END IF;
          left_over := need; i := j;
          WHILE left_over > 0 LOOP
            c := lot_pos[i]; i := i + 1;
            CONTINUE WHEN acc_expires[c] IS NOT NULL AND acc_expires[c] <= r.at;
            took := least(left_over, acc_credits[c] - acc_debits[c] - acc_pending[c]);
            CONTINUE WHEN took <= 0;
            left_over := left_over - took;
            leg := leg + 1; row_id := (id_prefix || lpad(to_hex(leg), 2, '0'))::uuid;
            recorded := greatest(v_now, acc_last[c]); acc_last[c] := recorded;
            acc_pending[c] := acc_pending[c] + took; acc_version[c] := acc_version[c] + 1;
            w_transfer_n := w_transfer_n + 1;
            w_transfer[w_transfer_n] := ROW(p_tenant, p_project, row_id, 'hold', 'turn', acc_id[c],
              purser_account_id('spend', 'unsettled', 0), took, NULL, acc_version[c], NULL, r.at, recorded, r.actor,
              'admit', 'turn:' || r.turn_key || ':hold:' || leg, r.id, NULL, NULL);
            w_hold_n := w_hold_n + 1;
            w_hold[w_hold_n] := ROW(p_tenant, p_project, row_id, acc_id[c], purser_account_id('spend', 'unsettled', 0),
              took, 'release', r.expires_at, r.id, r.user_id);
            paid := paid || jsonb_build_object('source', 'wallet', 'amount', took);
          END LOOP;
          w_turn_n := w_turn_n + 1;
          ans := jsonb_build_object('id', r.id, 'primary_tokens', m, 'money', paid, 'wallet_available', wallet_free);
          w_turn[w_turn_n] := ROW(p_tenant, p_project, r.id, r.turn_key, r.user_id, r.bundle_id, r.class, 'admitted', r.plan_id,
            r.plan_source, r.content, r.estimate_tokens, m, r.price_pico, r.primary_source,
            CASE WHEN r."primary" IS NULL THEN NULL ELSE acc_id[a] END, held > 0, r.wallet_beyond_limits, r.providers,
            r.provider_holds, r.decision || jsonb_build_object('money', paid), r.metadata, r.at, r.expires_at, r.slot_expires_at,
            NULL, NULL, NULL, NULL, NULL, NULL, NULL);
          IF r.anchor THEN
            head := (head_pos ->> (r.user_id || ' *'))::integer;
            IF head_anchor[head] IS NULL THEN
              head_anchor[head] := floor(extract(epoch FROM r.at) / 60)::integer; head_touched[head] := true;
            END IF;
            ans := ans || jsonb_build_object('anchor_minute', head_anchor[head]);
          END IF;
        END IF;
      END IF;

    ELSE
      -- 7b. Operations on a turn that was admitted before (rule T8, the state table).
      at_turn := (turn_pos ->> coalesce('k:' || r.turn_key, 'i:' || r.turn_id))::integer;
      IF at_turn IS NULL THEN st := 'unknown_turn';
      ELSE
        t := turns[at_turn];
        st := CASE
          WHEN r.op = 'heartbeat' THEN CASE t.state WHEN 'admitted' THEN 'ok' WHEN 'expired' THEN 'turn_expired' ELSE 'turn_closed' END
          WHEN r.op = 'release' THEN CASE t.state WHEN 'admitted' THEN 'ok' WHEN 'expired' THEN 'ok' WHEN 'released' THEN 'replay' ELSE 'turn_closed' END
          WHEN r.op = 'expire' THEN CASE WHEN t.state = 'admitted' AND t.expires_at <= r.at THEN 'ok' ELSE 'turn_closed' END
          WHEN t.state <> 'settled' THEN 'ok'
          WHEN t.settle_content = r.content THEN 'replay'
          ELSE 'content_mismatch' END;
        ans := jsonb_build_object('id', t.id, 'state', t.state);
        IF st = 'replay' AND r.op = 'settle' THEN
          ans := ans || jsonb_build_object('result', t.result, 'cost', t.cost_micro_usd, 'tokens', t.tokens_charged, 'closed_at', t.closed_at);
        ELSIF st = 'ok' AND r.op = 'heartbeat' THEN
          w_beat := w_beat || t.id; w_beat_expires := w_beat_expires || r.expires_at; w_beat_slot := w_beat_slot || r.slot_expires_at;
          t.expires_at := r.expires_at; t.slot_expires_at := r.slot_expires_at; turns[at_turn] := t;
          ans := ans || jsonb_build_object('user_id', t.user_id, 'bundle_id', t.bundle_id, 'held_tokens', t.held_tokens,
                                           'provider_holds', t.provider_holds);
        ELSIF st = 'ok' THEN
          j := (hold_from ->> t.id::text)::integer;
          ids := '[]'; paid := '[]'; absorbs := '[]'; charged := 0;

          IF r.op = 'settle' THEN
            -- 7c. The split (rules F4–F10): plan part, overage, wallet part, absorbed.
            a := NULL; prim_free := 0; primary_hold := 0; late := false;
            IF t.primary_account_id IS NOT NULL THEN
              a := array_position(acc_id, t.primary_account_id);
              late := acc_closed[a];
              IF j IS NOT NULL AND hold_acc[j] = a AND hold_turn[j] = t.id AND NOT hold_done[j] THEN primary_hold := hold_left[j]; END IF;
              IF late THEN prim_free := 0;
              ELSIF acc_overdraft[a] IS NULL THEN prim_free := 9e18;
              ELSE prim_free := greatest(0, acc_credits[a] - acc_debits[a] - acc_pending[a] + acc_overdraft[a]);
              END IF;
            END IF;
            turn_tokens := purser_tokens_ceil(r.cost, t.price_pico_usd);
            quota := t.held_tokens; quota_micro := r.cost;
            -- Within its own hold the turn needs no look at the windows: a hold is a promise (rule F5).
            IF turn_tokens > t.held_tokens OR t.state <> 'admitted' THEN
              quota := NULL; quota_micro := NULL;
              FOR w IN SELECT value FROM jsonb_array_elements(coalesce(r.windows, '[]')) LOOP
                head := (head_pos ->> (t.user_id || ' ' || (w ->> 'scope')))::integer;
                amt := CASE WHEN head IS NULL THEN 0
                          WHEN head_reset[head] >= (w ->> 'start')::integer THEN head_tokens[head] - head_reset_tokens[head]
                          ELSE head_tokens[head] - purser_tokens_before(p_tenant, p_project, t.user_id, w ->> 'scope', (w ->> 'start')::integer) END;
                held := purser_tokens_held(p_tenant, p_project, t.user_id, w ->> 'scope',
                       array_append(ARRAY(SELECT q.id FROM unnest(w_closed) q), t.id));
                FOR k IN 1..w_turn_n LOOP
                  IF w_turn[k].user_id = t.user_id AND (w ->> 'scope' = '*' OR w_turn[k].bundle_id = w ->> 'scope') THEN
                    held := held + w_turn[k].held_tokens;
                  END IF;
                END LOOP;
                quota := least(coalesce(quota, 9223372036854775807), (w ->> 'max')::bigint - amt - held);
              END LOOP;
              IF quota IS NOT NULL THEN
                quota := greatest(quota, CASE WHEN t.state = 'admitted' THEN t.held_tokens ELSE 0 END, 0);
                quota_micro := floor(quota::numeric * t.price_pico_usd / 1000000);
              END IF;
            END IF;
            left_over := r.cost;
            plan_part := CASE WHEN a IS NULL THEN 0 ELSE least(left_over, coalesce(quota_micro, left_over), primary_hold + prim_free) END;
            IF late THEN plan_part := least(left_over, primary_hold); END IF;
            left_over := left_over - plan_part;
            IF plan_part > 0 THEN
              part_n := part_n + 1; part_acc[part_n] := a; part_hold[part_n] := CASE WHEN primary_hold > 0 THEN j END;
              part_amount[part_n] := plan_part; part_kind[part_n] := 'turn'; part_reason[part_n] := 'settle'; part_source[part_n] := t.primary_source;
            END IF;
            over_part := 0;
            IF t.primary_source = 'period' AND left_over > 0 AND NOT late THEN
              over_part := least(left_over, primary_hold + prim_free - plan_part);
              IF over_part > 0 THEN
                left_over := left_over - over_part;
                part_n := part_n + 1; part_acc[part_n] := a; part_hold[part_n] := CASE WHEN primary_hold > 0 THEN j END;
                part_amount[part_n] := over_part; part_kind[part_n] := 'turn'; part_reason[part_n] := 'overage'; part_source[part_n] := 'period';
              END IF;
            END IF;
            -- Own wallet holds first (an expired lot may still pay within its hold), then free lots in order.
            had_wallet := t.had_wallet; wallet_part := 0;
            wallet_cap := CASE WHEN t.wallet_beyond_limits OR quota_micro IS NULL THEN left_over ELSE greatest(0, quota_micro - plan_part - over_part) END;
            IF j IS NOT NULL THEN
              h := j;
              WHILE h <= array_length(hold_id, 1) AND hold_turn[h] = t.id LOOP
                IF acc_wallet[hold_acc[h]] AND left_over > 0 THEN
                  took := least(left_over, hold_left[h]);
                  part_n := part_n + 1; part_acc[part_n] := hold_acc[h]; part_hold[part_n] := h;
                  part_amount[part_n] := took; part_kind[part_n] := 'turn'; part_reason[part_n] := 'settle'; part_source[part_n] := 'wallet';
                  left_over := left_over - took; wallet_part := wallet_part + took;
                END IF;
                h := h + 1;
              END LOOP;
            END IF;
            i := (lot_from ->> t.user_id::text)::integer;
            IF i IS NOT NULL AND NOT late THEN
              WHILE i <= array_length(lot_pos, 1) AND lot_owner[i] = t.user_id LOOP
                c := lot_pos[i]; i := i + 1;
                IF acc_credits[c] - acc_debits[c] > 0 AND (acc_expires[c] IS NULL OR acc_expires[c] > r.at) THEN had_wallet := true; END IF;
                CONTINUE WHEN left_over = 0 OR wallet_part >= wallet_cap;
                CONTINUE WHEN acc_expires[c] IS NOT NULL AND acc_expires[c] <= r.at;
                took := least(left_over, acc_credits[c] - acc_debits[c] - acc_pending[c], (wallet_cap - wallet_part)::bigint);
                CONTINUE WHEN took <= 0;
                part_n := part_n + 1; part_acc[part_n] := c; part_hold[part_n] := NULL;
                part_amount[part_n] := took; part_kind[part_n] := 'turn'; part_reason[part_n] := 'settle'; part_source[part_n] := 'wallet';
                left_over := left_over - took; wallet_part := wallet_part + took;
              END LOOP;
            END IF;
            absorbed := left_over;
            IF absorbed > 0 THEN
              part_n := part_n + 1; part_acc[part_n] := cl_pos[r.project]; part_hold[part_n] := NULL; part_amount[part_n] := absorbed;
              part_kind[part_n] := CASE WHEN late THEN 'late_settle' ELSE 'absorb' END;
              part_reason[part_n] := CASE WHEN late THEN 'late_settle' WHEN had_wallet THEN 'wallet_short'
                                          WHEN t.primary_source = 'period' THEN 'subscription_overage' ELSE 'free_plan' END;
              part_source[part_n] := 'project';
            END IF;
            -- Each part is laid over the provider shares; a part and a share meet in one transfer.
            k := 1; share_left := CASE WHEN r.cost > 0 THEN r.share_amount[1] ELSE 0 END; sum_before := 0; wallet_tokens := 0;
            FOR i IN 1..part_n LOOP
              a := part_acc[i]; rest := part_amount[i]; h := part_hold[i];
              tok := purser_tokens_ceil(sum_before + rest, t.price_pico_usd) - purser_tokens_ceil(sum_before, t.price_pico_usd);
              sum_before := sum_before + rest;
              IF part_kind[i] = 'absorb' THEN
                absorbs := absorbs || jsonb_build_object('reason', part_reason[i], 'amount', rest, 'tokens', tok);
              ELSE
                paid := paid || jsonb_build_object('source', part_source[i], 'account', acc_id[a], 'amount', rest, 'tokens', tok, 'reason', part_reason[i]);
                IF part_source[i] = 'wallet' THEN wallet_tokens := wallet_tokens + tok; END IF;
              END IF;
              WHILE rest > 0 LOOP
                WHILE share_left = 0 LOOP k := k + 1; share_left := r.share_amount[k]; END LOOP;
                take := least(rest, share_left); rest := rest - take; share_left := share_left - take;
                c := cl_pos[r.share[k]];
                leg := leg + 1; row_id := (id_prefix || lpad(to_hex(leg), 2, '0'))::uuid; ids := ids || to_jsonb(row_id);
                recorded := greatest(v_now, acc_last[a], acc_last[c]);
                acc_debits[a] := acc_debits[a] + take; acc_credits[c] := acc_credits[c] + take;
                acc_version[a] := acc_version[a] + 1; acc_version[c] := acc_version[c] + 1;
                acc_last[a] := recorded; acc_last[c] := recorded;
                w_transfer_n := w_transfer_n + 1;
                w_transfer[w_transfer_n] := ROW(p_tenant, p_project, row_id, CASE WHEN h IS NULL THEN 'post' ELSE 'settle' END, part_kind[i],
                  acc_id[a], acc_id[c], take, CASE WHEN h IS NULL THEN NULL ELSE hold_id[h] END, acc_version[a], acc_version[c], r.at, recorded,
                  r.actor, part_reason[i], 'turn:' || t.external_id || ':settle:' || leg, t.id, NULL, NULL);
                IF h IS NOT NULL THEN
                  held := least(take, hold_left[h]); hold_left[h] := hold_left[h] - held; acc_pending[a] := acc_pending[a] - held;
                END IF;
              END LOOP;
            END LOOP;
            charged := least(turn_tokens - wallet_tokens, quota);
          END IF;

          -- 7d. Whatever is left of the turn's holds is freed.
          IF j IS NOT NULL THEN
            h := j;
            WHILE h <= array_length(hold_id, 1) AND hold_turn[h] = t.id LOOP
              IF NOT hold_done[h] THEN
                a := hold_acc[h];
                IF hold_left[h] > 0 THEN
                  leg := leg + 1; row_id := (id_prefix || lpad(to_hex(leg), 2, '0'))::uuid;
                  recorded := greatest(v_now, acc_last[a]); acc_last[a] := recorded;
                  acc_pending[a] := acc_pending[a] - hold_left[h]; acc_version[a] := acc_version[a] + 1;
                  w_transfer_n := w_transfer_n + 1;
                  w_transfer[w_transfer_n] := ROW(p_tenant, p_project, row_id, CASE r.op WHEN 'expire' THEN 'expire' ELSE 'void' END, 'turn',
                    acc_id[a], hold_credit[h], hold_left[h], hold_id[h], acc_version[a], NULL, r.at, recorded, r.actor, r.op,
                    'turn:' || t.external_id || ':' || r.op || ':' || leg, t.id, NULL, NULL);
                  hold_left[h] := 0;
                END IF;
                hold_done[h] := true; w_hold_gone := w_hold_gone || hold_id[h];
              END IF;
              h := h + 1;
            END LOOP;
          END IF;

          ver := 0; at_minute := floor(extract(epoch FROM r.at) / 60)::integer;
          IF r.op = 'settle' THEN
            -- 7e. One request and the charged tokens are counted at the settle clock (rule W4).
            FOR i IN 1..2 LOOP
              CONTINUE WHEN i = 2 AND t.bundle_id IS NULL;
              head := (head_pos ->> (t.user_id || ' ' || CASE i WHEN 1 THEN '*' ELSE t.bundle_id END))::integer;
              head_touched[head] := true;
              head_requests[head] := head_requests[head] + 1;
              head_tokens[head] := head_tokens[head] + charged;
              head_version[head] := head_version[head] + 1;
              head_minute[head] := greatest(head_minute[head], at_minute);
              IF i = 1 THEN ver := head_version[head]; at_minute := head_minute[head]; END IF;
            END LOOP;
            FOR k IN 1..coalesce(array_length(r.share, 1), 0) LOOP
              CONTINUE WHEN r.share_amount[k] = 0;
              w_spend_provider := w_spend_provider || r.share_provider[k];
              w_spend_bundle := w_spend_bundle || coalesce(t.bundle_id, '');
              w_spend_hour := w_spend_hour || floor(extract(epoch FROM r.at) / 3600)::integer;
              w_spend_shard := w_spend_shard || cl_shard[r.share[k]];
              w_spend_amount := w_spend_amount || r.share_amount[k];
              w_spend_first := w_spend_first || CASE WHEN k = 1 THEN 1 ELSE 0 END;
            END LOOP;
            t.outcome := r.outcome; t.cost_micro_usd := r.cost; t.tokens_charged := charged; t.settle_content := r.content; t.usage := r.usage;
            t.result := jsonb_build_object('paid_by', paid, 'absorbed', absorbs, 'transfer_ids', ids, 'flags',
              to_jsonb(CASE WHEN t.state = 'released' THEN r.flags || 'settled_after_release'::text ELSE r.flags END));
          END IF;
          t.state := CASE r.op WHEN 'settle' THEN 'settled' WHEN 'release' THEN 'released' ELSE 'expired' END;
          t.closed_at := r.at;
          turns[at_turn] := t;
          -- A turn closed twice in one batch (released, then settled) is written once, in its last state.
          IF turn_written[at_turn] IS NULL THEN w_closed_n := w_closed_n + 1; turn_written[at_turn] := w_closed_n; END IF;
          w_closed[turn_written[at_turn]] := t;
          closed_ids := closed_ids || to_jsonb(t.id);
          ans := jsonb_build_object('id', t.id, 'external_id', t.external_id, 'state', t.state, 'user_id', t.user_id, 'bundle_id', t.bundle_id, 'version', ver,
            'minute', at_minute, 'tokens', charged, 'cost', t.cost_micro_usd, 'result', t.result, 'closed_at', t.closed_at,
            'provider_holds', t.provider_holds);
        END IF;
      END IF;
    END IF;

    IF r.key IS NOT NULL AND claimed_key[n] AND st <> 'ok' THEN w_key_gone := w_key_gone || r.key; END IF;
    RETURN NEXT ROW(n, st, ans)::posting_answer;
  END LOOP;

  -- 8. Write everything, one statement a table. A row that changes is written as an upsert: it is found
  --    through its primary key from the batch's side, whatever the planner believes of the table.
  IF w_transfer_n > 0 THEN
    UPDATE account ac
       SET credits_posted = acc_credits[array_position(acc_id, ac.id)], debits_posted = acc_debits[array_position(acc_id, ac.id)],
           debits_pending = acc_pending[array_position(acc_id, ac.id)], version = acc_version[array_position(acc_id, ac.id)],
           last_recorded_at = acc_last[array_position(acc_id, ac.id)]
     WHERE ac.tenant_id = p_tenant AND ac.project_id = p_project AND ac.id = ANY (acc_id)
       AND ac.version <> acc_version[array_position(acc_id, ac.id)];
    INSERT INTO transfer SELECT u.* FROM unnest(w_transfer) u;
  END IF;
  IF w_hold_n > 0 THEN
    INSERT INTO open_hold SELECT q.* FROM unnest(w_hold) q WHERE q.id <> ALL (w_hold_gone);
  END IF;
  IF w_hold_gone <> '{}' THEN
    DELETE FROM open_hold oh WHERE oh.tenant_id = p_tenant AND oh.project_id = p_project AND oh.id = ANY (w_hold_gone);
  END IF;
  IF w_turn_n > 0 THEN INSERT INTO turn SELECT u.* FROM unnest(w_turn) u; END IF;
  IF w_beat <> '{}' THEN
    UPDATE turn tu SET expires_at = u.expires, slot_expires_at = u.slot
      FROM unnest(w_beat, w_beat_expires, w_beat_slot) AS u(id, expires, slot)
     WHERE tu.tenant_id = p_tenant AND tu.project_id = p_project AND tu.id = u.id;
    UPDATE open_hold oh SET expires_at = u.expires FROM unnest(w_beat, w_beat_expires) AS u(id, expires)
     WHERE oh.tenant_id = p_tenant AND oh.project_id = p_project AND oh.turn_id = u.id;
  END IF;
  IF true = ANY (head_touched) THEN
    INSERT INTO usage_head AS uh (tenant_id, project_id, user_id, scope, version, requests, tokens, last_minute, anchor_minute,
                                  reset_requests, reset_tokens)
    SELECT p_tenant, p_project, u.user_id, u.scope, u.version, u.requests, u.tokens, u.minute, u.anchor, 0, 0
      FROM unnest(head_user, head_scope, head_version, head_requests, head_tokens, head_minute, head_anchor, head_touched)
           AS u(user_id, scope, version, requests, tokens, minute, anchor, touched)
     WHERE u.touched
    ON CONFLICT (tenant_id, project_id, user_id, scope) DO UPDATE
      SET version = excluded.version, requests = excluded.requests, tokens = excluded.tokens,
          last_minute = excluded.last_minute, anchor_minute = excluded.anchor_minute;
  END IF;
  IF w_closed_n > 0 THEN
    INSERT INTO turn SELECT u.* FROM unnest(w_closed) u
    ON CONFLICT (tenant_id, project_id, id) DO UPDATE
      SET state = excluded.state, closed_at = excluded.closed_at, outcome = excluded.outcome,
          cost_micro_usd = excluded.cost_micro_usd, tokens_charged = excluded.tokens_charged,
          settle_content = excluded.settle_content, usage = excluded.usage, result = excluded.result;
    INSERT INTO usage_minute AS um (tenant_id, project_id, user_id, scope, minute, requests, tokens)
    SELECT p_tenant, p_project, u.user_id, u.scope, u.minute, u.requests, u.tokens
      FROM unnest(head_user, head_scope, head_requests, head_tokens, head_minute, head_touched)
           AS u(user_id, scope, requests, tokens, minute, touched) WHERE u.touched AND u.minute > 0
    ON CONFLICT (tenant_id, project_id, user_id, scope, minute) DO UPDATE SET requests = excluded.requests, tokens = excluded.tokens;
    IF w_spend_provider <> '{}' THEN
      INSERT INTO provider_spend AS ps (tenant_id, project_id, provider, bundle_id, hour, shard, micro_usd, turns)
      SELECT p_tenant, p_project, u.provider, u.bundle, u.hour, u.shard, sum(u.amount), sum(u.first)
        FROM unnest(w_spend_provider, w_spend_bundle, w_spend_hour, w_spend_shard, w_spend_amount, w_spend_first)
             AS u(provider, bundle, hour, shard, amount, first)
       GROUP BY u.provider, u.bundle, u.hour, u.shard ORDER BY u.hour, u.provider, u.bundle, u.shard
      ON CONFLICT (tenant_id, project_id, hour, provider, bundle_id, shard)
      DO UPDATE SET micro_usd = ps.micro_usd + excluded.micro_usd, turns = ps.turns + excluded.turns;
    END IF;
  END IF;
  IF w_key_gone <> '{}' THEN
    DELETE FROM transfer_key tk WHERE tk.tenant_id = p_tenant AND tk.project_id = p_project AND tk.key = ANY (w_key_gone);
  END IF;
  IF w_turn_key_gone <> '{}' THEN
    DELETE FROM turn_key tk WHERE tk.tenant_id = p_tenant AND tk.project_id = p_project AND tk.external_id = ANY (w_turn_key_gone);
  END IF;
  -- 9. The lane remembers which closed turns the counters have not been told of yet (rule W8).
  IF p_lane IS NOT NULL AND closed_ids <> '[]' THEN
    INSERT INTO lane AS l (tenant_id, project_id, id, seq, told, untold, beat_at)
    VALUES (p_tenant, p_project, p_lane, 1, 0, jsonb_build_object('1', closed_ids), v_now)
    ON CONFLICT (tenant_id, project_id, id) DO UPDATE
      SET seq = l.seq + 1, told = greatest(l.told, p_told), beat_at = v_now,
          untold = (SELECT coalesce(jsonb_object_agg(e.key, e.value), '{}') FROM jsonb_each(l.untold) e
                     WHERE e.key::bigint > p_told) || jsonb_build_object((l.seq + 1)::text, closed_ids)
    RETURNING l.seq INTO lane_seq;
    RETURN NEXT ROW(0, 'lane', to_jsonb(lane_seq))::posting_answer;
  END IF;
END
$$;

-- Starts a new epoch of a project's counters: waits for every batch decided under the old one, so that
-- whatever is read afterwards contains it, and every later batch of the old one is refused (rule W8).
CREATE FUNCTION purser_begin_epoch(p_tenant integer, p_project integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE v_epoch text;
BEGIN
  PERFORM pg_advisory_xact_lock(7301, p_tenant * 65536 + p_project);
  INSERT INTO counter_epoch AS e (tenant_id, project_id, epoch, started_at)
  VALUES (p_tenant, p_project, '1', purser_now(p_tenant, p_project))
  ON CONFLICT (tenant_id, project_id) DO UPDATE
    SET epoch = (e.epoch::bigint + 1)::text, started_at = excluded.started_at
  RETURNING e.epoch INTO v_epoch;
  RETURN v_epoch;
END
$$;
