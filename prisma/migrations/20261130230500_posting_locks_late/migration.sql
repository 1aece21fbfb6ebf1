-- An account's row changes with every batch. It stays in its place, and no index is touched (a HOT update), only while no
-- index asks for a column that changes. Which closed periods have something to give back is asked of their money, so that
-- is a column of its own, which hardly ever changes (rule S7).
ALTER TABLE account ADD COLUMN gives_back boolean
  GENERATED ALWAYS AS (kind = 'period' AND closed_at IS NOT NULL AND credits_posted - debits_posted - debits_pending <> 0) STORED;
DROP INDEX account_closed_period_idx;
CREATE INDEX account_gives_back_idx ON account (tenant_id, project_id) WHERE gives_back;

-- A turn is written twice, and the second time it is longer: half a page is room for both.
ALTER TABLE turn SET (fillfactor = 50);

-- The one posting function (docs/economics.md §3, rules L1–L12; docs/decisions/0002). Its types and what it calls are in
-- the migration that made it first, which also says how a batch travels and how a row is found.
--
-- purser_post takes a batch of items, locks everything they touch in one sorted order
-- (turn keys → turns → usage → accounts → the project's budget), decides each item on plain arrays, and writes the whole
-- batch with one statement per table. Each item is answered by itself: one short account never fails its neighbours.
--
-- The budget is what everybody's turns share. The hot path only reads it. When it has more than the batch can take, whatever
-- is decided next, all decisions are those of a budget without end; so they are made, and turns, holds and usage written,
-- before it is locked. Then it is read again. Covers it the batch still, its row and the versions of its transfers go on
-- from where it stands by now; if not, nothing has been done, and the batch is sent again with p_lock_first. A budget that is
-- short from the start is locked before anything is decided, as every other account is, and as admin commands have it.
DROP FUNCTION purser_post;

CREATE FUNCTION purser_post(
  p_tenant integer, p_project integer, p_lane uuid, p_told bigint,
  -- Accounts the items name by position, each once, in any order; missing ones are created. No overdraft: no floor.
  p_account_id uuid[], p_account_kind text[], p_account_reference text[], p_account_shard smallint[],
  p_account_owner bigint[], p_account_overdraft bigint[], p_account_expires_at timestamptz[],
  -- Every item.
  p_op text[],                -- post | drain | hold | settle_hold | end_hold | admit | settle | release | expire | heartbeat
  p_id uuid[],                -- UUIDv7 with a zero last byte (purser_row_id)
  p_at timestamptz[],         -- the command's instant: effective time, expiry test, usage minute
  p_actor text[],
  p_content text[],           -- what a key, an admission or a settlement stands for
  p_legs integer[],           -- how many of the legs below are the item's; they follow each other in the items' order
  p_leg_debit integer[], p_leg_credit integer[], p_leg_amount bigint[],
  p_leg_kind text[],          -- kind of the transfer; of a settle the provider
  -- Commands that move money or hold it outside of turns.
  p_key text[] DEFAULT NULL, p_kind text[] DEFAULT NULL, p_reason text[] DEFAULT NULL, p_external_id text[] DEFAULT NULL,
  p_hold_id uuid[] DEFAULT NULL, p_hold_phase text[] DEFAULT NULL, p_at_expiry text[] DEFAULT NULL,
  -- Operations on turns.
  p_turn_key text[] DEFAULT NULL, p_turn_id uuid[] DEFAULT NULL,
  p_account integer[] DEFAULT NULL,          -- admit: the primary
  p_expires_at timestamptz[] DEFAULT NULL, p_slot_expires_at timestamptz[] DEFAULT NULL,
  -- Admissions.
  p_user_id bigint[] DEFAULT NULL, p_bundle_id text[] DEFAULT NULL, p_class text[] DEFAULT NULL,
  p_plan_id text[] DEFAULT NULL, p_plan_source text[] DEFAULT NULL, p_epoch text[] DEFAULT NULL,
  p_estimate_tokens bigint[] DEFAULT NULL, p_held_tokens bigint[] DEFAULT NULL, p_price_pico bigint[] DEFAULT NULL,
  p_factor_percent integer[] DEFAULT NULL, p_primary_source text[] DEFAULT NULL, p_ask_wallet boolean[] DEFAULT NULL,
  p_wallet_beyond_limits boolean[] DEFAULT NULL,
  p_providers text[] DEFAULT NULL,           -- array literals
  p_provider_holds text[] DEFAULT NULL, p_metadata text[] DEFAULT NULL,
  p_decision text[] DEFAULT NULL,            -- a JSON object up to the value of its last key, which is the money held
  p_anchor boolean[] DEFAULT NULL,
  -- Settlements.
  p_cost bigint[] DEFAULT NULL, p_outcome text[] DEFAULT NULL, p_usage text[] DEFAULT NULL,
  p_flags text[] DEFAULT NULL,               -- JSON lists
  p_windows integer[] DEFAULT NULL,          -- how many of the windows below are the item's
  p_window_scope text[] DEFAULT NULL, p_window_start integer[] DEFAULT NULL, p_window_max bigint[] DEFAULT NULL,
  -- Whether the project's budget is locked before turns are decided; whoever says no asks again after a serialization failure.
  p_lock_first boolean DEFAULT true
) RETURNS SETOF posting_answer LANGUAGE plpgsql
-- Plans are cached when the tables may still be empty: only index look-ups from the batch stay right as they grow.
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_bitmapscan = off
AS $$
DECLARE
  ans posting_answer; st text; op text;
  has_admit boolean := 'admit' = ANY (p_op);
  has_turn boolean := p_op && ARRAY['settle', 'release', 'heartbeat', 'expire'];
  unsettled uuid := purser_account_id('spend', 'unsettled', 0);
  v_now timestamptz; v_epoch text;
  leg integer; row_id uuid;             -- rows the item in hand has written so far, and the id of the last
  leg_from integer := 0; window_from integer := 0;   -- where the item's legs and windows begin, less one
  -- which keys were free, by the ids of the items that have claimed them
  won_turn uuid[] := '{}'; won_key uuid[] := '{}'; all_won boolean := false;
  -- accounts, by id, and behind them the project's budget once it is asked for; cl_pos maps positions in p_account_id to them
  project uuid := purser_account_id('project', '', 0); absorber integer; budget record; locked record;
  -- the budget is taken to cover the batch, and locked when all else is written
  unlocked boolean := NOT p_lock_first AND p_op <@ ARRAY['admit', 'settle', 'release', 'expire', 'heartbeat'];
  budget_need numeric;                  -- what the batch can take from it at most, when that was asked
  shift bigint := 0;                    -- how far its version has gone on since it was read
  want_account uuid[]; want_owner bigint[]; cl_pos integer[];
  acc_row tid[]; acc_id uuid[]; acc_credits bigint[]; acc_debits bigint[]; acc_pending bigint[];
  acc_overdraft bigint[]; acc_version bigint[]; acc_last timestamptz[]; acc_closed boolean[];
  acc_expires timestamptz[]; acc_wallet boolean[]; acc_owner bigint[]; acc_created timestamptz[]; acc_changed boolean[];
  -- wallet lots by owner, each owner's in spending order (rule F8)
  lot_pos integer[] := '{}'; lot_owner bigint[] := '{}';
  -- turns, by id; which of them each item means; where a turn's account, usage of all bundles and first hold are
  item_turn uuid[] := '{}'; item_t integer[]; t integer;
  t_row tid[]; t_acc integer[]; t_head integer[]; t_hold integer[] := '{}'; t_beat boolean[]; t_closed boolean[];
  t_id uuid[] := '{}'; t_key text[]; t_user bigint[]; t_bundle text[]; t_state text[]; t_held bigint[]; t_price bigint[];
  t_source text[]; t_account uuid[]; t_had_wallet boolean[]; t_beyond boolean[]; t_holds text[]; t_expires timestamptz[];
  t_slot timestamptz[]; t_content text[]; t_cost bigint[]; t_charged bigint[]; t_result text[]; t_closed_at timestamptz[];
  t_settled_by integer[];
  -- open holds, by turn and id
  hold_row tid[]; hold_id uuid[] := '{}'; hold_debit uuid[] := '{}'; hold_acc integer[]; hold_credit uuid[]; hold_left bigint[];
  hold_turn integer[] := '{}'; hold_done boolean[];
  -- usage, by user; a user's scope of all bundles comes last
  want_user bigint[]; want_scope text[];
  head_row tid[]; head_user bigint[] := '{}'; head_scope text[] := '{}'; head_version bigint[]; head_requests bigint[]; head_tokens bigint[];
  head_minute integer[]; head_reset integer[]; head_reset_tokens bigint[]; head_anchor integer[]; head_touched boolean[];
  -- what is written at the end
  w_transfer posting_transfer[] := '{}'; w_transfer_n integer := 0;
  w_hold posting_hold[] := '{}'; w_hold_n integer := 0; w_hold_gone uuid[] := '{}'; w_row_gone tid[] := '{}';
  w_turn posting_turn[] := '{}'; w_turn_n integer := 0;
  w_beats boolean := false; w_closed uuid[] := '{}';
  w_spend posting_spend[] := '{}'; w_spend_n integer := 0;
  w_key_gone text[] := '{}'; w_turn_key_gone text[] := '{}';
  -- scratch
  i integer; j integer; k integer; a integer; c integer; h integer;
  amt bigint; held bigint; cap bigint; need bigint; took bigint; left_over bigint;
  m bigint; rest bigint; wallet_free bigint; primary_hold bigint;
  part_acc integer[] := '{}'; part_hold integer[] := '{}'; part_amount bigint[] := '{}'; part_kind text[] := '{}';
  part_reason text[] := '{}'; part_source text[] := '{}';
  part_n integer; share_left bigint; take bigint;
  quota bigint; quota_micro bigint; plan_part bigint; over_part bigint; wallet_part bigint; wallet_cap bigint;
  prim_free bigint; had_wallet boolean; late boolean; head integer;
  sum_before bigint; tok bigint; tok_before bigint; wallet_tokens bigint; charged bigint; turn_tokens bigint;
  paid text; absorbs text; ids text; recorded timestamptz; at_minute integer; ver bigint; lane_seq bigint;
BEGIN
  -- 1. Keys: claimed before anything is locked, in sorted order, given back when the item is refused.
  IF has_admit THEN
    WITH wanted AS (
      SELECT DISTINCT ON (x.turn_key) x.turn_key, x.id FROM unnest(p_op, p_turn_key, p_id) WITH ORDINALITY AS x(op, turn_key, id, n)
       WHERE x.op = 'admit' ORDER BY x.turn_key, x.n
    ), ins AS (
      INSERT INTO turn_key (tenant_id, project_id, external_id, turn_id)
      SELECT p_tenant, p_project, turn_key, id FROM wanted ORDER BY turn_key
      ON CONFLICT DO NOTHING RETURNING turn_id
    ) SELECT coalesce(array_agg(ins.turn_id ORDER BY ins.turn_id), '{}') INTO won_turn FROM ins;
    all_won := cardinality(won_turn) = cardinality(array_positions(p_op, 'admit'));
  END IF;
  IF p_key IS NOT NULL THEN
    WITH wanted AS (
      SELECT DISTINCT ON (x.key) x.key, x.id, x.content FROM unnest(p_key, p_id, p_content) WITH ORDINALITY AS x(key, id, content, n)
       WHERE x.key IS NOT NULL ORDER BY x.key, x.n
    ), ins AS (
      INSERT INTO transfer_key (tenant_id, project_id, key, content, transfer_id)
      SELECT p_tenant, p_project, key, coalesce(content, ''), purser_row_id(id, 1) FROM wanted ORDER BY key
      ON CONFLICT DO NOTHING RETURNING transfer_id
    ) SELECT coalesce(array_agg(ins.transfer_id ORDER BY ins.transfer_id), '{}') INTO won_key FROM ins;
  END IF;

  -- 2. The counters' epoch: a decision made under another one is stale (rule W8).
  PERFORM pg_advisory_xact_lock_shared(7301, p_tenant * 65536 + p_project);
  IF has_admit THEN
    SELECT e.epoch INTO v_epoch FROM counter_epoch e WHERE e.tenant_id = p_tenant AND e.project_id = p_project;
  END IF;

  -- 3. Turns, by id.
  IF has_turn THEN
    WITH asked AS MATERIALIZED (
      SELECT x.n, coalesce(x.turn_id, k.turn_id) AS id
        FROM unnest(p_op, p_turn_key, p_turn_id) WITH ORDINALITY AS x(op, turn_key, turn_id, n)
        LEFT JOIN LATERAL (
          SELECT tk.turn_id FROM turn_key tk
           WHERE tk.tenant_id = p_tenant AND tk.project_id = p_project AND tk.external_id = x.turn_key OFFSET 0
        ) k ON x.op <> 'admit'
    )
    SELECT (SELECT array_agg(q.id ORDER BY q.n) FROM asked q),
           coalesce(array_agg(l.id), '{}'), array_agg(l.external_id), array_agg(l.user_id), array_agg(l.bundle_id),
           array_agg(l.state), array_agg(l.held_tokens), array_agg(l.price_pico_usd), array_agg(l.primary_source),
           array_agg(l.primary_account_id), array_agg(l.had_wallet), array_agg(l.wallet_beyond_limits),
           array_agg(l.provider_holds), array_agg(l.expires_at), array_agg(l.slot_expires_at), array_agg(l.settle_content),
           array_agg(l.cost_micro_usd), array_agg(l.tokens_charged), array_agg(l.result), array_agg(l.closed_at),
           array_agg(NULL::integer), array_agg(l.ctid), array_agg(false), array_agg(false)
      INTO item_turn, t_id, t_key, t_user, t_bundle, t_state, t_held, t_price, t_source, t_account, t_had_wallet, t_beyond,
           t_holds, t_expires, t_slot, t_content, t_cost, t_charged, t_result, t_closed_at, t_settled_by,
           t_row, t_beat, t_closed
      FROM (SELECT tu.* FROM (SELECT DISTINCT q.id FROM asked q WHERE q.id IS NOT NULL ORDER BY q.id) q,
                   LATERAL (SELECT tu.ctid, tu.id, tu.external_id, tu.user_id, tu.bundle_id, tu.state, tu.held_tokens,
                                   tu.price_pico_usd, tu.primary_source, tu.primary_account_id, tu.had_wallet,
                                   tu.wallet_beyond_limits, tu.provider_holds::text AS provider_holds, tu.expires_at,
                                   tu.slot_expires_at, tu.settle_content, tu.cost_micro_usd, tu.tokens_charged,
                                   tu.result::text AS result, tu.closed_at
                              FROM turn tu
                             WHERE tu.tenant_id = p_tenant AND tu.project_id = p_project AND tu.id = q.id FOR UPDATE) tu) l;
  END IF;

  -- 4. Usage of the users who settle, and of those whose month is anchored now.
  IF t_id <> '{}' OR true = ANY (p_anchor) THEN
    FOR k IN 1..2 LOOP
      WITH want AS MATERIALIZED (
        SELECT x.user_id, '*' AS scope FROM unnest(t_user) x(user_id)
        UNION SELECT x.user_id, x.bundle_id FROM unnest(t_user, t_bundle) x(user_id, bundle_id) WHERE x.bundle_id IS NOT NULL
        UNION SELECT x.user_id, '*' FROM unnest(p_user_id, p_anchor) x(user_id, anchor) WHERE x.anchor
      )
      SELECT (SELECT array_agg(w.user_id) FROM want w), (SELECT array_agg(w.scope) FROM want w),
             coalesce(array_agg(hd.user_id), '{}'), coalesce(array_agg(hd.scope), '{}'), array_agg(hd.version),
             array_agg(hd.requests), array_agg(hd.tokens), array_agg(hd.last_minute), array_agg(hd.reset_minute),
             array_agg(hd.reset_tokens), array_agg(hd.anchor_minute), array_agg(false), array_agg(hd.ctid)
        INTO want_user, want_scope, head_user, head_scope, head_version, head_requests, head_tokens, head_minute, head_reset,
             head_reset_tokens, head_anchor, head_touched, head_row
        FROM (SELECT uh.* FROM (SELECT w.user_id, w.scope FROM want w ORDER BY w.user_id, w.scope = '*', w.scope) w,
                     LATERAL (SELECT uh.ctid, uh.* FROM usage_head uh
                               WHERE uh.tenant_id = p_tenant AND uh.project_id = p_project AND uh.user_id = w.user_id
                                 AND uh.scope = w.scope FOR UPDATE) uh) hd;
      EXIT WHEN k = 2 OR cardinality(head_user) = cardinality(want_user);
      INSERT INTO usage_head (tenant_id, project_id, user_id, scope, version, requests, tokens, last_minute, reset_requests, reset_tokens)
      SELECT p_tenant, p_project, u.user_id, u.scope, 0, 0, 0, 0, 0, 0 FROM unnest(want_user, want_scope) AS u(user_id, scope)
       ORDER BY u.user_id, u.scope = '*', u.scope
      ON CONFLICT DO NOTHING;
    END LOOP;
  END IF;

  -- 5. The turns' open holds (whoever ends one has locked its turn), then accounts: created when missing, all locked by id
  --    in one order, and the project's budget last, so that it can also be locked later, when something is absorbed.
  SELECT count(*) INTO i FROM account e
   WHERE e.tenant_id = p_tenant AND e.project_id = p_project AND e.id = ANY (p_account_id);
  IF i < cardinality(p_account_id) THEN
    INSERT INTO account (tenant_id, project_id, id, kind, unit, reference, shard, owner_id, credits_posted, debits_posted,
                         debits_pending, overdraft, version, last_recorded_at, created_at, expires_at)
    SELECT p_tenant, p_project, q.id, q.kind, 'micro_usd', q.reference, coalesce(q.shard, 0), q.owner_id, 0, 0, 0, q.overdraft,
           0, '-infinity', purser_now(p_tenant, p_project), q.expires_at
      FROM unnest(p_account_id, p_account_kind, p_account_reference, p_account_shard, p_account_owner, p_account_overdraft,
                  p_account_expires_at) AS q(id, kind, reference, shard, owner_id, overdraft, expires_at)
     WHERE NOT EXISTS (SELECT FROM account e WHERE e.tenant_id = p_tenant AND e.project_id = p_project AND e.id = q.id)
     ORDER BY q.id
    ON CONFLICT DO NOTHING;
  END IF;

  want_account := p_account_id; want_owner := '{}';
  IF t_id <> '{}' THEN
    SELECT coalesce(array_agg(l.id), '{}'), coalesce(array_agg(l.debit_account_id), '{}'), array_agg(l.credit_account_id),
           array_agg(l.remaining), coalesce(array_agg(l.t), '{}'), array_agg(l.ctid), array_agg(false)
      INTO hold_id, hold_debit, hold_credit, hold_left, hold_turn, hold_row, hold_done
      FROM (SELECT q.t::integer AS t, oh.* FROM unnest(t_id) WITH ORDINALITY q(id, t),
                   LATERAL (SELECT oh.ctid, oh.id, oh.debit_account_id, oh.credit_account_id, oh.remaining FROM open_hold oh
                             WHERE oh.turn_id = q.id AND oh.tenant_id + 0 = p_tenant AND oh.project_id + 0 = p_project
                             ORDER BY oh.id OFFSET 0) oh) l;
    want_account := want_account || array_remove(t_account, NULL) || hold_debit;
    want_owner := t_user;
  END IF;
  IF p_hold_id IS NOT NULL THEN
    want_account := want_account || ARRAY(
      SELECT oh.debit_account_id FROM open_hold oh
       WHERE oh.tenant_id = p_tenant AND oh.project_id = p_project AND oh.id = ANY (p_hold_id));
  END IF;
  IF has_admit THEN want_owner := want_owner || p_user_id; END IF;
  SELECT array_agg(l.id), array_agg(l.credits_posted), array_agg(l.debits_posted), array_agg(l.debits_pending),
         array_agg(l.overdraft), array_agg(l.version), array_agg(l.last_recorded_at), array_agg(l.closed_at IS NOT NULL),
         array_agg(l.expires_at), array_agg(l.kind = 'wallet'), array_agg(l.owner_id), array_agg(l.created_at), array_agg(false),
         array_agg(l.ctid), max(l.n) FILTER (WHERE l.id = project)
    INTO acc_id, acc_credits, acc_debits, acc_pending, acc_overdraft, acc_version, acc_last, acc_closed, acc_expires, acc_wallet,
         acc_owner, acc_created, acc_changed, acc_row, absorber
    FROM (SELECT row_number() OVER () AS n, ac.*
            FROM (SELECT q.id = project AS last, q.id FROM (
                    SELECT id FROM unnest(want_account) w(id)
                    UNION SELECT wl.id FROM account wl
                     WHERE wl.owner_id = ANY (want_owner) AND wl.kind = 'wallet' AND wl.closed_at IS NULL
                       AND wl.tenant_id + 0 = p_tenant AND wl.project_id + 0 = p_project) q
                   WHERE NOT (unlocked AND q.id = project)
                   ORDER BY 1, 2) q,
                 LATERAL (SELECT ac.ctid, ac.* FROM account ac
                           WHERE ac.tenant_id = p_tenant AND ac.project_id = p_project AND ac.id = q.id FOR NO KEY UPDATE) ac) l;
  IF unlocked AND project = ANY (want_account) THEN
    -- Each micro-dollar of a cost or of a new hold is taken from the budget once at most.
    SELECT ac.ctid, ac.*, n.need INTO budget
      FROM (SELECT coalesce(sum(coalesce(u.cost, ceil(u.held::numeric * u.price * u.factor / 100000000))), 0) AS need
              FROM unnest(p_cost, p_held_tokens, p_price_pico, p_factor_percent) AS u(cost, held, price, factor)) n
      JOIN account ac ON ac.tenant_id = p_tenant AND ac.project_id = p_project AND ac.id = project;
    budget_need := budget.need;
    unlocked := budget.closed_at IS NULL
      AND coalesce(budget.credits_posted - budget.debits_posted - budget.debits_pending + budget.overdraft >= budget_need, true);
    IF NOT unlocked THEN
      SELECT ac.ctid, ac.* INTO budget FROM account ac
       WHERE ac.tenant_id = p_tenant AND ac.project_id = p_project AND ac.id = project FOR NO KEY UPDATE;
    END IF;
    absorber := coalesce(cardinality(acc_id), 0) + 1;
    acc_row[absorber] := budget.ctid; acc_id[absorber] := project; acc_credits[absorber] := budget.credits_posted;
    acc_debits[absorber] := budget.debits_posted; acc_pending[absorber] := budget.debits_pending;
    acc_overdraft[absorber] := budget.overdraft; acc_version[absorber] := budget.version;
    acc_last[absorber] := budget.last_recorded_at; acc_closed[absorber] := budget.closed_at IS NOT NULL;
    acc_wallet[absorber] := false; acc_changed[absorber] := false;
  END IF;
  want_account := acc_id[1:cardinality(acc_id) - CASE WHEN absorber IS NULL THEN 0 ELSE 1 END];
  -- Where everything is, for the whole batch: what is looked for is there, but for the turns of unknown ids.
  SELECT a.pos[1:cardinality(p_account_id)], a.pos[cardinality(p_account_id) + 1:cardinality(p_account_id) + cardinality(t_id)],
         a.pos[cardinality(p_account_id) + cardinality(t_id) + 1:], h.pos, i.pos
    INTO cl_pos, t_acc, hold_acc, t_head, item_t
    FROM (SELECT array_agg(CASE q.id WHEN project THEN absorber ELSE width_bucket(q.id, (SELECT want_account)) END ORDER BY q.n) AS pos
            FROM unnest(p_account_id || t_account || hold_debit) WITH ORDINALITY q(id, n)) a,
         (SELECT array_agg(width_bucket(q.user_id, (SELECT head_user)) ORDER BY q.n) AS pos
            FROM unnest(t_user) WITH ORDINALITY q(user_id, n)) h,
         (SELECT array_agg(width_bucket(q.id, (SELECT t_id)) ORDER BY q.n) AS pos
            FROM unnest(item_turn) WITH ORDINALITY q(id, n)) i;
  FOR h IN REVERSE cardinality(hold_turn)..1 LOOP t_hold[hold_turn[h]] := h; END LOOP;
  IF true = ANY (acc_wallet) THEN
    SELECT array_agg(s.pos), array_agg(s.owner) INTO lot_pos, lot_owner FROM (
      SELECT u.pos, u.owner FROM unnest(acc_wallet, acc_owner, acc_expires, acc_created, acc_id)
             WITH ORDINALITY AS u(wallet, owner, expires_at, created_at, id, pos)
       WHERE u.wallet AND u.owner IS NOT NULL
       ORDER BY u.owner, u.expires_at NULLS LAST, u.created_at, u.id) s;
  END IF;

  -- 6. Open holds outside of turns, read again now that their accounts are locked (only a holder of that lock ends one).
  IF p_hold_id IS NOT NULL THEN
    SELECT hold_id || coalesce(array_agg(s.id), '{}'), hold_acc || array_agg(s.pos), hold_credit || array_agg(s.credit_account_id),
           hold_left || array_agg(s.remaining), hold_turn || array_agg(NULL::integer), hold_done || array_agg(false)
      INTO hold_id, hold_acc, hold_credit, hold_left, hold_turn, hold_done
      FROM (SELECT oh.id, oh.credit_account_id, oh.remaining,
                   CASE oh.debit_account_id WHEN project THEN absorber ELSE width_bucket(oh.debit_account_id, want_account) END AS pos
              FROM open_hold oh
             WHERE oh.tenant_id = p_tenant AND oh.project_id = p_project AND oh.id = ANY (p_hold_id)) s;
  END IF;

  v_now := purser_now(p_tenant, p_project);

  -- 7. Decide each item on the arrays.
  FOR n IN 1..cardinality(p_op) LOOP
    leg := 0; part_n := 0; st := 'ok'; op := p_op[n];
    ans := NULL; ans.ordinal := n;

    IF p_key[n] IS NOT NULL AND purser_position(purser_row_id(p_id[n], 1), won_key) IS NULL THEN
      SELECT CASE WHEN tk.content = coalesce(p_content[n], '') THEN 'duplicate' ELSE 'key_conflict' END,
             '{"transfer_id":"' || tk.transfer_id || '"}'
        INTO st, ans.detail FROM transfer_key tk
       WHERE tk.tenant_id = p_tenant AND tk.project_id = p_project AND tk.key = p_key[n];

    ELSIF op IN ('post', 'drain', 'hold') THEN
      IF op = 'hold' THEN
        FOR k IN leg_from + 1..leg_from + p_legs[n] LOOP
          a := cl_pos[p_leg_debit[k]];
          cap := acc_credits[a] - acc_debits[a] - acc_pending[a] + acc_overdraft[a];
          IF cap < p_leg_amount[k] THEN
            st := 'short';
            ans.detail := '{"account_id":"' || acc_id[a] || '","available":' || cap || '}';
            EXIT;
          END IF;
        END LOOP;
      END IF;
      IF st = 'ok' THEN
        ids := NULL;
        FOR k IN leg_from + 1..leg_from + p_legs[n] LOOP
          a := cl_pos[p_leg_debit[k]]; c := cl_pos[p_leg_credit[k]];
          amt := CASE WHEN op = 'drain' THEN greatest(0, acc_credits[a] - acc_debits[a] - acc_pending[a]) ELSE p_leg_amount[k] END;
          CONTINUE WHEN amt = 0;
          leg := leg + 1; row_id := purser_row_id(p_id[n], leg); ids := coalesce(ids || ',', '') || '"' || row_id || '"';
          acc_version[a] := acc_version[a] + 1; acc_changed[a] := true;
          IF op = 'hold' THEN
            recorded := greatest(v_now, acc_last[a]);
            acc_pending[a] := acc_pending[a] + amt;
            w_hold_n := w_hold_n + 1;
            w_hold[w_hold_n] := ROW(row_id, acc_id[a], acc_id[c], amt, p_at_expiry[n], NULL, n)::posting_hold;
          ELSE
            recorded := greatest(v_now, acc_last[a], acc_last[c]);
            acc_debits[a] := acc_debits[a] + amt;
            acc_credits[c] := acc_credits[c] + amt;
            acc_version[c] := acc_version[c] + 1; acc_last[c] := recorded; acc_changed[c] := true;
          END IF;
          acc_last[a] := recorded;
          w_transfer_n := w_transfer_n + 1;
          w_transfer[w_transfer_n] := ROW(row_id, CASE op WHEN 'hold' THEN 'hold' ELSE 'post' END, coalesce(p_leg_kind[k], p_kind[n]),
            acc_id[a], acc_id[c], amt, NULL, acc_version[a], CASE WHEN op = 'hold' THEN NULL ELSE acc_version[c] END, n,
            recorded, p_reason[n], coalesce(p_key[n], p_id[n]::text) || ':' || leg, NULL)::posting_transfer;
        END LOOP;
        ans.detail := '{"transfer_ids":[' || coalesce(ids, '') || ']}';
      END IF;

    ELSIF op IN ('settle_hold', 'end_hold') THEN
      h := array_position(hold_id, p_hold_id[n]);
      IF h IS NULL OR hold_done[h] THEN st := 'hold_closed';
      ELSE
        a := hold_acc[h]; ids := NULL; left_over := hold_left[h];
        IF op = 'settle_hold' THEN
          c := cl_pos[p_leg_credit[leg_from + 1]]; amt := p_leg_amount[leg_from + 1];
          leg := leg + 1; row_id := purser_row_id(p_id[n], leg); ids := '"' || row_id || '"';
          recorded := greatest(v_now, acc_last[a], acc_last[c]);
          held := least(amt, left_over);
          acc_pending[a] := acc_pending[a] - held; left_over := left_over - held;
          acc_debits[a] := acc_debits[a] + amt; acc_credits[c] := acc_credits[c] + amt;
          acc_version[a] := acc_version[a] + 1; acc_version[c] := acc_version[c] + 1;
          acc_last[a] := recorded; acc_last[c] := recorded; acc_changed[a] := true; acc_changed[c] := true;
          w_transfer_n := w_transfer_n + 1;
          w_transfer[w_transfer_n] := ROW(row_id, 'settle', p_kind[n], acc_id[a], acc_id[c], amt, hold_id[h],
            acc_version[a], acc_version[c], n, recorded, p_reason[n], coalesce(p_key[n], p_id[n]::text) || ':' || leg,
            NULL)::posting_transfer;
        ELSIF left_over > 0 THEN
          leg := leg + 1; row_id := purser_row_id(p_id[n], leg); ids := '"' || row_id || '"';
          recorded := greatest(v_now, acc_last[a]);
          acc_pending[a] := acc_pending[a] - left_over; acc_version[a] := acc_version[a] + 1; acc_last[a] := recorded;
          acc_changed[a] := true;
          w_transfer_n := w_transfer_n + 1;
          w_transfer[w_transfer_n] := ROW(row_id, coalesce(p_hold_phase[n], 'void'), p_kind[n], acc_id[a], hold_credit[h], left_over,
            hold_id[h], acc_version[a], NULL, n, recorded, p_reason[n], coalesce(p_key[n], p_id[n]::text) || ':' || leg,
            NULL)::posting_transfer;
          left_over := 0;
        END IF;
        hold_left[h] := left_over;
        IF left_over = 0 THEN hold_done[h] := true; w_hold_gone := w_hold_gone || hold_id[h];
        ELSE UPDATE open_hold oh SET remaining = left_over
              WHERE oh.tenant_id = p_tenant AND oh.project_id = p_project AND oh.id = hold_id[h];
        END IF;
        ans.detail := '{"transfer_ids":[' || coalesce(ids, '') || '],"remaining":' || left_over || '}';
      END IF;

    ELSIF op = 'admit' THEN
      IF NOT all_won AND purser_position(p_id[n], won_turn) IS NULL THEN
        st := 'exists';
        SELECT tk.turn_id INTO row_id FROM turn_key tk
         WHERE tk.tenant_id = p_tenant AND tk.project_id = p_project AND tk.external_id = p_turn_key[n];
        SELECT jsonb_build_object('id', tu.id, 'state', tu.state, 'user_id', tu.user_id, 'content', tu.content,
                                  'held_tokens', tu.held_tokens, 'decision', tu.decision)::text
          INTO ans.detail FROM turn tu WHERE tu.tenant_id = p_tenant AND tu.project_id = p_project AND tu.id = row_id;
        IF ans.detail IS NULL THEN
          -- Its twin is in this very batch: answered already, or refused, and then the caller asks again.
          SELECT jsonb_build_object('id', p_id[q.item], 'state', 'admitted', 'user_id', p_user_id[q.item], 'content', p_content[q.item],
                                    'held_tokens', q.held_tokens, 'decision', (p_decision[q.item] || q.money || '}')::jsonb)::text
            INTO ans.detail FROM unnest(w_turn) q WHERE p_turn_key[q.item] = p_turn_key[n];
          IF ans.detail IS NULL THEN st := 'again'; END IF;
        END IF;
      ELSIF p_epoch[n] IS DISTINCT FROM v_epoch THEN
        st := 'stale_epoch'; w_turn_key_gone := w_turn_key_gone || p_turn_key[n];
      ELSE
        -- 7a. What the primary can hold of the plan tokens, then the wallet for the rest (rules T3 and F3).
        m := 0; primary_hold := 0; cap := NULL; a := cl_pos[p_account[n]];
        IF a IS NOT NULL THEN
          IF acc_closed[a] THEN st := 'primary_closed';
          ELSE
            m := p_held_tokens[n];
            primary_hold := ceil(m::numeric * p_price_pico[n] * p_factor_percent[n] / 100000000);
            cap := acc_credits[a] - acc_debits[a] - acc_pending[a] + acc_overdraft[a];
            IF cap < primary_hold THEN
              m := greatest(0, floor(cap::numeric * 100000000 / (p_price_pico[n]::numeric * p_factor_percent[n])));
              primary_hold := ceil(m::numeric * p_price_pico[n] * p_factor_percent[n] / 100000000);
            END IF;
          END IF;
        END IF;
        rest := p_estimate_tokens[n] - m;
        need := CASE WHEN rest = 0 THEN 0 ELSE ceil(rest::numeric * p_price_pico[n] / 1000000) END;
        wallet_free := 0; held := 0;
        j := width_bucket(p_user_id[n] - 1, lot_owner) + 1; i := j;
        WHILE lot_owner[i] = p_user_id[n] LOOP
          c := lot_pos[i]; i := i + 1;
          IF acc_expires[c] IS NULL OR acc_expires[c] > p_at[n] THEN
            wallet_free := wallet_free + acc_credits[c] - acc_debits[c] - acc_pending[c];
            held := held + acc_credits[c] - acc_debits[c];
          END IF;
        END LOOP;
        IF st = 'ok' AND (rest > 0 AND (NOT p_ask_wallet[n] OR wallet_free < need) OR p_account[n] IS NULL AND held = 0) THEN
          st := 'short';
        END IF;
        ans.tokens := m; ans.wallet_available := wallet_free;
        IF st <> 'ok' THEN
          w_turn_key_gone := w_turn_key_gone || p_turn_key[n];
          ans.primary_available := cap; ans.wallet_balance := held;
        ELSE
          paid := NULL;
          IF primary_hold > 0 THEN
            leg := leg + 1; row_id := purser_row_id(p_id[n], leg);
            recorded := greatest(v_now, acc_last[a]); acc_last[a] := recorded;
            acc_pending[a] := acc_pending[a] + primary_hold; acc_version[a] := acc_version[a] + 1; acc_changed[a] := true;
            w_transfer_n := w_transfer_n + 1;
            w_transfer[w_transfer_n] := ROW(row_id, 'hold', 'turn', acc_id[a], unsettled, primary_hold, NULL, acc_version[a], NULL,
              n, recorded, 'admit', 'turn:' || p_turn_key[n] || ':hold:' || leg, p_id[n])::posting_transfer;
            w_hold_n := w_hold_n + 1;
            w_hold[w_hold_n] := ROW(row_id, acc_id[a], unsettled, primary_hold, 'release', p_id[n], n)::posting_hold;
            paid := '{"source":"' || p_primary_source[n] || '","amount":' || primary_hold || '}';
          END IF;
          left_over := need; i := j;
          WHILE left_over > 0 LOOP
            c := lot_pos[i]; i := i + 1;
            CONTINUE WHEN acc_expires[c] IS NOT NULL AND acc_expires[c] <= p_at[n];
            took := least(left_over, acc_credits[c] - acc_debits[c] - acc_pending[c]);
            CONTINUE WHEN took <= 0;
            left_over := left_over - took;
            leg := leg + 1; row_id := purser_row_id(p_id[n], leg);
            recorded := greatest(v_now, acc_last[c]); acc_last[c] := recorded;
            acc_pending[c] := acc_pending[c] + took; acc_version[c] := acc_version[c] + 1; acc_changed[c] := true;
            w_transfer_n := w_transfer_n + 1;
            w_transfer[w_transfer_n] := ROW(row_id, 'hold', 'turn', acc_id[c], unsettled, took, NULL, acc_version[c], NULL,
              n, recorded, 'admit', 'turn:' || p_turn_key[n] || ':hold:' || leg, p_id[n])::posting_transfer;
            w_hold_n := w_hold_n + 1;
            w_hold[w_hold_n] := ROW(row_id, acc_id[c], unsettled, took, 'release', p_id[n], n)::posting_hold;
            paid := coalesce(paid || ',', '') || '{"source":"wallet","amount":' || took || '}';
          END LOOP;
          paid := '[' || coalesce(paid, '') || ']';
          w_turn_n := w_turn_n + 1;
          w_turn[w_turn_n] := ROW(n, m, acc_id[a], held > 0, paid)::posting_turn;
          ans.turn_id := p_id[n]; ans.detail := paid;
          IF p_anchor[n] THEN
            head := width_bucket(p_user_id[n], head_user);
            IF head_anchor[head] IS NULL THEN
              head_anchor[head] := floor(extract(epoch FROM p_at[n]) / 60)::integer; head_touched[head] := true;
            END IF;
            ans.minute := head_anchor[head];
          END IF;
        END IF;
      END IF;

    ELSE
      -- 7b. Operations on a turn that was admitted before (rule T8, the state table).
      t := item_t[n];
      IF t_id[t] IS DISTINCT FROM item_turn[n] THEN t := NULL; END IF;
      IF t IS NULL THEN st := 'unknown_turn';
      ELSE
        st := CASE
          WHEN op = 'heartbeat' THEN CASE t_state[t] WHEN 'admitted' THEN 'ok' WHEN 'expired' THEN 'turn_expired' ELSE 'turn_closed' END
          WHEN op = 'release' THEN CASE t_state[t] WHEN 'admitted' THEN 'ok' WHEN 'expired' THEN 'ok' WHEN 'released' THEN 'replay' ELSE 'turn_closed' END
          WHEN op = 'expire' THEN CASE WHEN t_state[t] = 'admitted' AND t_expires[t] <= p_at[n] THEN 'ok' ELSE 'turn_closed' END
          WHEN t_state[t] <> 'settled' THEN 'ok'
          WHEN t_content[t] = p_content[n] THEN 'replay'
          ELSE 'content_mismatch' END;
        ans.turn_id := t_id[t];
        IF st = 'replay' AND op = 'settle' THEN
          ans.detail := t_result[t]; ans.cost := t_cost[t]; ans.tokens := t_charged[t]; ans.closed_at := t_closed_at[t];
        ELSIF st = 'ok' AND op = 'heartbeat' THEN
          w_beats := true; t_beat[t] := true; t_expires[t] := p_expires_at[n]; t_slot[t] := p_slot_expires_at[n];
          ans.user_id := t_user[t]; ans.bundle_id := t_bundle[t]; ans.tokens := t_held[t]; ans.detail := t_holds[t];
        ELSIF st = 'ok' THEN
          j := t_hold[t];   -- the turn's holds are hold_*[j] and those that follow
          ids := NULL; paid := NULL; absorbs := NULL; charged := 0;

          IF op = 'settle' THEN
            -- 7c. The split (rules F4–F10): plan part, overage, wallet part, absorbed.
            a := t_acc[t]; turn_tokens := purser_tokens_ceil(p_cost[n], t_price[t]);
            quota := t_held[t]; quota_micro := p_cost[n];
            IF t_state[t] = 'admitted' AND turn_tokens <= quota AND hold_acc[j] = a AND hold_left[j] >= p_cost[n] AND p_cost[n] > 0
               AND NOT acc_closed[a] THEN
              -- The primary's hold covers the turn: most are.
              part_n := 1; part_acc[1] := a; part_hold[1] := j; part_amount[1] := p_cost[n];
              part_kind[1] := 'turn'; part_reason[1] := 'settle'; part_source[1] := t_source[t];
            ELSE
              prim_free := 0; primary_hold := 0; late := false;
              IF a IS NOT NULL THEN
                late := acc_closed[a];
                IF hold_acc[j] = a AND NOT hold_done[j] THEN primary_hold := hold_left[j]; END IF;
                prim_free := CASE WHEN late THEN 0 WHEN acc_overdraft[a] IS NULL THEN p_cost[n]
                                  ELSE greatest(0, acc_credits[a] - acc_debits[a] - acc_pending[a] + acc_overdraft[a]) END;
              END IF;
              -- Within its own hold the turn needs no look at the windows: a hold is a promise (rule F5).
              IF turn_tokens > t_held[t] OR t_state[t] <> 'admitted' THEN
                quota := NULL; quota_micro := NULL;
                FOR i IN window_from + 1..window_from + coalesce(p_windows[n], 0) LOOP
                  head := t_head[t];
                  WHILE head_scope[head] <> p_window_scope[i] LOOP head := CASE head_user[head - 1] WHEN t_user[t] THEN head - 1 END; END LOOP;
                  amt := CASE WHEN head IS NULL THEN 0
                            WHEN head_reset[head] >= p_window_start[i] THEN head_tokens[head] - head_reset_tokens[head]
                            ELSE head_tokens[head] - purser_tokens_before(p_tenant, p_project, t_user[t], p_window_scope[i], p_window_start[i]) END;
                  held := purser_tokens_held(p_tenant, p_project, t_user[t], p_window_scope[i], w_closed || t_id[t]);
                  FOR k IN 1..w_turn_n LOOP
                    c := w_turn[k].item;
                    IF p_user_id[c] = t_user[t] AND (p_window_scope[i] = '*' OR p_bundle_id[c] = p_window_scope[i]) THEN
                      held := held + w_turn[k].held_tokens;
                    END IF;
                  END LOOP;
                  quota := least(quota, p_window_max[i] - amt - held);
                END LOOP;
                IF quota IS NOT NULL THEN
                  quota := greatest(quota, CASE WHEN t_state[t] = 'admitted' THEN t_held[t] ELSE 0 END, 0);
                  quota_micro := least(p_cost[n], floor(quota::numeric * t_price[t] / 1000000));
                END IF;
              END IF;
              left_over := p_cost[n];
              plan_part := CASE WHEN late THEN least(left_over, primary_hold) WHEN a IS NULL THEN 0
                                ELSE least(left_over, quota_micro, primary_hold + prim_free) END;
              left_over := left_over - plan_part;
              IF plan_part > 0 THEN
                part_n := part_n + 1; part_acc[part_n] := a; part_hold[part_n] := CASE WHEN primary_hold > 0 THEN j END;
                part_amount[part_n] := plan_part; part_kind[part_n] := 'turn'; part_reason[part_n] := 'settle'; part_source[part_n] := t_source[t];
              END IF;
              over_part := 0;
              IF t_source[t] = 'period' AND left_over > 0 AND NOT late THEN
                over_part := least(left_over, primary_hold + prim_free - plan_part);
                IF over_part > 0 THEN
                  left_over := left_over - over_part;
                  part_n := part_n + 1; part_acc[part_n] := a; part_hold[part_n] := CASE WHEN primary_hold > 0 THEN j END;
                  part_amount[part_n] := over_part; part_kind[part_n] := 'turn'; part_reason[part_n] := 'overage'; part_source[part_n] := 'period';
                END IF;
              END IF;
              -- Own wallet holds first (an expired lot may still pay within its hold), then free lots in order.
              had_wallet := t_had_wallet[t]; wallet_part := 0;
              wallet_cap := CASE WHEN t_beyond[t] OR quota_micro IS NULL THEN left_over ELSE greatest(0, quota_micro - plan_part - over_part) END;
              h := j;
              WHILE left_over > 0 AND hold_turn[h] = t LOOP
                IF acc_wallet[hold_acc[h]] AND hold_left[h] > 0 THEN
                  took := least(left_over, hold_left[h]);
                  part_n := part_n + 1; part_acc[part_n] := hold_acc[h]; part_hold[part_n] := h;
                  part_amount[part_n] := took; part_kind[part_n] := 'turn'; part_reason[part_n] := 'settle'; part_source[part_n] := 'wallet';
                  left_over := left_over - took; wallet_part := wallet_part + took;
                END IF;
                h := h + 1;
              END LOOP;
              i := width_bucket(t_user[t] - 1, lot_owner) + 1;
              WHILE left_over > 0 AND NOT late AND lot_owner[i] = t_user[t] LOOP
                c := lot_pos[i]; i := i + 1;
                IF acc_credits[c] - acc_debits[c] > 0 AND (acc_expires[c] IS NULL OR acc_expires[c] > p_at[n]) THEN had_wallet := true; END IF;
                CONTINUE WHEN wallet_part >= wallet_cap;
                CONTINUE WHEN acc_expires[c] IS NOT NULL AND acc_expires[c] <= p_at[n];
                took := least(left_over, acc_credits[c] - acc_debits[c] - acc_pending[c], wallet_cap - wallet_part);
                CONTINUE WHEN took <= 0;
                part_n := part_n + 1; part_acc[part_n] := c; part_hold[part_n] := NULL;
                part_amount[part_n] := took; part_kind[part_n] := 'turn'; part_reason[part_n] := 'settle'; part_source[part_n] := 'wallet';
                left_over := left_over - took; wallet_part := wallet_part + took;
              END LOOP;
              IF left_over > 0 THEN
                IF absorber IS NULL THEN
                  FOR k IN 1..2 LOOP
                    IF unlocked THEN
                      SELECT ac.ctid, ac.* INTO budget FROM account ac
                       WHERE ac.tenant_id = p_tenant AND ac.project_id = p_project AND ac.id = project;
                    ELSE
                      SELECT ac.ctid, ac.* INTO budget FROM account ac
                       WHERE ac.tenant_id = p_tenant AND ac.project_id = p_project AND ac.id = project FOR NO KEY UPDATE;
                    END IF;
                    EXIT WHEN FOUND;
                    INSERT INTO account (tenant_id, project_id, id, kind, unit, reference, shard, credits_posted, debits_posted,
                                         debits_pending, overdraft, version, last_recorded_at, created_at)
                    VALUES (p_tenant, p_project, project, 'project', 'micro_usd', '', 0, 0, 0, 0, 0, 0, '-infinity', v_now)
                    ON CONFLICT DO NOTHING;
                  END LOOP;
                  absorber := coalesce(cardinality(acc_id), 0) + 1;
                  acc_row[absorber] := budget.ctid; acc_id[absorber] := project; acc_credits[absorber] := budget.credits_posted;
                  acc_debits[absorber] := budget.debits_posted; acc_pending[absorber] := budget.debits_pending;
                  acc_overdraft[absorber] := budget.overdraft; acc_version[absorber] := budget.version;
                  acc_last[absorber] := budget.last_recorded_at; acc_wallet[absorber] := false; acc_changed[absorber] := true;
                END IF;
                part_n := part_n + 1; part_acc[part_n] := absorber; part_hold[part_n] := NULL; part_amount[part_n] := left_over;
                part_kind[part_n] := CASE WHEN late THEN 'late_settle' ELSE 'absorb' END;
                part_reason[part_n] := CASE WHEN late THEN 'late_settle' WHEN had_wallet THEN 'wallet_short'
                                            WHEN t_source[t] = 'period' THEN 'subscription_overage' ELSE 'free_plan' END;
                part_source[part_n] := 'project';
              END IF;
            END IF;
            -- Each part is laid over the provider shares; a part and a share meet in one transfer.
            k := leg_from + 1; share_left := p_leg_amount[k]; sum_before := 0; tok_before := 0; wallet_tokens := 0;
            FOR i IN 1..part_n LOOP
              a := part_acc[i]; rest := part_amount[i]; h := part_hold[i];
              -- Tokens of the first parts together are those of their sum, and the last completes the turn's (rule F10).
              sum_before := sum_before + rest;
              tok := CASE WHEN i = part_n THEN turn_tokens ELSE purser_tokens_ceil(sum_before, t_price[t]) END - tok_before;
              tok_before := tok_before + tok;
              IF part_kind[i] = 'absorb' THEN
                absorbs := coalesce(absorbs || ',', '') || '{"reason":"' || part_reason[i] || '","amount":' || rest || ',"tokens":' || tok || '}';
              ELSE
                paid := coalesce(paid || ',', '') || '{"source":"' || part_source[i] || '","account":"' || acc_id[a] || '","amount":' || rest
                  || ',"tokens":' || tok || ',"reason":"' || part_reason[i] || '"}';
                IF part_source[i] = 'wallet' THEN wallet_tokens := wallet_tokens + tok; END IF;
              END IF;
              WHILE rest > 0 LOOP
                WHILE share_left = 0 LOOP k := k + 1; share_left := p_leg_amount[k]; END LOOP;
                take := least(rest, share_left); rest := rest - take; share_left := share_left - take;
                c := cl_pos[p_leg_credit[k]];
                leg := leg + 1; row_id := purser_row_id(p_id[n], leg); ids := coalesce(ids || ',', '') || '"' || row_id || '"';
                recorded := greatest(v_now, acc_last[a], acc_last[c]);
                acc_debits[a] := acc_debits[a] + take; acc_credits[c] := acc_credits[c] + take;
                acc_version[a] := acc_version[a] + 1; acc_version[c] := acc_version[c] + 1;
                acc_last[a] := recorded; acc_last[c] := recorded; acc_changed[a] := true; acc_changed[c] := true;
                w_transfer_n := w_transfer_n + 1;
                w_transfer[w_transfer_n] := ROW(row_id, CASE WHEN h IS NULL THEN 'post' ELSE 'settle' END, part_kind[i], acc_id[a], acc_id[c],
                  take, hold_id[h], acc_version[a], acc_version[c], n, recorded, part_reason[i],
                  'turn:' || t_key[t] || ':settle:' || leg, t_id[t])::posting_transfer;
                IF h IS NOT NULL THEN
                  held := least(take, hold_left[h]); hold_left[h] := hold_left[h] - held; acc_pending[a] := acc_pending[a] - held;
                END IF;
              END LOOP;
            END LOOP;
            charged := least(turn_tokens - wallet_tokens, quota);
          END IF;

          -- 7d. Whatever is left of the turn's holds is freed.
          h := j;
          WHILE hold_turn[h] = t LOOP
            IF NOT hold_done[h] THEN
              a := hold_acc[h];
              IF hold_left[h] > 0 THEN
                leg := leg + 1; row_id := purser_row_id(p_id[n], leg);
                recorded := greatest(v_now, acc_last[a]); acc_last[a] := recorded;
                acc_pending[a] := acc_pending[a] - hold_left[h]; acc_version[a] := acc_version[a] + 1; acc_changed[a] := true;
                w_transfer_n := w_transfer_n + 1;
                w_transfer[w_transfer_n] := ROW(row_id, CASE op WHEN 'expire' THEN 'expire' ELSE 'void' END, 'turn',
                  acc_id[a], hold_credit[h], hold_left[h], hold_id[h], acc_version[a], NULL, n, recorded, op,
                  'turn:' || t_key[t] || ':' || op || ':' || leg, t_id[t])::posting_transfer;
                hold_left[h] := 0;
              END IF;
              hold_done[h] := true; w_row_gone := w_row_gone || hold_row[h];
            END IF;
            h := h + 1;
          END LOOP;

          ver := 0; at_minute := floor(extract(epoch FROM p_at[n]) / 60)::integer;
          IF op = 'settle' THEN
            -- 7e. One request and the charged tokens are counted at the settle clock (rule W4).
            FOR i IN 1..CASE WHEN t_bundle[t] IS NULL THEN 1 ELSE 2 END LOOP
              head := t_head[t];
              WHILE i = 2 AND head_scope[head] <> t_bundle[t] LOOP head := head - 1; END LOOP;
              head_touched[head] := true;
              head_requests[head] := head_requests[head] + 1;
              head_tokens[head] := head_tokens[head] + charged;
              head_version[head] := head_version[head] + 1;
              head_minute[head] := greatest(head_minute[head], at_minute);
              IF i = 1 THEN ver := head_version[head]; at_minute := head_minute[head]; END IF;
            END LOOP;
            FOR k IN leg_from + 1..leg_from + p_legs[n] LOOP
              CONTINUE WHEN p_leg_amount[k] = 0;
              w_spend_n := w_spend_n + 1;
              w_spend[w_spend_n] := ROW(k, coalesce(t_bundle[t], ''), floor(extract(epoch FROM p_at[n]) / 3600)::integer,
                                        CASE WHEN k = leg_from + 1 THEN 1 ELSE 0 END)::posting_spend;
            END LOOP;
            t_cost[t] := p_cost[n]; t_charged[t] := charged; t_content[t] := p_content[n]; t_settled_by[t] := n;
            t_result[t] := '{"paid_by":[' || coalesce(paid, '') || '],"absorbed":[' || coalesce(absorbs, '') || '],"transfer_ids":['
              || coalesce(ids, '') || '],"flags":' || CASE WHEN t_state[t] <> 'released' THEN p_flags[n]
                   WHEN p_flags[n] = '[]' THEN '["settled_after_release"]' ELSE left(p_flags[n], -1) || ',"settled_after_release"]' END || '}';
          END IF;
          t_state[t] := CASE op WHEN 'settle' THEN 'settled' WHEN 'release' THEN 'released' ELSE 'expired' END;
          t_closed_at[t] := p_at[n];
          t_closed[t] := true; w_closed := w_closed || t_id[t];
          ans.turn_key := t_key[t]; ans.user_id := t_user[t]; ans.bundle_id := t_bundle[t]; ans.version := ver; ans.minute := at_minute;
          ans.tokens := charged; ans.cost := t_cost[t]; ans.closed_at := p_at[n]; ans.detail := t_result[t];
        END IF;
      END IF;
    END IF;

    IF p_key[n] IS NOT NULL AND st <> 'ok' AND purser_position(purser_row_id(p_id[n], 1), won_key) IS NOT NULL THEN
      w_key_gone := w_key_gone || p_key[n];
    END IF;
    leg_from := leg_from + coalesce(p_legs[n], 0); window_from := window_from + coalesce(p_windows[n], 0);
    ans.status := st;
    RETURN NEXT ans;
  END LOOP;

  -- 8. Write everything, one statement a table, but for accounts and transfers.
  IF w_hold_n > 0 THEN
    INSERT INTO open_hold (tenant_id, project_id, id, debit_account_id, credit_account_id, remaining, at_expiry, expires_at,
                           turn_id, owner_id)
    SELECT p_tenant, p_project, u.id, u.debit, u.credit, u.amount, u.at_expiry, p_expires_at[u.item], u.turn_id, p_user_id[u.item]
      FROM unnest(w_hold) u;
  END IF;
  IF w_row_gone <> '{}' THEN
    DELETE FROM open_hold oh WHERE oh.ctid = ANY (w_row_gone);
  END IF;
  IF w_hold_gone <> '{}' THEN
    DELETE FROM open_hold oh WHERE oh.tenant_id = p_tenant AND oh.project_id = p_project AND oh.id = ANY (w_hold_gone);
  END IF;
  IF w_turn_n > 0 THEN
    INSERT INTO turn (tenant_id, project_id, id, external_id, user_id, bundle_id, class, state, plan_id, plan_source, content,
                      estimate_tokens, held_tokens, price_pico_usd, primary_source, primary_account_id, had_wallet,
                      wallet_beyond_limits, providers, provider_holds, decision, metadata, admitted_at, expires_at, slot_expires_at)
    SELECT p_tenant, p_project, p_id[u.item], p_turn_key[u.item], p_user_id[u.item], p_bundle_id[u.item], p_class[u.item], 'admitted',
           p_plan_id[u.item], p_plan_source[u.item], p_content[u.item], p_estimate_tokens[u.item], u.held_tokens, p_price_pico[u.item],
           p_primary_source[u.item], u.account, u.had_wallet, p_wallet_beyond_limits[u.item], p_providers[u.item]::text[],
           p_provider_holds[u.item]::jsonb, (p_decision[u.item] || u.money || '}')::jsonb, p_metadata[u.item]::jsonb, p_at[u.item],
           p_expires_at[u.item], p_slot_expires_at[u.item]
      FROM unnest(w_turn) u;
  END IF;
  IF w_beats THEN
    UPDATE open_hold oh SET expires_at = u.expires_at
      FROM unnest(t_id, t_expires, t_beat, t_closed) AS u(id, expires_at, beat, closed)
     WHERE u.beat AND NOT u.closed AND oh.turn_id = u.id
       AND oh.tenant_id + 0 = p_tenant AND oh.project_id + 0 = p_project;
    UPDATE turn tu SET expires_at = u.expires_at, slot_expires_at = u.slot_expires_at
      FROM unnest(t_row, t_expires, t_slot, t_beat, t_closed) AS u(place, expires_at, slot_expires_at, beat, closed)
     WHERE u.beat AND NOT u.closed AND tu.ctid = u.place;
  END IF;
  IF true = ANY (head_touched) THEN
    UPDATE usage_head uh
       SET version = u.version, requests = u.requests, tokens = u.tokens, last_minute = u.minute, anchor_minute = u.anchor
      FROM unnest(head_row, head_version, head_requests, head_tokens, head_minute, head_anchor, head_touched)
           AS u(place, version, requests, tokens, minute, anchor, touched)
     WHERE u.touched AND uh.ctid = u.place;
  END IF;
  IF w_closed <> '{}' THEN
    -- A turn closed twice in one batch (released, then settled) is written once, in its last state.
    UPDATE turn tu
       SET state = u.state, closed_at = u.closed_at, expires_at = u.expires_at, slot_expires_at = u.slot_expires_at,
           cost_micro_usd = u.cost, tokens_charged = u.charged, settle_content = u.content, result = u.result::jsonb,
           outcome = p_outcome[u.settled_by], usage = p_usage[u.settled_by]::jsonb
      FROM unnest(t_row, t_state, t_closed_at, t_expires, t_slot, t_cost, t_charged, t_content, t_result, t_settled_by, t_closed)
           AS u(place, state, closed_at, expires_at, slot_expires_at, cost, charged, content, result, settled_by, closed)
     WHERE u.closed AND tu.ctid = u.place;
    INSERT INTO usage_minute AS um (tenant_id, project_id, user_id, scope, minute, requests, tokens)
    SELECT p_tenant, p_project, u.user_id, u.scope, u.minute, u.requests, u.tokens
      FROM unnest(head_user, head_scope, head_requests, head_tokens, head_minute, head_touched)
           AS u(user_id, scope, requests, tokens, minute, touched) WHERE u.touched AND u.minute > 0
    ON CONFLICT (tenant_id, project_id, user_id, scope, minute) DO UPDATE SET requests = excluded.requests, tokens = excluded.tokens;
  END IF;
  IF w_spend_n > 0 THEN
    INSERT INTO provider_spend AS ps (tenant_id, project_id, provider, bundle_id, hour, shard, micro_usd, turns)
    SELECT p_tenant, p_project, s.provider, s.bundle, s.hour, s.shard, sum(s.amount), sum(s.first)
      FROM (SELECT p_leg_kind[u.leg] AS provider, u.bundle, u.hour, p_account_shard[p_leg_credit[u.leg]] AS shard,
                   p_leg_amount[u.leg] AS amount, u.first FROM unnest(w_spend) u) s
     GROUP BY s.provider, s.bundle, s.hour, s.shard ORDER BY s.hour, s.provider, s.bundle, s.shard
    ON CONFLICT (tenant_id, project_id, hour, provider, bundle_id, shard)
    DO UPDATE SET micro_usd = ps.micro_usd + excluded.micro_usd, turns = ps.turns + excluded.turns;
  END IF;
  IF w_key_gone <> '{}' THEN
    DELETE FROM transfer_key tk WHERE tk.tenant_id = p_tenant AND tk.project_id = p_project AND tk.key = ANY (w_key_gone);
  END IF;
  IF w_turn_key_gone <> '{}' THEN
    DELETE FROM turn_key tk WHERE tk.tenant_id = p_tenant AND tk.project_id = p_project AND tk.external_id = ANY (w_turn_key_gone);
  END IF;

  -- 9. The lane remembers which closed turns the counters have not been told of yet (rule W8).
  IF p_lane IS NOT NULL AND w_closed <> '{}' THEN
    INSERT INTO lane AS l (tenant_id, project_id, id, seq, told, untold, beat_at)
    VALUES (p_tenant, p_project, p_lane, 1, 0, jsonb_build_object('1', to_jsonb(w_closed)), v_now)
    ON CONFLICT (tenant_id, project_id, id) DO UPDATE
      SET seq = l.seq + 1, told = greatest(l.told, p_told), beat_at = v_now,
          untold = (SELECT coalesce(jsonb_object_agg(e.key, e.value), '{}') FROM jsonb_each(l.untold) e
                     WHERE e.key::bigint > p_told) || jsonb_build_object((l.seq + 1)::text, to_jsonb(w_closed))
    RETURNING l.seq INTO lane_seq;
    ans := NULL; ans.ordinal := 0; ans.status := 'lane'; ans.version := lane_seq;
    RETURN NEXT ans;
  END IF;

  -- 10. The budget that was read without a lock, then accounts and the transfers that carry their versions. What is recorded
  --     is recorded after this lock (rule L3), so that no older instant shows it later.
  IF unlocked AND acc_changed[absorber] THEN
    SELECT ac.ctid, ac.* INTO locked FROM account ac
     WHERE ac.tenant_id = p_tenant AND ac.project_id = p_project AND ac.id = project FOR NO KEY UPDATE;
    IF budget_need IS NOT NULL AND (locked.closed_at IS NOT NULL
        OR locked.credits_posted - locked.debits_posted - locked.debits_pending + locked.overdraft < budget_need) THEN
      RAISE EXCEPTION 'the project''s budget no longer covers the batch' USING ERRCODE = 'serialization_failure';
    END IF;
    acc_row[absorber] := locked.ctid;
    acc_credits[absorber] := acc_credits[absorber] + locked.credits_posted - budget.credits_posted;
    acc_debits[absorber] := acc_debits[absorber] + locked.debits_posted - budget.debits_posted;
    acc_pending[absorber] := acc_pending[absorber] + locked.debits_pending - budget.debits_pending;
    shift := locked.version - budget.version;
    acc_version[absorber] := acc_version[absorber] + shift;
    v_now := greatest(purser_now(p_tenant, p_project), locked.last_recorded_at);
  END IF;
  IF w_transfer_n > 0 THEN
    UPDATE account ac
       SET credits_posted = u.credits, debits_posted = u.debits, debits_pending = u.pending, version = u.version,
           last_recorded_at = greatest(u.last, v_now)
      FROM unnest(acc_row, acc_credits, acc_debits, acc_pending, acc_version, acc_last, acc_changed)
           AS u(place, credits, debits, pending, version, last, changed)
     WHERE u.changed AND ac.ctid = u.place;
    INSERT INTO transfer (tenant_id, project_id, id, phase, kind, debit_account_id, credit_account_id, amount, hold_id, debit_version,
                          credit_version, effective_at, recorded_at, actor, reason, idempotency_key, turn_id, external_id)
    SELECT p_tenant, p_project, u.id, u.phase, u.kind, u.debit, u.credit, u.amount, u.hold_id,
           u.debit_version + CASE WHEN u.debit = project THEN shift ELSE 0 END,
           u.credit_version + CASE WHEN u.credit = project THEN shift ELSE 0 END,
           p_at[u.item], greatest(u.recorded_at, v_now), p_actor[u.item], u.reason, u.key, u.turn_id, p_external_id[u.item]
      FROM unnest(w_transfer) u;
  END IF;
END
$$;
