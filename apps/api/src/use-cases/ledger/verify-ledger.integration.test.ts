import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHoldIndex } from '../../adapters/postgres/hold-index.ts';
import { createLedgerChecker } from '../../adapters/postgres/ledger-checker.ts';
import { createTransferSeals } from '../../adapters/postgres/transfer-seals.ts';
import { rolledBack } from '../../testing/rolled-back.ts';
import { giveWallet, type TurnWorld, turnWorld } from '../../testing/turn-world.ts';
import { admitTurn } from '../turn/admit-turn.ts';
import { releaseTurn } from '../turn/close-turn.ts';
import { settleTurn } from '../turn/settle-turn.ts';
import { verifyLedger } from './verify-ledger.ts';

/** A project in the middle of its day: settled, released and live turns, with and without a bundle, paid by all. */
async function livelyWorld(): Promise<TurnWorld> {
  const world = await turnWorld({ limits: { tokensPerDay: 8_000n } });
  const { deps, ctx } = world;
  await giveWallet(world, 'u1', 90_000n);
  const admit = (turnId: string, bundleId?: string) =>
    admitTurn(deps, ctx, { turnId, userId: 'u1', bundleId, estimateTokens: 2_000n });
  for (const turnId of ['plain', 'released', 'live']) await admit(turnId);
  await admit('bundled', 'chat');
  await admit('wallet');
  await settleTurn(deps, ctx, { turnId: 'plain', costMicroUsd: 20_000n, provider: 'anthropic' });
  await settleTurn(deps, ctx, { turnId: 'bundled', costMicroUsd: 50_001n, provider: 'openai' });
  await settleTurn(deps, ctx, { turnId: 'wallet', costMicroUsd: 40_000n, provider: 'openai' });
  await releaseTurn(deps, ctx, { turnId: 'released' });
  return world;
}

async function verify(world: TurnWorld, pool = world.pool) {
  const [checker, seals] = [createLedgerChecker(pool), createTransferSeals(pool)];
  return verifyLedger({ clock: world.deps.clock, checker, seals }, world.ctx.scope);
}

type Corruption = { readonly name: string; readonly sql: string; readonly says: RegExp };

const plain = `(SELECT id FROM turn WHERE external_id = 'plain')`;

const corruptions: readonly Corruption[] = [
  {
    name: 'a balance that was changed',
    sql: `UPDATE account SET credits_posted = credits_posted + 1 WHERE kind = 'project'`,
    says: /credits are 1000000001, its transfers say 1000000000/,
  },
  {
    name: 'a debit that was forgotten',
    sql: `UPDATE account SET debits_posted = debits_posted - 1 WHERE kind = 'project'`,
    says: /debits are \d+, its transfers say \d+/,
  },
  {
    name: 'held money that no hold holds',
    sql: `UPDATE account SET debits_pending = debits_pending + 5 WHERE kind = 'project'`,
    says: /held is \d+, its holds say \d+/,
  },
  {
    name: 'money out of nothing: accounts that do not sum to zero',
    sql: `UPDATE account SET credits_posted = credits_posted + 1 WHERE kind = 'project'`,
    says: /all accounts sum to 1/,
  },
  {
    name: 'a transfer that was deleted',
    sql: `DELETE FROM transfer WHERE turn_id = ${plain} AND phase = 'settle'`,
    says: /versions have a gap or repeat/,
  },
  {
    name: 'a version that was counted twice',
    sql: `UPDATE transfer SET debit_version = debit_version + 1 WHERE turn_id = ${plain} AND phase = 'hold'`,
    says: /versions have a gap or repeat/,
  },
  {
    name: 'a version that no transfer made',
    sql: `UPDATE account SET version = version + 1 WHERE kind = 'project'`,
    says: /version is \d+, its transfers made \d+/,
  },
  {
    name: 'a transfer that was written into the past',
    sql: `UPDATE transfer SET recorded_at = recorded_at - interval '1 hour' WHERE turn_id = ${plain} AND phase = 'settle'`,
    says: /recorded times run backwards/,
  },
  {
    name: 'an account that is gone',
    sql: `DELETE FROM account WHERE kind = 'funding'`,
    says: /has transfers but does not exist/,
  },
  {
    name: 'a transfer between units',
    sql: `UPDATE account SET unit = 'bytes' WHERE kind = 'funding'`,
    says: /moves bytes into micro_usd/,
  },
  {
    name: 'an open hold that is gone',
    sql: 'DELETE FROM open_hold',
    says: /was not ended, and it is not open/,
  },
  {
    name: 'an open hold with another remainder',
    sql: 'UPDATE open_hold SET remaining = remaining + 1',
    says: /is open with \d+ for another account, turn or amount/,
  },
  {
    name: 'an open hold that was ended',
    sql: `INSERT INTO open_hold SELECT tenant_id, project_id, id, debit_account_id, credit_account_id, amount,
            'release', effective_at, turn_id, NULL FROM transfer WHERE turn_id = ${plain} AND phase = 'hold'`,
    says: /is open, and nothing is left of it/,
  },
  {
    name: 'a hold of a turn that is over',
    sql: `UPDATE turn SET state = 'expired' WHERE external_id = 'live'`,
    says: /is open for a turn that is expired/,
  },
  {
    name: 'a wallet below zero',
    sql: `ALTER TABLE account DROP CONSTRAINT account_wallet_not_negative;
          UPDATE account SET debits_posted = credits_posted + 7 WHERE kind = 'wallet'`,
    says: /a wallet lot has -7/,
  },
  {
    name: 'a turn whose cost was changed',
    sql: `UPDATE turn SET cost_micro_usd = cost_micro_usd + 1 WHERE id = ${plain}`,
    says: /cost 20001, its transfers sum to 20000/,
  },
  {
    name: 'a transfer of a turn that never settled',
    sql: `UPDATE turn SET state = 'released' WHERE id = ${plain}`,
    says: /cost 0, its transfers sum to 20000/,
  },
  {
    name: 'usage that no settlement made',
    sql: 'UPDATE usage_head SET tokens = tokens + 1',
    says: /the settled turns say/,
  },
  {
    name: 'a settlement that was counted without a version',
    sql: `UPDATE usage_head SET version = version - 1 WHERE scope = 'chat'`,
    says: /in 0 settlements, the settled turns say 1/,
  },
  {
    name: 'a minute that disagrees with the sum',
    sql: 'UPDATE usage_minute SET requests = requests + 1',
    says: /its last minute \d+ says/,
  },
  {
    name: 'minutes that fall',
    sql: `INSERT INTO usage_minute SELECT tenant_id, project_id, user_id, scope, minute - 1, requests + 1, tokens
            FROM usage_minute`,
    says: /has used less at minute/,
  },
  {
    name: 'provider spend that no turn booked',
    sql: `UPDATE provider_spend SET micro_usd = micro_usd + 1 WHERE provider = 'openai' AND bundle_id = 'chat'`,
    says: /counted 50002, its turns booked 50001/,
  },
];

