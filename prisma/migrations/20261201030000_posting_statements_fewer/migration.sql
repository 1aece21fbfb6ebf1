-- A row of a batch is one value, not an element of twenty arrays: each aggregate that reads a column, and each expression that
-- writes one, is prepared anew in every transaction, and costs a small batch more than what it does.
DROP FUNCTION purser_post;

-- Rows on their way into the table of their name; what all of a batch share, and an item says, is not among it.
DROP TYPE posting_transfer;
CREATE TYPE posting_transfer AS (
  id uuid, phase text, kind text, debit uuid, credit uuid, amount bigint, hold_id uuid, debit_version bigint, credit_version bigint,
  item integer, reason text, key text, turn_id uuid
);

-- Rows as they were read and locked, and then as they will be written; place is where a row is in its table.
CREATE TYPE posting_turn_state AS (
  place tid, id uuid, key text, user_id bigint, bundle_id text, state text, held_tokens bigint, price_pico bigint, source text,
  account uuid, had_wallet boolean, beyond boolean,
  provider_holds text,        -- read for heartbeats only
  expires_at timestamptz, slot_expires_at timestamptz, content text, cost bigint, charged bigint, result text, closed_at timestamptz,
  settled_by integer, beat boolean, closed boolean   -- by which item of the batch; whether by it at all
);
CREATE TYPE posting_head_state AS (
  place tid, user_id bigint, scope text, version bigint, requests bigint, tokens bigint, last_minute integer, reset_minute integer,
  reset_tokens bigint, anchor_minute integer, anchored boolean, counted boolean
);

-- As before, from bytes in place of texts.
CREATE OR REPLACE FUNCTION purser_row_id(p_item uuid, p_n integer) RETURNS uuid
LANGUAGE sql IMMUTABLE AS $$ SELECT encode(set_byte(uuid_send(p_item), 15, p_n), 'hex')::uuid $$;

