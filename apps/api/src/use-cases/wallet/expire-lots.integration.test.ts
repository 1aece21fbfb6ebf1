import { describe, expect, it } from 'vitest';
import { createLotExpiry } from '../../adapters/postgres/lot-expiry.ts';
import { brokenInvariants } from '../../testing/check-books.ts';
import { giveWallet, noonMs, type TurnWorld, turnWorld } from '../../testing/turn-world.ts';
import { admitTurn } from '../turn/admit-turn.ts';
import { reapTurns } from '../turn/reap-turns.ts';
import { settleTurn } from '../turn/settle-turn.ts';
import { expireLots } from './expire-lots.ts';

const hourMs = 3_600_000;

async function run(world: TurnWorld): Promise<number> {
  const lots = createLotExpiry(world.pool);
  return expireLots({ clock: world.deps.clock, lots }, world.ctx.scope);
}

async function lotsOf({ pool }: TurnWorld) {
  const { rows } = await pool.query(
    `SELECT (credits_posted - debits_posted)::int AS balance, debits_pending::int AS held, closed_at IS NOT NULL AS closed
       FROM account WHERE kind = 'wallet' ORDER BY created_at, expires_at`,
  );
  return rows;
}

async function broken({ pool }: TurnWorld): Promise<unknown> {
  const { rows } = await pool.query(
    `SELECT coalesce(sum(credits_posted), 0)::int AS amount FROM account WHERE kind = 'breakage'`,
  );
  return rows[0]?.amount;
}

describe('expired wallet lots (rule F8)', () => {
  it('leave to breakage at their very instant, once, whoever looks', async () => {
    await using world = await turnWorld();
    await giveWallet(world, 'u1', 700n, new Date(noonMs + hourMs));
    await giveWallet(world, 'u1', 50n);
    await world.moveTo(noonMs + hourMs - 1);
    expect(await run(world)).toBe(0);
    await world.moveTo(noonMs + hourMs);
    const handled = await Promise.all([run(world), run(world), run(world), run(world)]);
    expect(handled.reduce((sum, count) => sum + count)).toBe(2);
    expect(await broken(world)).toBe(700);
    expect(await lotsOf(world)).toEqual([
      { balance: 0, held: 0, closed: true },
      { balance: 50, held: 0, closed: false },
    ]);
    expect(await run(world)).toBe(0);
    const { rows } = await world.pool.query(
      `SELECT actor, reason, kind, idempotency_key FROM transfer WHERE kind = 'lot_expired'`,
    );
    expect(rows).toMatchObject([{ actor: 'job:expire-lots', reason: 'lot_expired' }]);
    expect(await brokenInvariants(world.pool)).toEqual([]);
  });

  it('keep what a live turn holds until its hold ends; what that gives back follows', async () => {
    await using world = await turnWorld({ limits: { tokensPerDay: 0n } });
    await giveWallet(world, 'u1', 900_000n, new Date(noonMs + 60_000));
    const turn = { userId: 'u1', estimateTokens: 10_000n };
    await admitTurn(world.deps, world.ctx, { ...turn, turnId: 'settles' });
    await admitTurn(world.deps, world.ctx, { ...turn, turnId: 'expires' });
    await world.moveTo(noonMs + 60_000);
    await run(world);
    expect(await broken(world)).toBe(600_000);
    expect(await lotsOf(world)).toEqual([{ balance: 300_000, held: 300_000, closed: false }]);

    await settleTurn(world.deps, world.ctx, { turnId: 'settles', costMicroUsd: 100_000n });
    await run(world);
    expect(await broken(world)).toBe(650_000);
    expect(await lotsOf(world)).toEqual([{ balance: 150_000, held: 150_000, closed: false }]);

    await world.moveTo(noonMs + hourMs);
    await reapTurns(world.deps, world.ctx.scope, { nowMs: noonMs + hourMs, limit: 10 });
    await run(world);
    expect(await broken(world)).toBe(800_000);
    expect(await lotsOf(world)).toEqual([{ balance: 0, held: 0, closed: true }]);
    expect(await brokenInvariants(world.pool)).toEqual([]);
  });

  it('go on until none is left, however many there are', async () => {
    await using world = await turnWorld();
    await giveWallet(world, 'u1', 1n);
    await world.pool.query(
      `SELECT purser_post(p_tenant => 1, p_project => 1, p_lane => NULL, p_told => 0,
         p_account_id => ARRAY[purser_account_id('funding', 'operator', 0), purser_account_id('wallet', 'lot-' || n, 0)],
         p_account_kind => ARRAY['funding', 'wallet'], p_account_reference => ARRAY['operator', 'lot-' || n],
         p_account_shard => NULL, p_account_owner => ARRAY[NULL, 1], p_account_overdraft => ARRAY[NULL, 0],
         p_account_expires_at => ARRAY[NULL, '2026-03-04T12:30:00Z'::timestamptz],
         p_op => ARRAY['post'], p_id => ARRAY[('019cb8b8-1e00-7000-8000-' || lpad(n::text, 10, '0') || '00')::uuid],
         p_at => ARRAY['2026-03-04T12:00:00Z'::timestamptz], p_actor => ARRAY['test'], p_content => NULL, p_legs => ARRAY[1],
         p_leg_debit => ARRAY[1], p_leg_credit => ARRAY[2], p_leg_amount => ARRAY[3], p_leg_kind => ARRAY['test'],
         p_reason => ARRAY['test'])
       FROM generate_series(1, 450) n`,
    );
    await world.moveTo(noonMs + hourMs);
    expect(await run(world)).toBe(900);
    expect(await broken(world)).toBe(1_350);
    expect(await brokenInvariants(world.pool)).toEqual([]);
  });
});
