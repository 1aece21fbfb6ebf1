import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLedgerPosting } from '../../adapters/postgres/ledger-posting.ts';
import { createTransferSeals } from '../../adapters/postgres/transfer-seals.ts';
import type { TransferSeals } from '../../ports/transfer-seals.ts';
import { rolledBack } from '../../testing/rolled-back.ts';
import { giveWallet, noonMs, type TurnWorld, turnWorld } from '../../testing/turn-world.ts';
import { admitTurn } from '../turn/admit-turn.ts';
import { releaseTurn } from '../turn/close-turn.ts';
import { settleTurn } from '../turn/settle-turn.ts';
import { sealTransfers } from './seal-transfers.ts';
import { nextSeal } from './transfer-chain.ts';
import { verifySeals } from './verify-seals.ts';

const hourMs = 3_600_000;

async function turn({ deps, ctx }: TurnWorld, turnId: string, userId = 'u1') {
  await admitTurn(deps, ctx, { turnId, userId, estimateTokens: 2_000n });
  await settleTurn(deps, ctx, { turnId, costMicroUsd: 40_000n, provider: 'openai' });
}

/** Transfers of the project, of wallets, settled and voided; all of them sealed, two by two. */
async function sealedWorld(): Promise<TurnWorld> {
  const world = await turnWorld({ limits: { tokensPerDay: 3_000n } });
  await giveWallet(world, 'u1', 900_000n);
  const seals = createTransferSeals(world.pool);
  for (const turnId of ['a', 'b']) {
    await turn(world, turnId);
    const sealTwo = () => seals.seal(world.ctx.scope, { limit: 2, thorough: true }, nextSeal);
    while ((await sealTwo()).isFull);
  }
  await admitTurn(world.deps, world.ctx, { turnId: 'c', userId: 'u1', estimateTokens: 9n });
  await releaseTurn(world.deps, world.ctx, { turnId: 'c' });
  await sealAll(world);
  return world;
}

const sealAll = ({ pool, ctx }: TurnWorld, thorough = false) =>
  sealTransfers(createTransferSeals(pool), ctx.scope, thorough);

const verify = (pool: Pool) =>
  verifySeals(createTransferSeals(pool), { tenantId: 1, projectId: 1 });

const transfers = async ({ pool }: TurnWorld): Promise<number> =>
  (await pool.query('SELECT count(*)::int FROM transfer')).rows[0].count;

describe('the seals over transfers (rule A8)', () => {
  it('stand for everything that was committed, once; what came later waits, and is told apart', async () => {
    await using world = await turnWorld();
    await turn(world, 'a');
    const first = await transfers(world);
    expect(await verify(world.pool)).toMatchObject({ sealed: 0, waiting: first, head: null });
    expect(await sealAll(world)).toBe(first);
    expect(await sealAll(world)).toBe(0);
    expect(await sealAll(world, true)).toBe(0);
    await turn(world, 'b');
    const second = (await transfers(world)) - first;
    const { head, ...counted } = await verify(world.pool);
    expect(counted).toEqual({ sealed: first, waiting: second, differences: [] });
    expect(await sealAll(world)).toBe(second);
    const after = await verify(world.pool);
    expect(after).toMatchObject({ sealed: first + second, waiting: 0, differences: [] });
    expect(after.head).not.toBe(head);
  });

  it('are done with what a run found: what is committed meanwhile waits for the next one', async () => {
    await using world = await turnWorld();
    await turn(world, 'a');
    const found = await transfers(world);
    const seals = createTransferSeals(world.pool);
    let posted = 0;
    const busy: TransferSeals = {
      ...seals,
      seal: async (...asked) => {
        const report = await seals.seal(...asked);
        if (posted < 5) await turn(world, `later ${posted++}`);
        return report;
      },
    };
    expect(await sealTransfers(busy, world.ctx.scope, false)).toBe(found);
    expect(await sealAll(world)).toBe((await transfers(world)) - found);
  });

  it('are one whole chain though four processes seal while turns go on, in batches of any size', async () => {
    await using world = await turnWorld();
    const seals = createTransferSeals(world.pool);
    const ids = Array.from({ length: 40 }, (_, index) => `t${index}`);
    const work = Promise.all(ids.map((id) => turn(world, id, id)));
    const sealing = [1, 2, 3, 50].map(async (limit) => {
      for (let round = 0; round < 15; round += 1) {
        await seals.seal(world.ctx.scope, { limit, thorough: round % 2 === 0 }, nextSeal);
      }
    });
    await Promise.all([work, ...sealing]);
    await sealAll(world, true);
    const sealed = await transfers(world);
    expect(await verify(world.pool)).toMatchObject({ sealed, waiting: 0, differences: [] });
  });

  it('find a transfer committed long after it was drawn: when its account moves, or by a look at all of them', async () => {
    await using world = await turnWorld();
    // The first admission waits for every posting under way.
    await turn(world, 'first');
    const stripe = { kind: 'funding', reference: 'stripe' } as const;
    const breakage = { kind: 'breakage', reference: '' } as const;
    const legs = [{ debit: stripe, credit: breakage, amountMicroUsd: 5n, kind: 'test' }];
    const heldUp = async (meanwhile: () => Promise<void>) =>
      world.db.$transaction(async (tx) => {
        await createLedgerPosting(tx, world.ctx.scope).post({
          key: `test:${crypto.randomUUID()}`,
          legs,
          actor: 'test',
          reason: 'test',
          effectiveAtMs: noonMs - hourMs,
        });
        await meanwhile();
      });
    await heldUp(async () => {
      await turn(world, 'a');
      await sealAll(world, true);
    });
    expect(await sealAll(world)).toBe(0);
    expect(await verify(world.pool)).toMatchObject({ waiting: 1, differences: [] });
    expect(await sealAll(world, true)).toBe(1);
    await heldUp(async () => {
      await turn(world, 'b');
      await sealAll(world);
    });
    await world.post(stripe, breakage, 1n);
    expect(await sealAll(world)).toBe(2);
    expect(await verify(world.pool)).toMatchObject({ waiting: 0, differences: [] });
  });

  describe.each(['transfer_seal', 'transfer_seal_part'])('in %s', (table) => {
    it.each([`UPDATE ${table} SET seq = seq`, `DELETE FROM ${table}`, `TRUNCATE ${table}`])(
      'cannot be changed by the application itself: %s is refused',
      async (sql) => {
        await expect(rolledBack(world.pool, (pool) => pool.query(sql))).rejects.toThrow(
          /is append-only: \w+ is refused/,
        );
      },
    );
  });
});