-- The one posting function (docs/economics.md §3, rules L1–L12; docs/decisions/0002). Its types and what it calls are in
-- the migration that made it first, which also says how a batch travels and how a row is found.
--
-- purser_post takes a batch of items, locks everything they touch in one sorted order
-- (turn keys → turns → usage → accounts → the project's budget), decides each item on plain arrays, and writes the whole
-- batch with three statements: one for admissions, one for what is closed, one for money. Each item is answered by itself: one
-- short account never fails its neighbours.
--
-- The budget is what everybody's turns share. The hot path only reads it. When it has more than the batch can take, whatever
-- is decided next, all decisions are those of a budget without end; so they are made, and turns, holds and usage written,
-- before it is locked. Then it is read again. Covers it the batch still, its row and the versions of its transfers go on
-- from where it stands by now; if not, nothing has been done, and the batch is sent again with p_lock_first. A budget that is
-- short from the start is locked before anything is decided, as every other account is, and as admin commands have it.
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
  has_beat boolean := 'heartbeat' = ANY (p_op);
  has_turn boolean := p_op && ARRAY['settle', 'release', 'heartbeat', 'expire'];
  unsettled uuid := purser_account_id('spend', 'unsettled', 0);
  v_now timestamptz; v_epoch text;
  result text; leg integer; row_id uuid;             -- rows the item in hand has written so far, and the id of the last
  leg_from integer := 0; window_from integer := 0;   -- where the item's legs and windows begin, less one
  account_n integer;                    -- how many of the batch's accounts are known
  -- which keys were free, by the ids of the items that have claimed them
  won_turn uuid[]; won_key uuid[]; all_won boolean := false;
  -- accounts, by id, and behind them the project's budget once it is asked for; cl_pos maps positions in p_account_id to them
  project uuid := purser_account_id('project', '', 0); absorber integer; budget record; locked record;
  -- the budget is taken to cover the batch, and locked when all else is written
  unlocked boolean := NOT p_lock_first AND p_op <@ ARRAY['admit', 'settle', 'release', 'expire', 'heartbeat'];
  budget_need numeric;                  -- what the batch can take from it at most, when that was asked
  shift bigint := 0;                    -- how far its version has gone on since it was read
  want_account uuid[]; want_owner bigint[]; cl_pos integer[];
  acc_row tid[]; acc_id uuid[]; acc_credits bigint[]; acc_debits bigint[]; acc_pending bigint[];
  acc_overdraft bigint[]; acc_version bigint[]; acc_was bigint[]; acc_closed boolean[]; acc_expires timestamptz[];
  acc_wallet boolean[]; last_recorded timestamptz;
  -- wallet lots by owner, each owner's in spending order (rule F8)
  lot_pos integer[]; lot_owner bigint[]; has_lots boolean := false;
  -- turns, by id; which of them each item means; where a turn's account, usage of all bundles and first hold are
  item_turn uuid[]; item_t integer[]; t integer;
  turns posting_turn_state[]; this posting_turn_state; t_id uuid[] := '{}'; t_user bigint[]; t_account uuid[];
  t_acc integer[]; t_head integer[]; t_hold integer[];
  -- open holds, by turn and id
  hold_row tid[]; hold_id uuid[]; hold_debit uuid[]; hold_acc integer[]; hold_credit uuid[]; hold_left bigint[];
  hold_turn integer[] := '{}';
  -- usage, by user; a user's scope of all bundles comes last
  heads posting_head_state[]; used posting_head_state; head_user bigint[]; new_user bigint[]; new_scope text[];
  -- what is written at the end
  w_transfer posting_transfer[];
  w_hold posting_hold[]; w_hold_gone uuid[]; w_row_gone tid[];
  w_turn posting_turn[];
  w_beats boolean := false; w_anchored boolean := false; w_closed uuid[];
  w_spend posting_spend[];
  w_key_gone text[]; w_turn_key_gone text[];
  -- scratch
  i integer; j integer; k integer; a integer; c integer; h integer;
  amt bigint; held bigint; wallet_held bigint := 0; cap bigint; need bigint; took bigint; left_over bigint;
  m bigint; rest bigint; wallet_free bigint := 0; primary_hold bigint;
  part_acc integer[]; part_hold integer[]; part_amount bigint[]; part_kind text[];
  part_reason text[]; part_source text[];
  part_n integer; share_left bigint; take bigint;
  quota bigint; quota_micro bigint; plan_part bigint; over_part bigint; wallet_part bigint; wallet_cap bigint;
  prim_free bigint; had_wallet boolean; late boolean; head integer;
  sum_before bigint; tok bigint; tok_before bigint; wallet_tokens bigint; charged bigint; turn_tokens bigint;
  paid text; absorbs text; ids text; at_minute integer; ver bigint; lane_seq bigint;
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

  -- 2. The counters' epoch: a decision made under another one is stale (rule W8). The lock is a statement of its own, so that
  --    the next one sees what was committed before it was granted; as an expression it needs no plan.
  st := pg_advisory_xact_lock_shared(7301, p_tenant * 65536 + p_project);
  SELECT count(*), (SELECT e.epoch FROM counter_epoch e WHERE e.tenant_id = p_tenant AND e.project_id = p_project)
    INTO account_n, v_epoch
    FROM account ac WHERE ac.tenant_id = p_tenant AND ac.project_id = p_project AND ac.id = ANY (p_account_id);

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
    SELECT (SELECT array_agg(q.id) FROM asked q), coalesce(array_agg(l.id), '{}'), array_agg(l.user_id), array_agg(l.primary_account_id),
           array_agg(ROW(l.ctid, l.id, l.external_id, l.user_id, l.bundle_id, l.state, l.held_tokens, l.price_pico_usd, l.primary_source,
                         l.primary_account_id, l.had_wallet, l.wallet_beyond_limits,
                         CASE WHEN has_beat THEN l.provider_holds::text END, l.expires_at, l.slot_expires_at, l.settle_content,
                         l.cost_micro_usd, l.tokens_charged, l.result::text, l.closed_at, NULL, false, false)::posting_turn_state)
      INTO item_turn, t_id, t_user, t_account, turns
      FROM (SELECT tu.* FROM (SELECT DISTINCT q.id FROM asked q WHERE q.id IS NOT NULL ORDER BY q.id) q,
                   LATERAL (SELECT tu.ctid, tu.* FROM turn tu
                             WHERE tu.tenant_id = p_tenant AND tu.project_id = p_project AND tu.id = q.id FOR UPDATE) tu) l;
  END IF;

  -- 4. Usage of the users who settle, and of those whose month is anchored now.
  IF turns IS NOT NULL OR true = ANY (p_anchor) THEN
    FOR k IN 1..2 LOOP
      WITH want AS MATERIALIZED (
        SELECT x.user_id, '*' AS scope FROM unnest(t_user) x(user_id)
        UNION SELECT x.user_id, x.bundle_id FROM unnest(turns) x WHERE x.bundle_id IS NOT NULL
        UNION SELECT x.user_id, '*' FROM unnest(p_user_id, p_anchor) x(user_id, anchor) WHERE x.anchor
      )
      SELECT array_agg(hd.user_id), array_agg(ROW(hd.ctid, hd.user_id, hd.scope, hd.version, hd.requests, hd.tokens, hd.last_minute,
                                                  hd.reset_minute, hd.reset_tokens, hd.anchor_minute, false, false)::posting_head_state),
             array_agg(w.user_id) FILTER (WHERE hd.user_id IS NULL), array_agg(w.scope) FILTER (WHERE hd.user_id IS NULL)
        INTO head_user, heads, new_user, new_scope
        FROM (SELECT w.user_id, w.scope FROM want w ORDER BY w.user_id, w.scope = '*', w.scope) w
        LEFT JOIN LATERAL (SELECT uh.ctid, uh.* FROM usage_head uh
                            WHERE uh.tenant_id = p_tenant AND uh.project_id = p_project AND uh.user_id = w.user_id
                              AND uh.scope = w.scope FOR UPDATE) hd ON true;
      EXIT WHEN new_user IS NULL;
      INSERT INTO usage_head (tenant_id, project_id, user_id, scope, version, requests, tokens, last_minute, reset_requests, reset_tokens)
      SELECT p_tenant, p_project, u.user_id, u.scope, 0, 0, 0, 0, 0, 0 FROM unnest(new_user, new_scope) AS u(user_id, scope)
       ORDER BY u.user_id, u.scope = '*', u.scope
      ON CONFLICT DO NOTHING;
    END LOOP;
  END IF;

  -- 5. The turns' open holds (whoever ends one has locked its turn), then accounts: created when missing, all locked by id
  --    in one order, and the project's budget last, so that it can also be locked later, when something is absorbed.
  IF account_n < cardinality(p_account_id) THEN
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
  IF turns IS NOT NULL THEN
    SELECT coalesce(array_agg(l.id), '{}'), coalesce(array_agg(l.debit_account_id), '{}'), array_agg(l.credit_account_id),
           array_agg(l.remaining), coalesce(array_agg(l.t), '{}'), array_agg(l.ctid)
      INTO hold_id, hold_debit, hold_credit, hold_left, hold_turn, hold_row
      FROM (SELECT q.t::integer AS t, oh.* FROM unnest(t_id) WITH ORDINALITY q(id, t),
                   LATERAL (SELECT oh.ctid, oh.id, oh.debit_account_id, oh.credit_account_id, oh.remaining FROM open_hold oh
                             WHERE oh.turn_id = q.id AND oh.tenant_id + 0 = p_tenant AND oh.project_id + 0 = p_project
                             OFFSET 0) oh
             ORDER BY q.t, oh.id) l;
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
         array_agg(l.overdraft), array_agg(l.version), array_agg(l.closed_at IS NOT NULL), array_agg(l.expires_at),
         array_agg(l.kind = 'wallet'), array_agg(l.ctid), max(l.last_recorded_at)
    INTO acc_id, acc_credits, acc_debits, acc_pending, acc_overdraft, acc_version, acc_closed, acc_expires, acc_wallet, acc_row,
         last_recorded
    FROM (SELECT ac.*
            FROM (SELECT q.id = project AS last, q.id FROM (
                    SELECT id FROM unnest(want_account) w(id)
                    UNION SELECT wl.id FROM account wl
                     WHERE wl.owner_id = ANY (want_owner) AND wl.kind = 'wallet' AND wl.closed_at IS NULL
                       AND wl.tenant_id + 0 = p_tenant AND wl.project_id + 0 = p_project) q
                   WHERE NOT (unlocked AND q.id = project)
                   ORDER BY 1, 2) q,
                 LATERAL (SELECT ac.ctid, ac.* FROM account ac
                           WHERE ac.tenant_id = p_tenant AND ac.project_id = p_project AND ac.id = q.id FOR NO KEY UPDATE) ac) l;
  IF acc_id[cardinality(acc_id)] = project THEN absorber := cardinality(acc_id); END IF;
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
    acc_closed[absorber] := budget.closed_at IS NOT NULL; acc_wallet[absorber] := false;
    last_recorded := greatest(last_recorded, budget.last_recorded_at);
  END IF;
  want_account := acc_id[1:cardinality(acc_id) - CASE WHEN absorber IS NULL THEN 0 ELSE 1 END];
  -- Where everything is, for the whole batch: what is looked for is there, but for the turns of unknown ids.
  SELECT a.pos[1:cardinality(p_account_id)], a.pos[cardinality(p_account_id) + 1:cardinality(p_account_id) + cardinality(t_id)],
         a.pos[cardinality(p_account_id) + cardinality(t_id) + 1:], h.pos, i.pos
    INTO cl_pos, t_acc, hold_acc, t_head, item_t
    FROM (SELECT array_agg(CASE q.id WHEN project THEN absorber ELSE width_bucket(q.id, (SELECT want_account)) END) AS pos
            FROM unnest(p_account_id || t_account || hold_debit) WITH ORDINALITY q(id, n)) a,
         (SELECT array_agg(width_bucket(q.user_id, (SELECT head_user))) AS pos
            FROM unnest(t_user) WITH ORDINALITY q(user_id, n)) h,
         (SELECT array_agg(width_bucket(q.id, (SELECT t_id))) AS pos
            FROM unnest(item_turn) WITH ORDINALITY q(id, n)) i;
  FOR h IN REVERSE cardinality(hold_turn)..1 LOOP t_hold[hold_turn[h]] := h; END LOOP;
  IF true = ANY (acc_wallet) THEN
    SELECT array_agg(s.pos), array_agg(s.owner) INTO lot_pos, lot_owner FROM (
      SELECT u.pos, ac.owner_id AS owner
        FROM unnest(acc_row, acc_wallet) WITH ORDINALITY AS u(place, wallet, pos), LATERAL (
          SELECT ac.id, ac.owner_id, ac.expires_at, ac.created_at FROM account ac WHERE ac.ctid = u.place OFFSET 0) ac
       WHERE u.wallet AND ac.owner_id IS NOT NULL
       ORDER BY ac.owner_id, ac.expires_at NULLS LAST, ac.created_at, ac.id) s;
    has_lots := lot_owner IS NOT NULL;
  END IF;

  -- 6. Open holds outside of turns, read again now that their accounts are locked (only a holder of that lock ends one).
  IF p_hold_id IS NOT NULL THEN
    SELECT hold_id || coalesce(array_agg(s.id), '{}'), hold_acc || array_agg(s.pos), hold_credit || array_agg(s.credit_account_id),
           hold_left || array_agg(s.remaining), hold_turn || array_agg(NULL::integer)
      INTO hold_id, hold_acc, hold_credit, hold_left, hold_turn
      FROM (SELECT oh.id, oh.credit_account_id, oh.remaining,
                   CASE oh.debit_account_id WHEN project THEN absorber ELSE width_bucket(oh.debit_account_id, want_account) END AS pos
              FROM open_hold oh
             WHERE oh.tenant_id = p_tenant AND oh.project_id = p_project AND oh.id = ANY (p_hold_id)) s;
  END IF;

  acc_was := acc_version;   -- whose version goes on from here is written

  -- 7. Decide each item on the arrays.
  FOR n IN 1..cardinality(p_op) LOOP
    op := p_op[n]; st := 'ok'; leg := 0; ans := NULL;
    IF op = 'admit' THEN
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
        m := 0; primary_hold := 0; cap := NULL; need := 0; a := cl_pos[p_account[n]];
        IF acc_closed[a] THEN st := 'primary_closed';
        ELSIF a IS NOT NULL THEN
          m := p_held_tokens[n];
          primary_hold := ceil(m::numeric * p_price_pico[n] * p_factor_percent[n] / 100000000);
          cap := acc_credits[a] - acc_debits[a] - acc_pending[a] + acc_overdraft[a];
          IF cap < primary_hold THEN
            m := greatest(0, floor(cap::numeric * 100000000 / (p_price_pico[n]::numeric * p_factor_percent[n])));
            primary_hold := ceil(m::numeric * p_price_pico[n] * p_factor_percent[n] / 100000000);
          END IF;
        END IF;
        IF has_lots THEN
          wallet_free := 0; wallet_held := 0;
          j := width_bucket(p_user_id[n] - 1, lot_owner) + 1; i := j;
          WHILE lot_owner[i] = p_user_id[n] LOOP
            c := lot_pos[i]; i := i + 1;
            IF acc_expires[c] IS NULL OR acc_expires[c] > p_at[n] THEN
              wallet_free := wallet_free + acc_credits[c] - acc_debits[c] - acc_pending[c];
              wallet_held := wallet_held + acc_credits[c] - acc_debits[c];
            END IF;
          END LOOP;
        END IF;
        IF st = 'ok' AND (m < p_estimate_tokens[n] OR a IS NULL) THEN
          need := ceil((p_estimate_tokens[n] - m)::numeric * p_price_pico[n] / 1000000);
          IF m < p_estimate_tokens[n] AND (NOT p_ask_wallet[n] OR wallet_free < need) OR a IS NULL AND wallet_held = 0 THEN
            st := 'short';
          END IF;
        END IF;
        IF st <> 'ok' THEN
          w_turn_key_gone := w_turn_key_gone || p_turn_key[n];
          ans.tokens := m; ans.primary_available := cap; ans.wallet_available := wallet_free; ans.wallet_balance := wallet_held;
        ELSE
          paid := NULL;
          IF primary_hold > 0 THEN
            leg := leg + 1; row_id := purser_row_id(p_id[n], leg);
            acc_pending[a] := acc_pending[a] + primary_hold; acc_version[a] := acc_version[a] + 1;
            w_transfer := w_transfer || ROW(row_id, 'hold', 'turn', acc_id[a], unsettled, primary_hold, NULL, acc_version[a], NULL,
              n, 'admit', 'turn:' || p_turn_key[n] || ':hold:' || leg, p_id[n])::posting_transfer;
            w_hold := w_hold || ROW(row_id, acc_id[a], unsettled, primary_hold, 'release', p_id[n], n)::posting_hold;
            paid := '{"source":"' || p_primary_source[n] || '","amount":' || primary_hold || '}';
          END IF;
          left_over := need;
          WHILE left_over > 0 LOOP
            c := lot_pos[j]; j := j + 1;
            CONTINUE WHEN acc_expires[c] IS NOT NULL AND acc_expires[c] <= p_at[n];
            took := least(left_over, acc_credits[c] - acc_debits[c] - acc_pending[c]);
            CONTINUE WHEN took <= 0;
            left_over := left_over - took;
            leg := leg + 1; row_id := purser_row_id(p_id[n], leg);
            acc_pending[c] := acc_pending[c] + took; acc_version[c] := acc_version[c] + 1;
            w_transfer := w_transfer || ROW(row_id, 'hold', 'turn', acc_id[c], unsettled, took, NULL, acc_version[c], NULL,
              n, 'admit', 'turn:' || p_turn_key[n] || ':hold:' || leg, p_id[n])::posting_transfer;
            w_hold := w_hold || ROW(row_id, acc_id[c], unsettled, took, 'release', p_id[n], n)::posting_hold;
            paid := coalesce(paid || ',', '') || '{"source":"wallet","amount":' || took || '}';
          END LOOP;
          paid := '[' || coalesce(paid, '') || ']'; at_minute := NULL;
          w_turn := w_turn || ROW(n, m, acc_id[a], wallet_held > 0, paid)::posting_turn;
          IF p_anchor[n] THEN
            head := width_bucket(p_user_id[n], head_user); used := heads[head];
            IF used.anchor_minute IS NULL THEN
              used.anchor_minute := floor(date_part('epoch', p_at[n]) / 60)::integer; used.anchored := true;
              heads[head] := used; w_anchored := true;
            END IF;
            at_minute := used.anchor_minute;
          END IF;
          ans := ROW(n, st, p_id[n], NULL, NULL, NULL, m, NULL, NULL, at_minute, NULL, NULL, wallet_free, NULL, paid)::posting_answer;
        END IF;
      END IF;

    ELSIF op IN ('settle', 'release', 'expire', 'heartbeat') THEN
      -- 7b. Operations on a turn that was admitted before (rule T8, the state table).
      t := item_t[n];
      IF t_id[t] IS DISTINCT FROM item_turn[n] OR item_turn[n] IS NULL THEN st := 'unknown_turn';
      ELSE
        this := turns[t];
        st := CASE
          WHEN op = 'heartbeat' THEN CASE this.state WHEN 'admitted' THEN 'ok' WHEN 'expired' THEN 'turn_expired' ELSE 'turn_closed' END
          WHEN op = 'release' THEN CASE this.state WHEN 'admitted' THEN 'ok' WHEN 'expired' THEN 'ok' WHEN 'released' THEN 'replay' ELSE 'turn_closed' END
          WHEN op = 'expire' THEN CASE WHEN this.state = 'admitted' AND this.expires_at <= p_at[n] THEN 'ok' ELSE 'turn_closed' END
          WHEN this.state <> 'settled' THEN 'ok'
          WHEN this.content = p_content[n] THEN 'replay'
          ELSE 'content_mismatch' END;
        ans.turn_id := this.id;
        IF st = 'replay' AND op = 'settle' THEN
          ans.detail := this.result; ans.cost := this.cost; ans.tokens := this.charged; ans.closed_at := this.closed_at;
        ELSIF st = 'ok' AND op = 'heartbeat' THEN
          w_beats := true; this.beat := true; this.expires_at := p_expires_at[n]; this.slot_expires_at := p_slot_expires_at[n];
          turns[t] := this;
          ans.user_id := this.user_id; ans.bundle_id := this.bundle_id; ans.tokens := this.held_tokens; ans.detail := this.provider_holds;
        ELSIF st = 'ok' THEN
          j := t_hold[t];   -- the turn's holds are hold_*[j] and those that follow
          absorbs := NULL; charged := 0; a := t_acc[t];
          IF op = 'settle' THEN turn_tokens := purser_tokens_ceil(p_cost[n], this.price_pico); END IF;

          IF op = 'settle' AND this.state = 'admitted' AND turn_tokens <= this.held_tokens AND hold_acc[j] = a AND NOT acc_closed[a]
             AND hold_left[j] >= p_cost[n] AND p_cost[n] > 0 AND p_legs[n] = 1 THEN
            -- The primary's hold covers the turn, and one provider did all the work: most turns are like that.
            rest := p_cost[n]; c := cl_pos[p_leg_credit[leg_from + 1]]; leg := 1; row_id := purser_row_id(p_id[n], 1);
            acc_debits[a] := acc_debits[a] + rest; acc_pending[a] := acc_pending[a] - rest; acc_credits[c] := acc_credits[c] + rest;
            acc_version[a] := acc_version[a] + 1; acc_version[c] := acc_version[c] + 1; hold_left[j] := hold_left[j] - rest;
            w_transfer := w_transfer || ROW(row_id, 'settle', 'turn', acc_id[a], acc_id[c], rest, hold_id[j], acc_version[a],
              acc_version[c], n, 'settle', 'turn:' || this.key || ':settle:1', this.id)::posting_transfer;
            paid := '{"source":"' || this.source || '","account":"' || acc_id[a] || '","amount":' || rest || ',"tokens":' || turn_tokens
              || ',"reason":"settle"}';
            ids := '"' || row_id || '"'; charged := turn_tokens;

          ELSIF op = 'settle' THEN
            -- 7c. The split (rules F4–F10): plan part, overage, wallet part, absorbed.
            part_n := 0; ids := NULL; paid := NULL; quota := this.held_tokens; quota_micro := p_cost[n];
            prim_free := 0; primary_hold := 0; late := false;
            IF a IS NOT NULL THEN
              late := acc_closed[a];
              IF hold_acc[j] = a THEN primary_hold := hold_left[j]; END IF;
              prim_free := CASE WHEN late THEN 0 WHEN acc_overdraft[a] IS NULL THEN p_cost[n]
                                ELSE greatest(0, acc_credits[a] - acc_debits[a] - acc_pending[a] + acc_overdraft[a]) END;
            END IF;
            -- Within its own hold the turn needs no look at the windows: a hold is a promise (rule F5).
            IF turn_tokens > this.held_tokens OR this.state <> 'admitted' THEN
              quota := NULL; quota_micro := NULL;
              FOR i IN window_from + 1..window_from + coalesce(p_windows[n], 0) LOOP
                head := t_head[t]; used := heads[head];
                WHILE used.scope <> p_window_scope[i] LOOP
                  head := CASE head_user[head - 1] WHEN this.user_id THEN head - 1 END; used := heads[head];
                END LOOP;
                amt := CASE WHEN head IS NULL THEN 0
                          WHEN used.reset_minute >= p_window_start[i] THEN used.tokens - used.reset_tokens
                          ELSE used.tokens
                            - purser_tokens_before(p_tenant, p_project, this.user_id, p_window_scope[i], p_window_start[i]) END;
                held := purser_tokens_held(p_tenant, p_project, this.user_id, p_window_scope[i], w_closed || this.id);
                FOR k IN 1..coalesce(cardinality(w_turn), 0) LOOP
                  c := w_turn[k].item;
                  IF p_user_id[c] = this.user_id AND (p_window_scope[i] = '*' OR p_bundle_id[c] = p_window_scope[i]) THEN
                    held := held + w_turn[k].held_tokens;
                  END IF;
                END LOOP;
                quota := least(quota, p_window_max[i] - amt - held);
              END LOOP;
              IF quota IS NOT NULL THEN
                quota := greatest(quota, CASE WHEN this.state = 'admitted' THEN this.held_tokens ELSE 0 END, 0);
                quota_micro := least(p_cost[n], floor(quota::numeric * this.price_pico / 1000000));
              END IF;
            END IF;
            left_over := p_cost[n];
            plan_part := CASE WHEN late THEN least(left_over, primary_hold) WHEN a IS NULL THEN 0
                              ELSE least(left_over, quota_micro, primary_hold + prim_free) END;
            left_over := left_over - plan_part;
            IF plan_part > 0 THEN
              part_n := part_n + 1; part_acc[part_n] := a; part_hold[part_n] := CASE WHEN primary_hold > 0 THEN j END;
              part_amount[part_n] := plan_part; part_kind[part_n] := 'turn'; part_reason[part_n] := 'settle'; part_source[part_n] := this.source;
            END IF;
            over_part := 0;
            IF this.source = 'period' AND left_over > 0 AND NOT late THEN
              over_part := least(left_over, primary_hold + prim_free - plan_part);
              IF over_part > 0 THEN
                left_over := left_over - over_part;
                part_n := part_n + 1; part_acc[part_n] := a; part_hold[part_n] := CASE WHEN primary_hold > 0 THEN j END;
                part_amount[part_n] := over_part; part_kind[part_n] := 'turn'; part_reason[part_n] := 'overage'; part_source[part_n] := 'period';
              END IF;
            END IF;
            -- Own wallet holds first (an expired lot may still pay within its hold), then free lots in order.
            had_wallet := this.had_wallet; wallet_part := 0;
            wallet_cap := CASE WHEN this.beyond OR quota_micro IS NULL THEN left_over ELSE greatest(0, quota_micro - plan_part - over_part) END;
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
            i := width_bucket(this.user_id - 1, lot_owner) + 1;
            WHILE left_over > 0 AND NOT late AND lot_owner[i] = this.user_id LOOP
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
                  VALUES (p_tenant, p_project, project, 'project', 'micro_usd', '', 0, 0, 0, 0, 0, 0, '-infinity', purser_now(p_tenant, p_project))
                  ON CONFLICT DO NOTHING;
                END LOOP;
                absorber := coalesce(cardinality(acc_id), 0) + 1;
                acc_row[absorber] := budget.ctid; acc_id[absorber] := project; acc_credits[absorber] := budget.credits_posted;
                acc_debits[absorber] := budget.debits_posted; acc_pending[absorber] := budget.debits_pending;
                acc_overdraft[absorber] := budget.overdraft; acc_version[absorber] := budget.version;
                acc_was[absorber] := budget.version; acc_wallet[absorber] := false;
                last_recorded := greatest(last_recorded, budget.last_recorded_at);
              END IF;
              part_n := part_n + 1; part_acc[part_n] := absorber; part_hold[part_n] := NULL; part_amount[part_n] := left_over;
              part_kind[part_n] := CASE WHEN late THEN 'late_settle' ELSE 'absorb' END;
              part_reason[part_n] := CASE WHEN late THEN 'late_settle' WHEN had_wallet THEN 'wallet_short'
                                          WHEN this.source = 'period' THEN 'subscription_overage' ELSE 'free_plan' END;
              part_source[part_n] := 'project';
            END IF;
            -- Each part is laid over the provider shares; a part and a share meet in one transfer.
            k := leg_from + 1; share_left := p_leg_amount[k]; sum_before := 0; tok_before := 0; wallet_tokens := 0;
            FOR i IN 1..part_n LOOP
              a := part_acc[i]; rest := part_amount[i]; h := part_hold[i];
              -- Tokens of the first parts together are those of their sum, and the last completes the turn's (rule F10).
              sum_before := sum_before + rest;
              tok := CASE WHEN i = part_n THEN turn_tokens ELSE purser_tokens_ceil(sum_before, this.price_pico) END - tok_before;
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
                acc_debits[a] := acc_debits[a] + take; acc_credits[c] := acc_credits[c] + take;
                acc_version[a] := acc_version[a] + 1; acc_version[c] := acc_version[c] + 1;
                w_transfer := w_transfer || ROW(row_id, CASE WHEN h IS NULL THEN 'post' ELSE 'settle' END, part_kind[i], acc_id[a], acc_id[c],
                  take, hold_id[h], acc_version[a], acc_version[c], n, part_reason[i],
                  'turn:' || this.key || ':settle:' || leg, this.id)::posting_transfer;
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
            IF hold_left[h] > 0 THEN
              a := hold_acc[h]; leg := leg + 1; row_id := purser_row_id(p_id[n], leg);
              acc_pending[a] := acc_pending[a] - hold_left[h]; acc_version[a] := acc_version[a] + 1;
              w_transfer := w_transfer || ROW(row_id, CASE op WHEN 'expire' THEN 'expire' ELSE 'void' END, 'turn',
                acc_id[a], hold_credit[h], hold_left[h], hold_id[h], acc_version[a], NULL, n, op,
                'turn:' || this.key || ':' || op || ':' || leg, this.id)::posting_transfer;
              hold_left[h] := 0;
            END IF;
            w_row_gone := w_row_gone || hold_row[h]; h := h + 1;
          END LOOP;

          ver := 0; at_minute := floor(date_part('epoch', p_at[n]) / 60)::integer; result := this.result;
          IF op = 'settle' THEN
            -- 7e. One request and the charged tokens are counted at the settle clock (rule W4).
            FOR k IN leg_from + 1..leg_from + p_legs[n] LOOP
              CONTINUE WHEN p_leg_amount[k] = 0;
              w_spend := w_spend || ROW(k, coalesce(this.bundle_id, ''), at_minute / 60,
                                        CASE WHEN k = leg_from + 1 THEN 1 ELSE 0 END)::posting_spend;
            END LOOP;
            FOR i IN 1..CASE WHEN this.bundle_id IS NULL THEN 1 ELSE 2 END LOOP
              head := t_head[t]; used := heads[head];
              WHILE i = 2 AND used.scope <> this.bundle_id LOOP head := head - 1; used := heads[head]; END LOOP;
              IF i = 1 THEN ver := used.version + 1; at_minute := greatest(used.last_minute, at_minute); END IF;
              heads[head] := ROW(used.place, used.user_id, used.scope, used.version + 1, used.requests + 1, used.tokens + charged,
                greatest(used.last_minute, at_minute), used.reset_minute, used.reset_tokens, used.anchor_minute, used.anchored,
                true)::posting_head_state;
            END LOOP;
            result := '{"paid_by":[' || coalesce(paid, '') || '],"absorbed":[' || coalesce(absorbs, '') || '],"transfer_ids":['
              || coalesce(ids, '') || '],"flags":' || CASE WHEN this.state <> 'released' THEN p_flags[n]
                   WHEN p_flags[n] = '[]' THEN '["settled_after_release"]' ELSE left(p_flags[n], -1) || ',"settled_after_release"]' END || '}';
          END IF;
          turns[t] := ROW(this.place, this.id, this.key, this.user_id, this.bundle_id,
            CASE op WHEN 'settle' THEN 'settled' WHEN 'release' THEN 'released' ELSE 'expired' END, this.held_tokens, this.price_pico,
            this.source, this.account, this.had_wallet, this.beyond, this.provider_holds, this.expires_at, this.slot_expires_at,
            CASE op WHEN 'settle' THEN p_content[n] ELSE this.content END, p_cost[n],
            CASE op WHEN 'settle' THEN charged ELSE this.charged END, result, p_at[n], CASE op WHEN 'settle' THEN n END, this.beat,
            true)::posting_turn_state;
          w_closed := w_closed || this.id;
          ans := ROW(n, st, this.id, this.key, this.user_id, this.bundle_id, charged, p_cost[n], ver, at_minute, p_at[n],
                     NULL, NULL, NULL, result)::posting_answer;
        END IF;
      END IF;
      leg_from := leg_from + coalesce(p_legs[n], 0); window_from := window_from + coalesce(p_windows[n], 0);

    ELSIF p_key[n] IS NOT NULL AND purser_position(purser_row_id(p_id[n], 1), won_key) IS NULL THEN
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
          acc_version[a] := acc_version[a] + 1;
          IF op = 'hold' THEN
            acc_pending[a] := acc_pending[a] + amt;
            w_hold := w_hold || ROW(row_id, acc_id[a], acc_id[c], amt, p_at_expiry[n], NULL, n)::posting_hold;
          ELSE
            acc_debits[a] := acc_debits[a] + amt;
            acc_credits[c] := acc_credits[c] + amt;
            acc_version[c] := acc_version[c] + 1;
          END IF;
          w_transfer := w_transfer || ROW(row_id, CASE op WHEN 'hold' THEN 'hold' ELSE 'post' END, coalesce(p_leg_kind[k], p_kind[n]),
            acc_id[a], acc_id[c], amt, NULL, acc_version[a], CASE WHEN op = 'hold' THEN NULL ELSE acc_version[c] END, n, p_reason[n],
            coalesce(p_key[n], p_id[n]::text) || ':' || leg, NULL)::posting_transfer;
        END LOOP;
        ans.detail := '{"transfer_ids":[' || coalesce(ids, '') || ']}';
      END IF;

    ELSE
      h := array_position(hold_id, p_hold_id[n]);
      IF h IS NULL OR hold_left[h] = 0 THEN st := 'hold_closed';
      ELSE
        a := hold_acc[h]; ids := NULL; left_over := hold_left[h];
        IF op = 'settle_hold' THEN
          c := cl_pos[p_leg_credit[leg_from + 1]]; amt := p_leg_amount[leg_from + 1];
          leg := leg + 1; row_id := purser_row_id(p_id[n], leg); ids := '"' || row_id || '"';
          held := least(amt, left_over);
          acc_pending[a] := acc_pending[a] - held; left_over := left_over - held;
          acc_debits[a] := acc_debits[a] + amt; acc_credits[c] := acc_credits[c] + amt;
          acc_version[a] := acc_version[a] + 1; acc_version[c] := acc_version[c] + 1;
          w_transfer := w_transfer || ROW(row_id, 'settle', p_kind[n], acc_id[a], acc_id[c], amt, hold_id[h],
            acc_version[a], acc_version[c], n, p_reason[n], coalesce(p_key[n], p_id[n]::text) || ':' || leg,
            NULL)::posting_transfer;
        ELSIF left_over > 0 THEN
          leg := leg + 1; row_id := purser_row_id(p_id[n], leg); ids := '"' || row_id || '"';
          acc_pending[a] := acc_pending[a] - left_over; acc_version[a] := acc_version[a] + 1;
          w_transfer := w_transfer || ROW(row_id, coalesce(p_hold_phase[n], 'void'), p_kind[n], acc_id[a], hold_credit[h], left_over,
            hold_id[h], acc_version[a], NULL, n, p_reason[n], coalesce(p_key[n], p_id[n]::text) || ':' || leg,
            NULL)::posting_transfer;
          left_over := 0;
        END IF;
        hold_left[h] := left_over;
        IF left_over = 0 THEN w_hold_gone := w_hold_gone || hold_id[h];
        ELSE UPDATE open_hold oh SET remaining = left_over
              WHERE oh.tenant_id = p_tenant AND oh.project_id = p_project AND oh.id = hold_id[h];
        END IF;
        ans.detail := '{"transfer_ids":[' || coalesce(ids, '') || '],"remaining":' || left_over || '}';
      END IF;
    END IF;

    IF op NOT IN ('admit', 'settle', 'release', 'expire', 'heartbeat') THEN
      IF p_key[n] IS NOT NULL AND st <> 'ok' AND purser_position(purser_row_id(p_id[n], 1), won_key) IS NOT NULL THEN
        w_key_gone := w_key_gone || p_key[n];
      END IF;
      leg_from := leg_from + coalesce(p_legs[n], 0);
    END IF;
    IF ans.ordinal IS NULL THEN ans.ordinal := n; ans.status := st; END IF;
    RETURN NEXT ans;
  END LOOP;

  -- 8. Write everything but accounts and transfers: admissions with one statement, what is closed with another.
  IF w_turn <> '{}' THEN
    WITH opened AS (
      INSERT INTO open_hold (tenant_id, project_id, id, debit_account_id, credit_account_id, remaining, at_expiry, expires_at,
                             turn_id, owner_id)
      SELECT p_tenant, p_project, u.id, u.debit, u.credit, u.amount, u.at_expiry, p_expires_at[u.item], u.turn_id, p_user_id[u.item]
        FROM unnest(w_hold) u
    )
    INSERT INTO turn (tenant_id, project_id, id, external_id, user_id, bundle_id, class, state, plan_id, plan_source, content,
                      estimate_tokens, held_tokens, price_pico_usd, primary_source, primary_account_id, had_wallet,
                      wallet_beyond_limits, providers, provider_holds, decision, metadata, admitted_at, expires_at, slot_expires_at)
    SELECT p_tenant, p_project, p_id[u.item], p_turn_key[u.item], p_user_id[u.item], p_bundle_id[u.item], p_class[u.item], 'admitted',
           p_plan_id[u.item], p_plan_source[u.item], p_content[u.item], p_estimate_tokens[u.item], u.held_tokens, p_price_pico[u.item],
           p_primary_source[u.item], u.account, u.had_wallet, p_wallet_beyond_limits[u.item], p_providers[u.item]::text[],
           p_provider_holds[u.item]::jsonb, (p_decision[u.item] || u.money || '}')::jsonb, p_metadata[u.item]::jsonb, p_at[u.item],
           p_expires_at[u.item], p_slot_expires_at[u.item]
      FROM unnest(w_turn) u;
  ELSIF w_hold <> '{}' THEN
    INSERT INTO open_hold (tenant_id, project_id, id, debit_account_id, credit_account_id, remaining, at_expiry, expires_at)
    SELECT p_tenant, p_project, u.id, u.debit, u.credit, u.amount, u.at_expiry, p_expires_at[u.item]
      FROM unnest(w_hold) u;
  END IF;
  IF w_beats THEN
    UPDATE open_hold oh SET expires_at = u.expires_at FROM unnest(turns) u
     WHERE u.beat AND NOT u.closed AND oh.turn_id = u.id
       AND oh.tenant_id + 0 = p_tenant AND oh.project_id + 0 = p_project;
    UPDATE turn tu SET expires_at = u.expires_at, slot_expires_at = u.slot_expires_at FROM unnest(turns) u
     WHERE u.beat AND NOT u.closed AND tu.ctid = u.place;
  END IF;
  IF w_closed <> '{}' THEN
    -- A turn closed twice in one batch (released, then settled) is written once, in its last state. The lane remembers which
    -- closed turns the counters have not been told of yet (rule W8).
    WITH closed AS (
      UPDATE turn tu
         SET state = u.state, closed_at = u.closed_at, expires_at = u.expires_at, slot_expires_at = u.slot_expires_at,
             cost_micro_usd = u.cost, tokens_charged = u.charged, settle_content = u.content, result = u.result::jsonb,
             outcome = p_outcome[u.settled_by], usage = p_usage[u.settled_by]::jsonb
        FROM unnest(turns) u WHERE u.closed AND tu.ctid = u.place
    ), freed AS (
      DELETE FROM open_hold oh WHERE oh.ctid = ANY (w_row_gone)
    ), counted AS (
      INSERT INTO usage_minute AS um (tenant_id, project_id, user_id, scope, minute, requests, tokens)
      SELECT p_tenant, p_project, u.user_id, u.scope, u.last_minute, u.requests, u.tokens FROM unnest(heads) u WHERE u.counted
      ON CONFLICT (tenant_id, project_id, user_id, scope, minute) DO UPDATE SET requests = excluded.requests, tokens = excluded.tokens
    ), spent AS (
      INSERT INTO provider_spend AS ps (tenant_id, project_id, provider, bundle_id, hour, shard, micro_usd, turns)
      SELECT p_tenant, p_project, s.provider, s.bundle, s.hour, s.shard, sum(s.amount), sum(s.first)
        FROM (SELECT p_leg_kind[u.leg] AS provider, u.bundle, u.hour, p_account_shard[p_leg_credit[u.leg]] AS shard,
                     p_leg_amount[u.leg] AS amount, u.first FROM unnest(w_spend) u) s
       GROUP BY s.provider, s.bundle, s.hour, s.shard ORDER BY s.hour, s.provider, s.bundle, s.shard
      ON CONFLICT (tenant_id, project_id, hour, provider, bundle_id, shard)
      DO UPDATE SET micro_usd = ps.micro_usd + excluded.micro_usd, turns = ps.turns + excluded.turns
    ), told AS (
      INSERT INTO lane AS l (tenant_id, project_id, id, seq, told, untold, beat_at)
      SELECT p_tenant, p_project, p_lane, 1, 0, jsonb_build_object('1', w_closed), purser_now(p_tenant, p_project) WHERE p_lane IS NOT NULL
      ON CONFLICT (tenant_id, project_id, id) DO UPDATE
        SET seq = l.seq + 1, told = greatest(l.told, p_told), beat_at = excluded.beat_at,
            untold = (l.untold - ARRAY(SELECT u.told::text FROM generate_series(l.told + 1, p_told) u(told)))
                     || jsonb_build_object(l.seq + 1, excluded.untold -> '1')
      RETURNING l.seq
    ), summed AS (
      UPDATE usage_head uh
         SET version = u.version, requests = u.requests, tokens = u.tokens, last_minute = u.last_minute,
             anchor_minute = u.anchor_minute
        FROM unnest(heads) u WHERE u.counted AND uh.ctid = u.place
    )
    SELECT told.seq INTO lane_seq FROM told;
    IF p_lane IS NOT NULL THEN
      ans := NULL; ans.ordinal := 0; ans.status := 'lane'; ans.version := lane_seq;
      RETURN NEXT ans;
    END IF;
  END IF;
  IF w_anchored THEN
    UPDATE usage_head uh SET anchor_minute = u.anchor_minute FROM unnest(heads) u
     WHERE u.anchored AND NOT u.counted AND uh.ctid = u.place;
  END IF;
  IF w_hold_gone <> '{}' THEN
    DELETE FROM open_hold oh WHERE oh.tenant_id = p_tenant AND oh.project_id = p_project AND oh.id = ANY (w_hold_gone);
  END IF;
  IF w_key_gone <> '{}' THEN
    DELETE FROM transfer_key tk WHERE tk.tenant_id = p_tenant AND tk.project_id = p_project AND tk.key = ANY (w_key_gone);
  END IF;
  IF w_turn_key_gone <> '{}' THEN
    DELETE FROM turn_key tk WHERE tk.tenant_id = p_tenant AND tk.project_id = p_project AND tk.external_id = ANY (w_turn_key_gone);
  END IF;

  -- 9. The budget that was read without a lock, then accounts and the transfers that carry their versions. All of a batch is
  --    recorded at one instant, after this lock and never before the last of its accounts (rule L3), so that no older instant
  --    shows it later.
  IF unlocked AND acc_version[absorber] <> acc_was[absorber] THEN
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
    acc_version[absorber] := acc_version[absorber] + shift; acc_was[absorber] := acc_was[absorber] + shift;
    last_recorded := greatest(last_recorded, locked.last_recorded_at);
  END IF;
  IF w_transfer <> '{}' THEN
    v_now := greatest(purser_now(p_tenant, p_project), last_recorded);
    WITH moved AS (
      UPDATE account ac
         SET credits_posted = u.credits, debits_posted = u.debits, debits_pending = u.pending, version = u.version,
             last_recorded_at = v_now
        FROM unnest(acc_row, acc_credits, acc_debits, acc_pending, acc_version, acc_was)
             AS u(place, credits, debits, pending, version, was)
       WHERE u.version <> u.was AND ac.ctid = u.place
    )
    INSERT INTO transfer (tenant_id, project_id, id, phase, kind, debit_account_id, credit_account_id, amount, hold_id, debit_version,
                          credit_version, effective_at, recorded_at, actor, reason, idempotency_key, turn_id, external_id)
    SELECT p_tenant, p_project, u.id, u.phase, u.kind, u.debit, u.credit, u.amount, u.hold_id,
           u.debit_version + CASE WHEN u.debit = project THEN shift ELSE 0 END,
           u.credit_version + CASE WHEN u.credit = project THEN shift ELSE 0 END,
           p_at[u.item], v_now, p_actor[u.item], u.reason, u.key, u.turn_id, p_external_id[u.item]
      FROM unnest(w_transfer) u;
  END IF;
END
$$;