describe('the ledger checker (rule L12)', () => {
  it('finds nothing in a ledger that nobody has touched, and says how much it read', async () => {
    await using world = await livelyWorld();
    const verification = await verify(world);
    expect(verification).toMatchObject({ balanced: true, differences: [] });
    expect(verification.accounts).toBeGreaterThan(4);
    expect(verification.transfers).toBeGreaterThan(10);
  });

  it('reads one snapshot: turns that settle meanwhile are no differences', async () => {
    await using world = await livelyWorld();
    const turns = Array.from({ length: 40 }, (_, index) => `busy-${index}`);
    const work = turns.map(async (turnId) => {
      await admitTurn(world.deps, world.ctx, { turnId, userId: turnId, estimateTokens: 10n });
      await settleTurn(world.deps, world.ctx, { turnId, costMicroUsd: 150n });
    });
    const checks = turns.slice(0, 8).map(() => verify(world));
    await Promise.all(work);
    for (const check of checks) expect((await check).differences).toEqual([]);
  });

  describe('in a ledger that somebody has touched', () => {
    let world: TurnWorld;

    beforeAll(async () => {
      world = await livelyWorld();
    });

    afterAll(() => world[Symbol.asyncDispose]());

    it.each(corruptions)('finds $name', async ({ sql, says }) => {
      const { balanced, differences } = await rolledBack(world.pool, async (pool) => {
        await pool.query('ALTER TABLE transfer DISABLE TRIGGER transfer_append_only');
        await pool.query(sql);
        return verify(world, pool);
      });
      expect(balanced).toBe(false);
      expect(differences.map(({ what }) => what)).toContainEqual(expect.stringMatching(says));
    });
  });
});

describe('the index of open holds (rule L7)', () => {
  it('can be deleted, damaged and padded, and is made anew from the transfers', async () => {
    await using world = await livelyWorld();
    await giveWallet(world, 'u2', 15_000n);
    await admitTurn(world.deps, world.ctx, { turnId: 'l2', userId: 'u2', estimateTokens: 9_000n });
    const read = async () =>
      (await world.pool.query('SELECT to_jsonb(o) AS hold FROM open_hold o ORDER BY id')).rows;
    const before = await read();
    expect(before).toHaveLength(3);
    const index = createHoldIndex(world.pool);
    expect(await index.rebuild(world.ctx.scope)).toEqual({ added: 0, removed: 0, corrected: 0 });

    await world.pool.query('DELETE FROM open_hold');
    const added = before.length;
    expect(await index.rebuild(world.ctx.scope)).toEqual({ added, removed: 0, corrected: 0 });
    expect(await read()).toEqual(before);

    await world.pool.query('UPDATE open_hold SET remaining = remaining + 1');
    await world.pool.query(
      'INSERT INTO open_hold SELECT tenant_id, project_id, gen_random_uuid(), debit_account_id, credit_account_id, 5, at_expiry FROM open_hold LIMIT 1',
    );
    expect(await index.rebuild(world.ctx.scope)).toEqual({
      added: 0,
      removed: 1,
      corrected: before.length,
    });
    expect(await read()).toEqual(before);
    expect((await verify(world)).differences).toEqual([]);
  });
});