const free = `SET LOCAL session_replication_role = replica;`;
const one = `(SELECT id FROM transfer WHERE phase = 'settle' ORDER BY id LIMIT 1)`;

/** Every column with another value that its type allows. */
const otherValue: Readonly<Record<string, string>> = {
  integer: 'c + 1',
  bigint: 'coalesce(c, 0) + 1',
  text: `coalesce(c, '') || '!'`,
  uuid: `'00000000-0000-4000-8000-000000000001'`,
  'timestamp with time zone': `c + interval '1 microsecond'`,
};

/** Only some phases are known. */
const otherPhase = `'void'`;

let world: TurnWorld;

beforeAll(async () => {
  world = await sealedWorld();
});

afterAll(() => world[Symbol.asyncDispose]());

/** What is found after a superuser whom no trigger stops has been at work. */
const found = (sql: string) =>
  rolledBack(world.pool, async (pool) => {
    await pool.query(free + sql);
    const { differences } = await verify(pool);
    return differences.map(({ accountId, what }) => `${accountId}: ${what}`).join('\n');
  });

describe('somebody who can write anything to the tables (rule A8)', () => {
  it('is found out by nothing as long as nothing was changed', async () => {
    expect(await found('SELECT 1')).toBe('');
  });

  it('cannot change any column of a sealed transfer', async () => {
    const { rows } = await world.pool.query<{ column_name: string; data_type: string }>(
      `SELECT column_name, data_type FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name = 'transfer'`,
    );
    expect(rows.length).toBeGreaterThan(17);
    for (const { column_name: column, data_type: type } of rows) {
      const value = column === 'phase' ? otherPhase : otherValue[type]?.replace(/\bc\b/, column);
      const sql = `UPDATE transfer SET ${column} = ${value} WHERE id = ${one}`;
      expect(await found(sql), column).toMatch(/not those that were sealed/);
    }
  });

  it.each([
    ['remove a sealed transfer', `DELETE FROM transfer WHERE id = ${one}`, /not those/],
    [
      'insert a transfer among sealed ones',
      `INSERT INTO transfer SELECT (t).* FROM (SELECT jsonb_populate_record(x, '{"id": "00000000-0000-4000-8000-000000000001"}') AS t
         FROM transfer x WHERE id = ${one}) y`,
      /not those/,
    ],
    [
      'insert a transfer below all versions',
      `INSERT INTO transfer SELECT (t).* FROM (SELECT jsonb_populate_record(x, '{"id": "00000000-0000-4000-8000-000000000001", "debit_version": 0}') AS t
         FROM transfer x WHERE id = ${one}) y`,
      /1 have a version that no posting gives/,
    ],
    [
      'let two transfers change their amounts',
      `UPDATE transfer t SET amount = o.amount FROM transfer o WHERE t.phase = 'settle' AND o.phase = 'post'`,
      /not those/,
    ],
    ['remove a seal', 'DELETE FROM transfer_seal WHERE seq = 2', /seal 3: follows seal 1: one/],
    [
      'remove a seal and number its followers anew',
      `DELETE FROM transfer_seal WHERE seq = 2; DELETE FROM transfer_seal_part WHERE seq = 2;
       UPDATE transfer_seal SET seq = seq - 1 WHERE seq > 2; UPDATE transfer_seal_part SET seq = seq - 1 WHERE seq > 2`,
      /seal 2: its transfers, or the seal before it/,
    ],
    [
      'change a hash',
      'UPDATE transfer_seal SET hash = sha256(hash) WHERE seq = 2',
      /seal 2: .*\nseal 3: /,
    ],
    [
      'let a seal stand for less',
      'DELETE FROM transfer_seal_part WHERE seq = 2',
      /seal 2: its transfers/,
    ],
    [
      'let two seals stand for the same versions, or leave some out',
      'UPDATE transfer_seal_part SET from_version = from_version + 1 WHERE seq = 2',
      /does not begin where the seal before it ended/,
    ],
  ])('cannot %s', async (_name, sql, says) => {
    expect(await found(sql)).toMatch(says);
  });
});
